"""Messages that we begin: by day, outside lessons, no more than somebody wants; a reply passes them all."""

import asyncio
from datetime import datetime

import pytest

from bot.outbox import Outbox
from collector.beginning import A_DAY, A_WEEK, may_begin
from collector.here import HERE, moment_of
from collector.sealing import Seal
from collector.store import begun, municipalities, outgoing
from collector.store.front import Store, Tx
from tests.both_engines import store  # noqa: F401 (these statements run on both)
from tests.conftest import Clock
from tests.telegram.letters import CHANNEL, PATIENCE, Letterbox, Post, no_pause, settled
from tests.telegram.test_outbox import at_work

DAY = 24 * 60 * 60 * 1000


def at(written: str) -> int:
    return int(datetime.fromisoformat(written).replace(tzinfo=HERE).timestamp() * 1000)


@pytest.fixture
def letterbox(clock: Clock) -> Letterbox:
    return Letterbox(clock)


@pytest.fixture
async def post(store: Store, seal: Seal, clock: Clock) -> Post:  # noqa: F811
    post = Post(store, seal, clock)
    await post.open_talks(["ada", "bo", "cy"])
    return post


def gathering(post: Post, letterbox: Letterbox) -> Outbox:
    """An outbox that says of how many wishes there is news."""
    return Outbox(
        post.store,
        post.seal,
        post.clock,
        CHANNEL,
        letterbox.send,
        no_pause,
        lambda tx, talk_id, wishes: f"news of {wishes}",
    )


async def put_off(post: Post, until: str) -> None:
    """Wait until all that we begin waits for this moment; the store is all that tells."""
    async with asyncio.timeout(PATIENCE):
        while True:
            rows = await post.store.read(lambda tx: tx.all("SELECT due_at FROM outgoing WHERE urgent = -1"))
            if {moment_of(row["due_at"]) for row in rows} == {until}:
                return
            await asyncio.sleep(0.01)
            post.clock.now += 100  # a chat that was written to a moment ago rests


async def test_at_night_what_we_begin_waits_for_the_morning_and_a_reply_does_not(
    post: Post, letterbox: Letterbox
) -> None:
    post.clock.now = at("2026-09-21 23:00")
    await post.put("ada", "an answer", ours=True)
    await post.put("bo", "an answer", ours=True)
    await post.put("ada", "what you asked for")
    outbox = post.outbox(letterbox)
    async with at_work(outbox):
        await letterbox.until(lambda: letterbox.taken)
        assert letterbox.taken == ["ada what you asked for"]
        await put_off(post, "2026-09-22 08:00")
        assert await post.waiting() == [("ada", 0, False), ("bo", 0, False)], "waiting is no try"
        post.clock.now = at("2026-09-22 08:00")
        outbox.wake()
        await letterbox.until(lambda: len(letterbox.taken) == 3)


async def test_in_lessons_a_help_card_goes_and_what_we_begin_waits(post: Post, letterbox: Letterbox) -> None:
    post.clock.now = at("2026-09-22 10:00")
    await post.put("ada", "an answer", ours=True)
    await post.put("ada", "card", urgent=True)
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.taken)
        await put_off(post, "2026-09-22 14:30")
    assert letterbox.taken == ["ada card"]


async def test_on_a_school_holiday_there_are_no_lessons(post: Post, letterbox: Letterbox) -> None:
    autumn = {"name": "Høstferie", "from_day": "2026-10-05", "to_day": "2026-10-09"}
    await post.store.write(lambda tx: municipalities.put_list(tx, "m", "holidays", [autumn]))
    post.clock.now = at("2026-10-06 10:00")
    await post.put("ada", "an answer", ours=True)
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.taken == ["ada an answer"])


async def test_hours_that_a_municipality_recorded_are_kept(post: Post, letterbox: Letterbox) -> None:
    def record(tx: Tx) -> None:
        for name, value in (("quiet-from", "18:00"), ("quiet-to", "10:00")):
            municipalities.put_fact(tx, "m", name, value, "", post.clock())

    await post.store.write(record)
    post.clock.now = at("2026-09-19 19:00")
    await post.put("ada", "an answer", ours=True)
    await post.put("bo", "marks the time")
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: letterbox.of("bo"))
        await put_off(post, "2026-09-20 10:00")
    assert letterbox.of("ada") == []


@pytest.mark.parametrize("had", range(A_DAY))
async def test_what_is_more_than_a_days_budget_comes_as_one_message(
    post: Post, letterbox: Letterbox, had: int
) -> None:
    for number in range(had):
        await post.store.write(lambda tx: begun.note(tx, f"b{number}", "ada", post.clock()))  # noqa: B023
    for number in range(A_DAY - had + 1):
        await post.put("ada", f"answer {number}", ours=True)
    await post.put("bo", "an answer", ours=True)
    async with at_work(gathering(post, letterbox)):
        await letterbox.until(lambda: letterbox.of("ada") and letterbox.of("bo"))
        await settled(post.store)
    assert letterbox.of("ada") == ["news of 1"]
    assert letterbox.of("bo") == ["an answer"]
    assert await post.waiting() == []


async def test_as_many_as_the_budget_allows_come_one_by_one(post: Post, letterbox: Letterbox) -> None:
    bodies = [f"answer {number}" for number in range(A_DAY)]
    for body in bodies:
        await post.put("ada", body, ours=True)
    outbox = gathering(post, letterbox)
    async with at_work(outbox):
        for number in range(1, A_DAY + 1):
            await letterbox.until(lambda: len(letterbox.taken) == number)  # noqa: B023
            await settled(post.store)
            post.clock.now += 2000
            outbox.wake()
    assert letterbox.of("ada") == bodies


async def test_whoever_has_had_their_day_gets_the_next_tomorrow_and_a_reply_today(
    post: Post, letterbox: Letterbox
) -> None:
    def had(tx: Tx) -> None:
        for number in range(A_DAY):
            begun.note(tx, f"b{number}", "ada", post.clock() - number)

    await post.store.write(had)
    await post.put("ada", "an answer", ours=True)
    await post.put("ada", "a reply")
    async with at_work(gathering(post, letterbox)):
        await letterbox.until(lambda: letterbox.taken)
        await put_off(post, "2026-09-22 08:00")
    assert letterbox.taken == ["ada a reply"]


@pytest.mark.parametrize(
    ("had", "now", "goes"),
    [
        (("2026-09-21 15:30", "2026-09-21 20:30"), "2026-09-22 14:45", "2026-09-22 14:45"),  # not 24 hours
        (("2026-10-25 10:00", "2026-10-25 11:00"), "2026-10-25 15:00", "2026-10-26 08:00"),  # 25 hours long
        (("2027-03-28 10:00", "2027-03-28 11:00"), "2027-03-28 15:00", "2027-03-29 08:00"),  # 23 hours long
    ],
)
async def test_a_days_budget_is_that_of_a_day_of_the_calendar_however_long_it_is(
    post: Post, had: tuple[str, ...], now: str, goes: str
) -> None:
    def ask(tx: Tx) -> int:
        for each in had:
            begun.note(tx, each, "ada", at(each))
        return may_begin(tx, "m", "ada", at(now)).at

    assert moment_of(await post.store.write(ask)) == goes


async def test_the_hours_of_one_municipality_put_off_nothing_of_another(post: Post) -> None:
    await post.put("ada", "an answer", ours=True)

    def put_off_and_look(tx: Tx) -> list[int]:
        begun.put_off_here(tx, CHANNEL, "another", post.clock(), post.clock() + DAY)
        elsewhere = outgoing.next_due_at(tx, CHANNEL)
        begun.put_off_here(tx, CHANNEL, "m", post.clock(), post.clock() + DAY)
        return [elsewhere or 0, outgoing.next_due_at(tx, CHANNEL) or 0]

    assert await post.store.write(put_off_and_look) == [post.clock(), post.clock() + DAY]


async def test_whoever_has_had_their_week_waits_until_the_first_of_it_is_a_week_ago(
    post: Post, letterbox: Letterbox
) -> None:
    def had(tx: Tx) -> None:
        for number in range(A_WEEK):
            begun.note(tx, f"b{number}", "ada", post.clock() - (A_WEEK + 1 - number) * DAY)

    await post.store.write(had)
    await post.put("ada", "an answer", ours=True)
    await post.put("bo", "marks the time", ours=True)
    async with at_work(gathering(post, letterbox)):
        await letterbox.until(lambda: letterbox.taken)
        await put_off(post, "2026-09-23 16:13")
    assert letterbox.taken == ["bo marks the time"]


async def test_what_we_began_is_counted_once_and_what_answers_is_not(
    post: Post, letterbox: Letterbox
) -> None:
    await post.put("ada", "an answer", ours=True)
    await post.put("bo", "a reply")
    await post.put("cy", "card", urgent=True)
    async with at_work(post.outbox(letterbox)):
        await letterbox.until(lambda: len(letterbox.taken) == 3)
        await settled(post.store)
    rows = await post.store.read(lambda tx: tx.all("SELECT talk_id FROM begun_by_us"))
    assert [row["talk_id"] for row in rows] == ["ada"]
