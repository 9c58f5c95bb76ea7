"""The outbox: nothing is lost, nothing is sent twice, and a help card never waits."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from bot.channels.youth_telegram.sending import SENDS_WITHIN_SECONDS
from bot.outbox import (
    APART_MS,
    AT_ONCE,
    LONGEST_PAUSE_MS,
    TRIES,
    TRIES_WHILE_AWAY,
    Away,
    Gone,
    NeverTaken,
    Outbox,
    TooFast,
)
from collector.sealing import Seal
from collector.store import outgoing, paces, retention
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from tests.conftest import Clock
from tests.store.conftest import as_url
from tests.telegram.letters import CHANNEL, PATIENCE, Letterbox, Post, settled

A_DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture
def letterbox(clock: Clock) -> Letterbox:
    return Letterbox(clock)


@pytest.fixture
async def post(store: Store, seal: Seal, clock: Clock) -> Post:
    post = Post(store, seal, clock)
    await post.open_talks(["ada", "bo", "cy"])
    return post


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shared_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of either engine."""
    on_sqlite = request.param == "sqlite"
    store = open_store(
        f"sqlite://{tmp_path}/shared.db" if on_sqlite else as_url(request.getfixturevalue("postgres_url"))
    )
    yield store
    store.close()


@asynccontextmanager
async def at_work(*outboxes: Outbox) -> AsyncIterator[None]:
    """Let outboxes work until the end of the block; one that broke is an error."""
    tasks = [asyncio.create_task(outbox.run()) for outbox in outboxes]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ended)


@asynccontextmanager
async def ticking(clock: Clock, *outboxes: Outbox) -> AsyncIterator[None]:
    """Let the clock go fifty times as fast as it does."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(0.01)
            clock.now += 500
            for outbox in outboxes:
                outbox.wake()

    task = asyncio.create_task(tick())
    try:
        yield
    finally:
        task.cancel()


async def test_a_help_card_goes_before_all_that_waits_its_own_talks_words_too(
    post: Post, letterbox: Letterbox
) -> None:
    await post.put("ada", "one")
    await post.put("bo", "two")
    await post.put("bo", "card", urgent=True)
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: len(letterbox.taken) == 2)
    assert letterbox.taken == ["bo card", "ada one"]


async def test_a_help_card_goes_at_once_to_a_chat_that_got_words_a_moment_ago(
    post: Post, letterbox: Letterbox
) -> None:
    await post.put("ada", "words")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: letterbox.taken)
        await settled(post.store)
        await post.put("ada", "card", urgent=True)
        outbox.wake()
        await letterbox.until(lambda: letterbox.of("ada") == ["words", "card"])


async def test_the_words_of_a_talk_keep_their_order_when_the_first_must_be_tried_again(
    post: Post, letterbox: Letterbox
) -> None:
    letterbox.refuses("ada", ConnectionError())
    await post.put("ada", "first")
    await post.put("ada", "second")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: letterbox.tried)
        for number in (1, 2):
            post.clock.now += 60_000
            outbox.wake()
            await letterbox.until(lambda: len(letterbox.taken) == number)  # noqa: B023
    assert letterbox.of("ada") == ["first", "second"]


async def test_one_chat_gets_one_message_a_second_and_nobody_else_waits_for_that(
    post: Post, letterbox: Letterbox
) -> None:
    for body in ("first", "second"):
        await post.put("ada", body)
    await post.put("bo", "mine")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: len(letterbox.taken) == 2)
        await post.put("cy", "came later")
        outbox.wake()
        await letterbox.until(lambda: letterbox.of("cy"))
        assert letterbox.taken == ["ada first", "bo mine", "cy came later"]
        post.clock.now += 2000
        outbox.wake()
        await letterbox.until(lambda: letterbox.of("ada") == ["first", "second"])
    assert await post.waiting() == []


async def test_a_chat_that_is_too_fast_waits_as_long_as_it_is_told_to_and_others_do_not(
    post: Post, letterbox: Letterbox
) -> None:
    letterbox.refuses("ada", TooFast(30))
    await post.put("ada", "slow")
    await post.put("bo", "quick")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: letterbox.of("bo"))
        post.clock.now += 29_000
        await post.put("cy", "marks the time")
        outbox.wake()
        await letterbox.until(lambda: letterbox.of("cy"))
        assert letterbox.of("ada") == []
        post.clock.now += 1_000
        outbox.wake()
        await letterbox.until(lambda: letterbox.of("ada"))
    assert letterbox.tried.count("ada slow") == 2


async def test_being_asked_to_wait_is_no_try_and_never_makes_a_message_given_up(
    post: Post, letterbox: Letterbox
) -> None:
    letterbox.refuses("ada", *(TooFast(1) for _ in range(TRIES)), ConnectionError())
    await post.put("ada", "slow")
    outbox = post.outbox(letterbox)
    async with ticking(post.clock, outbox), at_work(outbox):
        await letterbox.until(lambda: letterbox.of("ada"))
    assert await post.waiting() == []


async def test_when_two_chats_are_too_fast_nobody_is_sent_anything_until_the_time_is_up(
    post: Post, letterbox: Letterbox
) -> None:
    for handle in ("ada", "bo"):
        letterbox.refuses(handle, TooFast(30))
        await post.put(handle, "slow")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: len(letterbox.tried) == 2)
    await post.put("cy", "waits too")
    async with at_work(outbox):
        await asyncio.sleep(0)
    assert letterbox.taken == []
    post.clock.now += 31_000
    async with at_work(outbox):
        await letterbox.until(lambda: len(letterbox.taken) == 3)


async def test_a_help_card_goes_while_everything_else_hangs(store: Store, seal: Seal, clock: Clock) -> None:
    post, letterbox = Post(store, seal, clock), SlowLetterbox(clock)
    names = [f"talk{number}" for number in range(AT_ONCE + 1)]
    await post.open_talks([*names, "ada"])
    for name in names:
        await post.put(name, "slow")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: letterbox.hanging == AT_ONCE)
        await post.put("ada", "card", urgent=True)
        outbox.wake()
        await letterbox.until(lambda: letterbox.taken)
        assert (letterbox.taken, letterbox.hanging) == (["ada card"], AT_ONCE)
        letterbox.may_end.set()
        await letterbox.until(lambda: len(letterbox.taken) == AT_ONCE + 2)


async def test_a_help_card_does_not_wait_for_other_chats_that_were_too_fast(
    post: Post, letterbox: Letterbox
) -> None:
    for handle in ("ada", "bo"):
        letterbox.refuses(handle, TooFast(300))
        await post.put(handle, "slow")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: len(letterbox.tried) == 2)
        await settled(post.store)
        await post.put("cy", "words")
        await post.put("cy", "card", urgent=True)
        outbox.wake()
        await letterbox.until(lambda: letterbox.taken)
        await settled(post.store)
        assert letterbox.taken == ["cy card"]
        post.clock.now += 301_000
        outbox.wake()
        await letterbox.until(lambda: len(letterbox.taken) == 4)


async def test_only_its_own_chat_that_was_too_fast_holds_a_help_card_back(
    post: Post, letterbox: Letterbox
) -> None:
    letterbox.refuses("ada", TooFast(30))
    letterbox.refuses("bo", TooFast(300))
    await post.put("ada", "card", urgent=True)
    await post.put("bo", "slow")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: len(letterbox.tried) == 2)
        await settled(post.store)
        post.clock.now += 29_000
        await post.put("cy", "card", urgent=True)
        outbox.wake()
        await letterbox.until(lambda: letterbox.taken)
        assert letterbox.taken == ["cy card"]
        post.clock.now += 1_000
        outbox.wake()
        await letterbox.until(lambda: letterbox.of("ada"))
    assert letterbox.tried.count("ada card") == 2
    assert letterbox.of("bo") == []


async def test_what_is_never_delivered_is_given_up_visibly_after_eight_tries_and_holds_nobody_back(
    post: Post, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    letterbox.refuses("ada", *(ConnectionError("the words") for _ in range(TRIES)))
    await post.put("ada", "lost")
    await post.put("ada", "next")
    outbox, waits = post.outbox(letterbox), []
    async with at_work(outbox):
        for number in range(1, TRIES + 1):
            await letterbox.until(lambda: len(letterbox.tried) == number)  # noqa: B023
            waits.append(await wait_out(post, outbox))
        await letterbox.until(lambda: letterbox.of("ada") == ["next"])
    assert ("ada", TRIES, True) in await post.waiting()
    assert waits[:-1] == [2, 4, 8, 16, 32, 64, 128]
    assert "given up at try 8 (ConnectionError)" in caplog.text
    assert "the words" not in caplog.text


async def test_while_the_channel_is_away_nothing_is_given_up_for_a_day(
    post: Post, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    letterbox.refuses("ada", *(Away("TelegramServerError") for _ in range(TRIES + 4)))
    await post.put("ada", "hello")
    outbox, waits = post.outbox(letterbox), []
    async with at_work(outbox):
        for number in range(1, TRIES + 4):
            await letterbox.until(lambda: len(letterbox.tried) == number)  # noqa: B023
            waits.append(await wait_out(post, outbox))
        await letterbox.until(lambda: len(letterbox.tried) == TRIES + 4)
        await settled(post.store)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert await post.waiting() == [("ada", TRIES + 4, False)]
    assert TRIES_WHILE_AWAY * LONGEST_PAUSE_MS > A_DAY_MS
    await post.store.write(
        lambda tx: tx.run("UPDATE outgoing SET tries = :n, due_at = 0", n=TRIES_WHILE_AWAY - 1)
    )
    letterbox.refuses("ada", Away("TelegramServerError"))
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: len(letterbox.tried) == TRIES + 5)
    assert await post.waiting() == [("ada", TRIES_WHILE_AWAY, True)]
    assert "given up at try 300 (TelegramServerError)" in caplog.text


async def wait_out(post: Post, outbox: Outbox) -> int:
    """Let the clock go to when the next message is due; tell how many seconds that took."""
    await settled(post.store)
    due_at = await post.store.read(lambda tx: outgoing.next_due_at(tx, CHANNEL))
    seconds = max(0, (due_at or 0) - post.clock.now) // 1000
    post.clock.now += max(seconds, 1) * 1000
    outbox.wake()
    return seconds


async def test_whoever_is_gone_gets_nothing_more_and_others_do(post: Post, letterbox: Letterbox) -> None:
    letterbox.refuses("ada", Gone())
    for handle in ("ada", "ada", "bo"):
        await post.put(handle, "hello")
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.of("bo"))
    assert letterbox.tried.count("ada hello") == 1
    assert [talk for talk, _, _ in await post.waiting()] == []


async def test_what_waits_for_somebody_whose_way_back_is_forgotten_goes_too(
    post: Post, letterbox: Letterbox
) -> None:
    await post.put("ada", "hello")
    await post.put("bo", "hello")
    await post.store.write(lambda tx: retention.erase_handle(tx, "ada"))
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.of("bo"))
        await settled(post.store)
    assert (letterbox.tried, await post.waiting()) == (["bo hello"], [])


async def test_what_the_channel_will_never_take_is_tried_once(post: Post, letterbox: Letterbox) -> None:
    letterbox.refuses("ada", NeverTaken())
    await post.put("ada", "wrong")
    await post.put("bo", "right")
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.of("bo"))
    assert await post.waiting() == [("ada", 1, True)]


async def test_a_message_that_was_kept_is_sent_after_a_restart(post: Post, letterbox: Letterbox) -> None:
    await post.put("ada", "kept before the power went")
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.of("ada") == ["kept before the power went"])


async def test_a_message_claimed_by_a_worker_that_died_goes_to_another_when_the_lease_is_up(
    post: Post, letterbox: Letterbox
) -> None:
    await post.put("ada", "claimed")
    assert await post.store.write(lambda tx: outgoing.claim_next(tx, CHANNEL, outgoing.REPLY, post.clock()))
    assert (
        await post.store.write(lambda tx: outgoing.claim_next(tx, CHANNEL, outgoing.REPLY, post.clock()))
        is None
    )
    post.clock.now += outgoing.LEASE_MS
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.of("ada") == ["claimed"])


def test_a_message_that_hangs_as_long_as_it_may_is_still_its_own_workers() -> None:
    """A message may be asked for twice: in an earlier one's place and, where that is gone, as a new one."""
    assert outgoing.LEASE_MS > 2 * SENDS_WITHIN_SECONDS * 1000


async def test_a_body_that_no_key_opens_stops_nobody(post: Post, letterbox: Letterbox, clock: Clock) -> None:
    stranger = Post(post.store, Seal(bytes(32)), clock)
    await stranger.put("ada", "sealed with another key")
    await post.put("bo", "hello")
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.of("bo"))
    assert letterbox.of("ada") == []


async def test_two_workers_that_race_send_each_message_once_and_each_talk_in_order(
    shared_store: Store, seal: Seal, clock: Clock
) -> None:
    post, letterbox = Post(shared_store, seal, clock), Letterbox(clock)
    names = [f"talk{number}" for number in range(12)]
    await post.open_talks(names)
    for body in ("first", "second", "third"):
        for name in names:
            await post.put(name, body)
    workers = post.outbox(letterbox), post.outbox(letterbox)
    async with ticking(clock, *workers), at_work(*workers):
        await letterbox.until(lambda: len(letterbox.taken) >= 3 * len(names))
    assert {name: letterbox.of(name) for name in names} == {
        name: ["first", "second", "third"] for name in names
    }


async def test_processes_that_share_a_bot_keep_its_pace_together(
    shared_store: Store, seal: Seal, clock: Clock
) -> None:
    post, letterbox = Post(shared_store, seal, clock), Timed(clock)
    names = [f"talk{number}" for number in range(30)]
    await post.open_talks(names)
    for name in names:
        await post.put(name, "hello")
    async with at_work(*(post.outbox(letterbox) for _ in range(3))):
        await letterbox.until(lambda: len(letterbox.taken) == len(names))
    seconds = max(letterbox.at) - min(letterbox.at)
    assert seconds >= (len(names) - 1) * APART_MS / 1000 * 0.9
    assert len(set(letterbox.taken)) == len(names)


async def test_a_turn_to_send_is_taken_once_however_many_saw_it(shared_store: Store) -> None:
    def take(tx: Tx) -> bool:
        return paces.take(tx, CHANNEL, 0, 38)

    assert [await shared_store.write(take) for _ in range(3)] == [True, False, False]
    turn = await shared_store.read(lambda tx: paces.next_turn(tx, CHANNEL))
    assert turn == (1, 38)


async def test_a_pause_that_everybody_was_asked_for_holds_in_another_process(
    post: Post, letterbox: Letterbox
) -> None:
    for handle in ("ada", "bo"):
        letterbox.refuses(handle, TooFast(30))
        await post.put(handle, "slow")
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: len(letterbox.tried) == 2)
        await settled(post.store)
    await post.put("cy", "words")
    await post.put("cy", "card", urgent=True)
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.taken)
        await settled(post.store)
        await asyncio.sleep(0.1)
    assert letterbox.taken == ["cy card"]


async def test_a_clock_that_steps_back_a_day_holds_no_reply_up(post: Post, letterbox: Letterbox) -> None:
    letterbox.refuses("ada", ConnectionError())
    await post.put("ada", "reply")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: letterbox.tried)
        await settled(post.store)
        post.clock.now -= A_DAY_MS
        await post.put("bo", "card", urgent=True)
        outbox.wake()
        await letterbox.until(lambda: len(letterbox.taken) == 2)


async def test_what_was_kept_by_a_clock_that_was_wrong_goes_at_the_next_start(
    post: Post, letterbox: Letterbox
) -> None:
    await post.put("ada", "reply")
    await post.put("bo", "card", urgent=True)
    post.clock.now -= A_DAY_MS
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: len(letterbox.taken) == 2)


async def test_a_clock_that_leaps_past_a_lease_sends_nothing_twice(
    store: Store, seal: Seal, clock: Clock
) -> None:
    post, letterbox = Post(store, seal, clock), SlowLetterbox(clock)
    await post.open_talks(["ada", "bo"])
    await post.put("ada", "slow")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: letterbox.hanging == 1)
        clock.now += A_DAY_MS
        await post.put("bo", "card", urgent=True)
        outbox.wake()
        await letterbox.until(lambda: letterbox.taken)
        await asyncio.sleep(0.2)
        letterbox.may_end.set()
        await letterbox.until(lambda: letterbox.of("ada"))
    assert letterbox.taken == ["bo card", "ada slow"]


@asynccontextmanager
async def after_a_kill(
    tmp_path: Path, seal: Seal, clock: Clock, names: list[str], *dies: str
) -> AsyncIterator[tuple[Letterbox, Path]]:
    """Let a worker of its own be killed on its way, and its lease run out; the folder has what it sent."""
    url, folder = f"sqlite://{tmp_path}/shared.db", tmp_path / "taken"
    folder.mkdir()
    store = open_store(url)
    post, letterbox = Post(store, seal, clock), Letterbox(clock)
    await post.open_talks(names)
    for name in names:
        await post.put(name, "hello")
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.telegram.dying_worker"), *(url, str(folder), str(clock.now), *dies)
    )
    assert await asyncio.wait_for(worker.wait(), PATIENCE) == -signal.SIGKILL
    clock.now += outgoing.LEASE_MS + 60_000
    async with at_work(post.outbox(letterbox)):
        yield letterbox, folder
        await settled(store)
    assert await post.waiting() == []
    store.close()


async def test_what_a_worker_held_that_was_killed_goes_once_by_another(
    tmp_path: Path, seal: Seal, clock: Clock
) -> None:
    names = [f"t{n}" for n in range(20)]
    async with after_a_kill(tmp_path, seal, clock, names, "7") as (letterbox, folder):
        await letterbox.until(lambda: len(letterbox.taken) + 7 >= len(names))
    before = [each.name for each in folder.iterdir()]
    assert [len(each.read_text()) for each in folder.iterdir()] == [1] * 7
    assert sorted([*before, *letterbox.taken]) == sorted(f"{name} hello" for name in names)


async def test_a_kill_before_the_yes_was_kept_sends_at_most_four_once_more_and_loses_none(
    tmp_path: Path, seal: Seal, clock: Clock
) -> None:
    names = [f"t{n}" for n in range(12)]
    async with after_a_kill(tmp_path, seal, clock, names, "3", "unheard") as (letterbox, folder):
        await letterbox.until(lambda: len(letterbox.taken) == len(names) - 3)
    before = {each.name for each in folder.iterdir()}
    assert before | set(letterbox.taken) == {f"{name} hello" for name in names}
    assert len(before & set(letterbox.taken)) == 4


class Timed(Letterbox):
    """Notes by a steady clock when each message came."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.at: list[float] = []

    async def send(self, handle: str, body: str) -> None:
        self.at.append(monotonic())
        await super().send(handle, body)


async def test_who_is_asked_to_stop_finishes_what_is_under_way(post: Post, clock: Clock) -> None:
    letterbox = SlowLetterbox(clock)
    await post.put("ada", "under way")
    async with at_work(post.outbox(letterbox)):
        await letterbox.begun.wait()
        asyncio.get_running_loop().call_soon(letterbox.may_end.set)
    assert letterbox.of("ada") == ["under way"]
    assert await post.waiting() == []


class SlowLetterbox(Letterbox):
    """Takes a message only when it is told to, but a card at once."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.hanging = 0

    async def send(self, handle: str, body: str) -> None:
        self.begun.set()
        if body != "card":
            await self._hang()
        await super().send(handle, body)

    async def _hang(self) -> None:
        async with self._changed:
            self.hanging += 1
            self._changed.notify_all()
        await self.may_end.wait()
        self.hanging -= 1
