"""Many who write at once: nobody waits long, and what was read in a hurry is read again by both readers."""

import asyncio
import threading

import pytest

from bot.host import Host
from bot.readings import Readings
from bot.rereading import read_some_again
from bot.speech import View
from bot.turn import Came
from collector import review
from collector.desk import Desk
from collector.ids import new_id
from collector.model import Round, Staff, Wish
from collector.store import again, cases, counts, people
from collector.store.front import Store, Tx
from nlp import examples
from nlp.reader import Reader
from nlp.reading import Reading
from tests.bot.fields import CODE, say, wishes_kept
from tests.both_engines import store as store
from tests.conftest import Clock
from tests.store.things import PATIENCE

pytestmark = pytest.mark.usefixtures("asked")


@pytest.fixture
def hurried(host: Host, reader: Reader) -> Host:
    """A host that always reads in a hurry, and there by rules alone."""
    if reader.meaning is None:
        pytest.skip("the second reader is not installed")
    host.readings = Readings(reader, most_waiting=0, first=Reader())
    return host


@pytest.fixture(scope="module")
def quiet_sign(reader: Reader) -> str:
    """Words that the rules do not hear and both readers do."""
    lines = (each.text for each in examples.held("choose") if each.says("concern"))
    return next(each for each in lines if not worried(Reader().read(each)) and worried(reader.read(each)))


def worried(reading: Reading) -> bool:
    return any(flag.startswith("concern") for flag in reading.flags)


class Slow(Reader):
    """A reader that takes as long as it is held."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader._model, reader.meaning)
        self.begun, self.held = threading.Event(), threading.Event()

    def read(self, text: str, earlier: object = (), *, every: bool = False) -> Reading:
        self.begun.set()
        assert self.held.wait(PATIENCE)
        return super().read(text, every=every)


async def test_when_both_readers_are_busy_the_next_are_answered_at_once(
    host: Host, store: Store, reader: Reader
) -> None:
    if reader.meaning is None:
        pytest.skip("the second reader is not installed")
    slow = Slow(reader)
    host.readings = Readings(slow, most_waiting=1, first=reader.fast)
    waiting = [asyncio.create_task(host.turn(say("gaming", key=f"w{n}", who=f"w{n}"))) for n in range(1)]
    await asyncio.to_thread(slow.begun.wait, PATIENCE)
    view = await host.turn(say("LAN for alle", key="late", who="late"))
    assert view.bubbles
    assert not any(task.done() for task in waiting)
    slow.held.set()
    await asyncio.gather(*waiting)
    assert len(await wishes_kept(store)) == 2
    assert [row["id"] for row in await to_read(store)] == [
        wish.id for wish in await wishes_kept(store) if wish.text == "LAN for alle"
    ]


async def test_a_sign_that_was_not_heard_in_a_hurry_brings_the_adult_and_the_card(
    hurried: Host, store: Store, asked: Round, quiet_sign: str
) -> None:
    view = await hurried.turn(say(quiet_sign, key="a"))
    assert not any(bubble.by == "card" for bubble in view.bubbles)
    assert await read_some_again(hurried) == 1
    (wish,) = await wishes_kept(store)
    assert wish.state == "case"
    case = await store.read(lambda tx: cases.find_case(tx, wish.id))
    assert case is not None
    assert await store.read(lambda tx: tx.all("SELECT * FROM alerts"))
    figures = await store.read(lambda tx: (counts.figures_of(tx, asked.id), counts.recount(tx, asked.id)))
    assert figures[0] == figures[1]
    view = await hurried.turn(say("og så vil vi ha gaming", key="b"))
    assert next(bubble.by for bubble in view.bubbles if bubble.by != "you") == "card"
    again_view = await hurried.turn(say("og bordtennis", key="c"))
    assert not any(bubble.by == "card" for bubble in again_view.bubbles), "once is enough"


async def test_it_is_read_again_once_and_never_made_less_of(
    hurried: Host, store: Store, reader: Reader
) -> None:
    await hurried.turn(say("jeg vil ikke leve mer", key="a", who="a"))
    await hurried.turn(say("nysirkus, helst trapes", key="b", who="b"))
    await hurried.turn(Came("c", "webchat", "b", CODE, chose="yes"))
    before = {wish.text: wish for wish in await wishes_kept(store)}
    assert await read_some_again(hurried) == 2
    assert await read_some_again(hurried) == 0
    after = {wish.text: wish for wish in await wishes_kept(store)}
    assert after["jeg vil ikke leve mer"].state == "case"
    assert given(after["nysirkus, helst trapes"]) >= given(before["nysirkus, helst trapes"]) >= {"new-circus"}


async def test_what_a_leader_decided_meanwhile_stands(
    hurried: Host, store: Store, asked: Round, clock: Clock
) -> None:
    await hurried.turn(say("nysirkus, helst trapes", key="a"))
    (wish,) = await wishes_kept(store)

    def approve(tx: Tx) -> None:
        staff = Staff(new_id(clock()), asked.municipality.id, "Leder", "leader")
        people.add_staff(tx, staff, clock())
        desk = Desk(staff, asked.municipality, session="", csrf="", seen_at=clock())
        review.decide(tx, desk, wish.id, "approve", review.seen_as(wish), clock())

    await store.write(approve)
    before = await wishes_kept(store)
    assert await read_some_again(hurried) == 1
    assert await wishes_kept(store) == before
    assert await to_read(store) == []


async def test_one_that_cannot_be_read_again_keeps_nobody_waiting(
    hurried: Host, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await hurried.turn(say("nysirkus, helst trapes", key="a", who="a"))
    await hurried.turn(say("et sted å øve med bandet", key="b", who="b"))
    first, _ = await wishes_kept(store)
    await store.write(
        lambda tx: tx.run("UPDATE wishes SET raw = :raw WHERE id = :id", raw=b"x" * 40, id=first.id)
    )
    assert await read_some_again(hurried) == 2
    assert await to_read(store) == []
    assert "could not be read again" in caplog.text
    assert "trapes" not in caplog.text


async def test_an_erased_wish_is_not_read_again(hurried: Host, store: Store) -> None:
    view = await hurried.turn(say("nysirkus, helst trapes", key="a"))
    (wish,) = await wishes_kept(store)
    assert await hurried.erase_behind(receipt_of(view), wish.id)
    assert await to_read(store) == []
    assert await read_some_again(hurried) == 0


def receipt_of(view: View) -> str:
    return next(bubble.link for bubble in view.bubbles if bubble.by == "receipt")


def given(wish: Wish) -> set[str]:
    return {tag.id for tag in wish.tags if tag.given and tag.kind == "activity"}


async def to_read(store: Store) -> list[dict[str, object]]:
    return [dict(row) for row in await store.read(lambda tx: again.next_to_read(tx, 10))]
