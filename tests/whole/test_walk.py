"""A wish from the phone to the summary, and every way to end the program: the same on both engines."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from socket import create_connection
from urllib.parse import quote_plus

import pytest

from bench.load import post, read_answer
from tests.whole.running import CANARY, CODE, PATIENCE, House, Program, until

pytestmark = pytest.mark.slow
AT_ONCE = 20
SLOW_PHONE = 0.5
"""Seconds before the second half of a slow phone's request: a program that does not wait is gone by then."""


def test_a_wish_walks_from_a_plain_form_to_the_summary(house: House) -> None:
    with house.running() as program:
        leader = program.signed_in()
        before = leader.summary()
        answer = program.tell(f"gaming hver fredag, {CANARY}", "a")
        assert (answer.status_code, "Mottatt" in answer.text) == (200, True)
        wish = leader.find(f"gaming hver fredag, {CANARY}")
        assert ("activity", "gaming") in {(tag["kind"], tag["id"]) for tag in wish["tags"]}
        assert leader.decide(wish, "approve").status_code == 303
        after = leader.summary()
    assert after["totals"]["approved"] == before["totals"]["approved"] + 1
    assert after["activities"]["gaming"] == before["activities"].get("gaming", 0) + 1
    assert after["sources"]["webchat"] == before["sources"].get("webchat", 0) + 1


def test_what_was_answered_survives_kill_9_and_the_next_start_adds_nothing(house: House) -> None:
    with house.running() as program:
        leader = program.signed_in()
        leader.decide(leader.wishes()[0], "approve")
        wishes, figures = leader.wishes(), leader.summary()
        answer = program.tell(f"en klatrevegg, {CANARY}", "a")
        program.kill()
    assert "Mottatt" in answer.text
    with house.running() as program:
        leader = program.signed_in()
        kept = leader.find(f"en klatrevegg, {CANARY}")
        assert [wish for wish in leader.wishes() if wish != kept] == wishes
        figures["totals"]["waiting"] += 1
        assert leader.summary() == figures


def test_wishes_in_flight_at_kill_9_are_there_once_when_they_were_answered_or_are_sent_again(
    house: House,
) -> None:
    with house.running() as program:
        crowd = Crowd(program.port, on_answer=lambda n: program.kill() if n == 2 * AT_ONCE else None)
        asyncio.run(crowd.talk())
    assert len(crowd.answered) >= 2 * AT_ONCE
    assert len(crowd.sent) > len(crowd.answered), "somebody was in flight"
    with house.running() as program:
        leader = program.signed_in()
        there = leader.texts()
        assert {words: there[words] for words in crowd.answered} == dict.fromkeys(crowd.answered, 1)
        for words in crowd.sent:
            assert "Mottatt" in program.tell(words, key_of(words)).text
        there = leader.texts()
        assert {words: there[words] for words in crowd.sent} == dict.fromkeys(crowd.sent, 1)


def test_a_program_told_to_end_under_load_answers_what_it_accepted(house: House) -> None:
    with house.running() as program:
        crowd = Crowd(program.port)
        held = asyncio.run(end_under_load(program, crowd))
        program.process.wait(PATIENCE)
    assert crowd.half_answered == []
    with house.running() as program:
        there = program.signed_in().texts()
        told = [*crowd.answered, *held]
        assert {words: there[words] for words in told} == dict.fromkeys(told, 1)


def test_a_program_told_to_end_closes_its_database_and_says_that_all_went_well(here: House) -> None:
    with here.running() as program:
        program.tell(f"brettspill, {CANARY}", "a")
        code = program.stop()
    assert code == 0
    assert {path.name for path in here.data.glob("ekko.db*")} == {"ekko.db"}


def test_ctrl_c_ends_it_without_a_fuss(here: House) -> None:
    with here.running() as program:
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(PATIENCE) == 0
    assert {path.name for path in here.data.glob("ekko.db*")} == {"ekko.db"}


class Crowd:
    """Many who each send one wish after the other, until the program is gone."""

    def __init__(self, port: int, on_answer: Callable[[int], None] = lambda n: None) -> None:
        self.port = port
        self.on_answer = on_answer
        self.sent: list[str] = []
        self.answered: list[str] = []
        self.half_answered: list[bytes] = []

    async def talk(self) -> None:
        await asyncio.gather(*(self._one(name) for name in range(AT_ONCE)))

    async def _one(self, name: int) -> None:
        with suppress(ConnectionError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                for n in count():
                    await self._tell(f"gaming og {CANARY}, stemme {name} ønske {n}", reader, writer)
            except asyncio.IncompleteReadError as cut:
                self.half_answered += [cut.partial] if cut.partial else []
            finally:
                writer.close()

    async def _tell(self, words: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sent.append(words)
        writer.write(request(words))
        answer = await read_answer(reader)
        assert b"Mottatt" in answer
        self.answered.append(words)
        self.on_answer(len(self.answered))


async def end_under_load(program: Program, crowd: Crowd) -> list[str]:
    """Tell it to end while many talk and some are half-way through their words; tell whose were answered."""
    held = [f"korps med {CANARY}, nummer {n}" for n in range(5)]
    begun = [await begin(program.port, words) for words in held]
    talking = asyncio.create_task(crowd.talk())
    await asyncio.to_thread(until, lambda: len(crowd.answered) >= AT_ONCE)
    program.process.terminate()
    await asyncio.to_thread(until, lambda: not takes_more(program.port))
    await talking
    await asyncio.sleep(SLOW_PHONE)
    for words, (_, writer) in zip(held, begun, strict=True):
        writer.write(request(words).partition(b"\r\n\r\n")[2])
    answers = [await read_answer(reader) for reader, _ in begun]
    assert all(answer.startswith(b"HTTP/1.1 200") and b"Mottatt" in answer for answer in answers)
    for _, writer in begun:
        writer.close()
    return held


async def begin(port: int, words: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send a request's head and wait until the program says that it will take the rest."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = request(words).partition(b"\r\n\r\n")[0]
    writer.write(head + b"\r\nExpect: 100-continue\r\n\r\n")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
    return reader, writer


def request(words: str) -> bytes:
    return post(f"/c/{CODE}", f"key={key_of(words)}&said={quote_plus(words)}".encode())


def key_of(words: str) -> str:
    return words.encode().hex()


def takes_more(port: int) -> bool:
    with suppress(ConnectionError):
        create_connection(("127.0.0.1", port)).close()
        return True
    return False
