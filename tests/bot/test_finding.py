"""Guessing at receipts: counted in the store, limited by the hour, as dear when it is right as when wrong."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.host import Host
from bot.receipts import NotOpened, Receipts
from bot.record import open_record
from bot.speech import Speech
from collector import finding
from collector.finding import HOUR, MOST_IN_ALL, MOST_IN_ROUND
from collector.ids import new_id
from collector.model import Round
from collector.receipt_words import Three, check_word, draw
from collector.sealing import Seal
from collector.store import rounds
from collector.store.front import Row, Store, Tx
from collector.store.postgres import PostgresStore
from collector.store.sqlite import SqliteStore
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import CODE, say
from tests.both_engines import store
from tests.conftest import Clock

__all__ = ["store"]


class Listening:
    """A transaction that writes down which statements it was asked for."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.heard: list[str] = []

    def run(self, sql: str, **values: Any) -> int:
        self.heard.append(sql)
        return self.tx.run(sql, **values)

    def one(self, sql: str, **values: Any) -> Row | None:
        self.heard.append(sql)
        return self.tx.one(sql, **values)

    def all(self, sql: str, **values: Any) -> list[Row]:
        self.heard.append(sql)
        return self.tx.all(sql, **values)

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self.heard.append(sql)
        self.tx.many(sql, rows)


async def receipt_of(host: Host, words: str = "sjakk", who: str = "somebody") -> tuple[str, Three]:
    """Wish for something and return the receipt: its link's secret and its three words."""
    await host.turn(say(words, key=who, who=who))
    rows = await host.store.read(lambda tx: tx.all("SELECT * FROM talks ORDER BY id"))
    record = open_record(host.seal, rows[-1]["id"], rows[-1]["version"], rows[-1]["state"])
    first, second, third, check = record.words
    assert check == check_word(host.seal, (first, second, third))
    assert record.code == CODE
    return record.receipt, (first, second, third)


def typed(host: Host, words: Three) -> str:
    """Write words as they stand on a receipt."""
    return " ".join((*words, check_word(host.seal, words)))


async def guess(host: Host, words: Three | None = None, code: str = CODE) -> str:
    """Try some words and tell what is answered."""
    try:
        await Receipts(host).look_by_words(code, typed(host, words or draw()))
    except NotOpened as problem:
        return problem.key
    return "opened"


async def misses(store: Store) -> dict[str, int]:
    rows = await store.read(lambda tx: tx.all("SELECT door, SUM(n) AS n FROM misses GROUP BY door"))
    return {row["door"].split(":")[0] + ":" * (":" in row["door"]): int(row["n"]) for row in rows}


async def another_round(store: Store, asked: Round, code: str, clock: Clock) -> None:
    clock.now += 1
    more = Round(new_id(clock()), asked.municipality, code, "Og du?", clock(), None)
    await store.write(lambda tx: rounds.add_round(tx, more, clock()))


async def test_right_and_wrong_words_cost_the_same_statements(host: Host, asked: Round) -> None:
    secret, words = await receipt_of(host)

    def look(words: Three, tx: Tx) -> tuple[bool, list[str]]:
        listening = Listening(tx)
        found = finding.by_words(listening, host.seal, asked, words, host.clock())
        return found.talk is not None, listening.heard

    def follow(secret: str, tx: Tx) -> tuple[bool, list[str]]:
        listening = Listening(tx)
        return finding.by_link(listening, host.seal, secret, host.clock()) is not None, listening.heard

    right = await host.store.write(lambda tx: look(words, tx))
    wrong = await host.store.write(lambda tx: look(draw(), tx))
    assert (right[0], wrong[0]) == (True, False)
    assert right[1] == wrong[1]
    right = await host.store.write(lambda tx: follow(secret, tx))
    wrong = await host.store.write(lambda tx: follow(secret[:-1] + "!", tx))
    assert (right[0], wrong[0]) == (True, False)
    assert right[1] == wrong[1]


async def test_words_are_looked_up_by_a_keyed_print_and_kept_in_no_other_way(
    host: Host, asked: Round
) -> None:
    secret, words = await receipt_of(host)
    (row,) = await host.store.read(lambda tx: tx.all("SELECT * FROM talks"))
    assert row["words"] == host.seal.fingerprint(f"receipt words:{asked.id}:{' '.join(words)}")
    kept = " ".join(str(value) for value in row.values())
    assert [word for word in (*words, secret) if f" {word} " in f" {kept} "] == []


async def test_fifty_wrong_words_shut_the_rounds_door_for_everybody_until_the_next_hour(
    host: Host, asked: Round, clock: Clock
) -> None:
    secret, words = await receipt_of(host)
    assert {await guess(host) for _ in range(MOST_IN_ROUND)} == {"words.unknown"}
    assert await guess(host) == "words.shut"
    assert await guess(host, words) == "words.shut"
    assert await host.wishes_behind(secret) is not None, "the link still works"
    clock.now += HOUR
    assert await guess(host, words) == "opened"


async def test_another_rounds_door_stands_open(host: Host, asked: Round, store: Store, clock: Clock) -> None:
    _, words = await receipt_of(host)
    await another_round(store, asked, "lun-lom", clock)
    for _ in range(MOST_IN_ROUND + 20):
        await guess(host, code="lun-lom")
    assert await guess(host, code="lun-lom") == "words.shut"
    assert await guess(host, words) == "opened"
    assert (await misses(store))["words"] == MOST_IN_ROUND, "what a shut round refuses shuts no other"


async def test_five_hundred_wrong_words_in_all_shut_every_door(
    host: Host, asked: Round, store: Store, clock: Clock
) -> None:
    _, words = await receipt_of(host)
    for place in range(MOST_IN_ALL // MOST_IN_ROUND):
        await another_round(store, asked, f"runde-{place}", clock)
        for _ in range(MOST_IN_ROUND):
            assert await guess(host, code=f"runde-{place}") == "words.unknown"
    assert await guess(host, words) == "words.shut"


async def test_right_words_are_never_counted_however_often(host: Host, asked: Round, store: Store) -> None:
    _, words = await receipt_of(host)
    assert {await guess(host, words) for _ in range(MOST_IN_ROUND + 5)} == {"opened"}
    assert set((await misses(store)).values()) == {0}


async def test_wrong_links_are_counted_and_shut_nobody_out(host: Host, asked: Round, store: Store) -> None:
    secret, words = await receipt_of(host)
    guesses = [host.wishes_behind(f"{secret[:-4]}{n:04}") for n in range(1000)]
    assert set(await asyncio.gather(*guesses)) == {None}
    assert (await misses(store))["link"] == 1000
    assert await host.wishes_behind(secret) is not None
    assert await guess(host, words) == "opened"


async def test_a_code_of_no_round_is_said_and_a_slip_asks_the_store_nothing(
    host: Host, asked: Round, store: Store
) -> None:
    assert await guess(host, code="finnes-ikke") == "refused.no_round"
    for words in ("bare tre ord", "kanne kube eple kanne", "kanne kube xyzzy eple"):
        with pytest.raises(NotOpened, match="slip"):
            await Receipts(Host(Unasked(), host.seal, host.reader, host.speech, host.clock)).look_by_words(
                CODE, words
            )
    assert await misses(store) == {}


class Unasked:
    """A store that must not be asked."""

    async def write(self, work: Any, *, erases: bool = False) -> Any:
        raise AssertionError

    async def read(self, work: Any) -> Any:
        raise AssertionError

    def close(self) -> None:
        raise AssertionError


async def test_counts_of_guesses_are_forgotten_after_two_days(
    host: Host, asked: Round, store: Store, clock: Clock
) -> None:
    await guess(host)
    clock.now += 49 * HOUR
    await guess(host)
    assert await misses(store) == {"words:": 1, "words": 1}


@pytest.fixture
def processes(
    store: Store,
    seal: Seal,
    reader: Reader,
    texts: Catalogue,
    clock: Clock,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[list[Host]]:
    """Two more stores on the same database, as two more processes have them."""
    with ExitStack() as stack:
        more: list[Store] = []
        for _ in range(2):
            if isinstance(store, SqliteStore):
                more.append(SqliteStore(tmp_path / "ekko.db"))
            else:
                more.append(PostgresStore(request.getfixturevalue("postgres_house")))
            stack.callback(more[-1].close)
        yield [Host(each, seal, reader, Speech(texts), clock) for each in more]


async def test_the_limit_holds_whatever_the_number_of_processes(
    host: Host, asked: Round, processes: list[Host]
) -> None:
    everyone = [host, *processes]
    answers = await asyncio.gather(*(guess(everyone[n % 3]) for n in range(90)))
    assert answers.count("words.unknown") == MOST_IN_ROUND
    assert answers.count("words.shut") == 90 - MOST_IN_ROUND


async def test_words_that_somebody_in_the_round_has_are_drawn_again(
    host: Host, asked: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, hers = await receipt_of(host, who="her")
    mine: Three = ("eple", "kanne", "kube")
    ways = iter([hers, hers, mine])
    monkeypatch.setattr("bot.turn.draw", lambda: next(ways))
    host.clock.now += 1  # type: ignore[attr-defined]
    _, words = await receipt_of(host, "dans", who="me")
    assert words == mine
    assert await guess(host, hers) == "opened"
    assert await guess(host, mine) == "opened"
