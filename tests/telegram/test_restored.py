"""What somebody took back on Telegram stays taken back when an older copy of the database is brought in."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.lines import TalkLines
from collector.keeping.journal import journals_in, open_journal, read_journals
from collector.keeping.remembering import Remembering
from collector.keeping.replaying import replay
from collector.model import Round
from collector.sealing import Seal
from collector.store import links, retention, talks
from collector.store.front import Row, Store
from collector.store.sqlite import SqliteStore
from tests.bot.fields import wishes_kept
from tests.conftest import Clock
from tests.telegram.fake_api import FakeApi
from tests.telegram.office import Office
from tests.telegram.people import YOUTH, Phone

YoungBot = Callable[[], Any]
BringBack = Callable[[], Awaitable[Store]]


@pytest.fixture
def store(tmp_path: Path, seal: Seal, clock: Clock) -> Iterator[Store]:
    """A store that remembers what it erases, as the program's own does."""
    store = Remembering(SqliteStore(tmp_path / "ekko.db"), open_journal(tmp_path, seal), clock)
    yield store  # type: ignore[misc]  # it is one by what it does
    store.close()


@pytest_asyncio.fixture
async def old_copy(tmp_path: Path, seal: Seal, clock: Clock) -> AsyncIterator[BringBack]:
    """Copy what is kept when first called; when called again, bring that copy back as `ekko restore` does."""
    open_stores: list[SqliteStore] = []

    async def copy_or_bring_back() -> SqliteStore | None:
        copied = tmp_path / "old" / "ekko.db"
        if not copied.exists():
            copied.parent.mkdir()
            with sqlite3.connect(tmp_path / "ekko.db") as now, sqlite3.connect(copied) as then:
                now.backup(then)
            clock.now += 1
            return None
        brought = SqliteStore(copied)
        open_stores.append(brought)
        remembered = read_journals(journals_in(tmp_path), seal)
        await brought.write(lambda tx: replay(tx, remembered, TalkLines(seal)))
        return brought

    yield copy_or_bring_back  # type: ignore[misc]
    for each in open_stores:
        each.close()


async def rows(store: Store, sql: str) -> list[Row]:
    return await store.read(lambda tx: tx.all(sql))


async def test_a_leader_who_unlinked_herself_stays_unlinked(
    office: Office, old_copy: BringBack, api: FakeApi, leader: Phone, staff_bot: Callable[[], Any]
) -> None:
    desk = await office.hires()
    await office.links(desk, leader.chat)
    await old_copy()
    async with staff_bot():
        await leader.hears("/stop")
    assert await office.linked() == 0
    assert await rows(await old_copy(), "SELECT staff_id FROM staff_telegram") == []


async def test_who_unlinked_on_the_page_stays_so_and_who_linked_anew_is_linked(
    office: Office, old_copy: BringBack, leader: Phone, bo: Phone
) -> None:
    ended, anew = await office.hires(), await office.hires()
    await office.links(ended, leader.chat)
    await office.links(anew, bo.chat)
    for desk in (ended, anew):
        await office.store.write(lambda tx, who=desk.staff.id: links.unlink_staff(tx, who))  # type: ignore[misc]
    office.clock.now += 1
    await office.links(anew, bo.chat)
    await office.links(ended, leader.chat)
    await old_copy()
    await office.store.write(lambda tx: links.unlink_staff(tx, ended.staff.id))
    linked = await rows(await old_copy(), "SELECT staff_id FROM staff_telegram")
    assert [row["staff_id"] for row in linked] == [anew.staff.id]


async def test_a_phone_that_another_took_the_place_of_hears_nothing_again(
    office: Office, old_copy: BringBack, leader: Phone, bo: Phone
) -> None:
    desk = await office.hires()
    await office.links(desk, leader.chat)
    await old_copy()
    await office.links(desk, bo.chat)
    assert await rows(await old_copy(), "SELECT staff_id FROM staff_telegram") == []


async def test_a_wish_erased_by_telegram_stays_erased(
    polled_bot: YoungBot, ada: Phone, store: Store, old_copy: BringBack, asked: Round
) -> None:
    async with polled_bot():
        await ada.hears("gaming hver dag")
        await old_copy()
        await ada.hears("/slett")
        await ada.taps("Ja, slett")
        await ada.has("borte for godt")
    brought = await old_copy()
    assert await wishes_kept(brought) == []
    assert b"gaming hver dag" not in b"".join(
        row["state"] for row in await rows(brought, "SELECT state FROM talks")
    )


async def test_a_yes_that_was_taken_back_stays_taken_back(
    polled_bot: YoungBot, ada: Phone, store: Store, old_copy: BringBack, api: FakeApi, asked: Round
) -> None:
    await store.write(lambda tx: tx.run("UPDATE rounds SET asks = ''"))
    async with polled_bot():
        await ada.gets_after(ada.writes("gaming hver dag"))
        await ada.gets_after(ada.taps("Ja, det stemmer"))
        await ada.gets_after(ada.taps("Ja, det er greit"))
        await ada.gets_after(ada.taps("Nei, det var alt"))
        await ada.gets_after(ada.taps("Ja, det er greit"))
        await old_copy()
        for label in ("Ikke lær av det jeg skrev", "Ikke vis det til andre"):
            await ada.hears("/mine")
            await ada.gets_after(ada.taps(label))
        await api.until_acknowledged(YOUTH)
    brought = await old_copy()
    assert [row["may_learn"] for row in await rows(brought, "SELECT may_learn FROM talks")] == [0]
    assert [row["may_show"] for row in await rows(brought, "SELECT may_show FROM wishes")] == [0]


async def test_a_yes_that_was_said_after_a_no_stands(
    polled_bot: YoungBot, ada: Phone, store: Store, old_copy: BringBack, api: FakeApi, asked: Round
) -> None:
    await store.write(lambda tx: tx.run("UPDATE rounds SET asks = ''"))
    async with polled_bot():
        await ada.gets_after(ada.writes("gaming hver dag"))
        await ada.gets_after(ada.taps("Ja, det stemmer"))
        await ada.gets_after(ada.taps("Ja, det er greit"))
        await ada.hears("/mine")
        await ada.gets_after(ada.taps("Ikke vis det til andre"))
        await ada.gets_after(ada.writes("dans på fredager"))
        await store.write(lambda tx: tx.run("UPDATE wishes SET may_show = 1"))  # she said yes to it again
        await api.until_acknowledged(YOUTH)
    await old_copy()
    assert {row["may_show"] for row in await rows(await old_copy(), "SELECT may_show FROM wishes")} == {1}


async def test_a_yes_to_learning_that_was_said_after_a_no_stands(
    polled_bot: YoungBot, ada: Phone, store: Store, old_copy: BringBack, asked: Round
) -> None:
    async def says(may: bool) -> None:
        (row,) = await rows(store, "SELECT id FROM talks")
        await store.write(lambda tx: talks.let_learn(tx, row["id"], may))

    async with polled_bot():
        await ada.hears("gaming hver dag")
        for may in (True, False):
            await says(may)
        await ada.hears("dans på fredager")
        await says(True)
    await old_copy()
    assert [row["may_learn"] for row in await rows(await old_copy(), "SELECT may_learn FROM talks")] == [1]


async def erased_where_to_answer(store: Store, clock: Clock) -> None:
    """The clock's work: nobody will answer her any more."""
    await store.write(
        lambda tx: [retention.erase_handle(tx, row["id"]) for row in tx.all("SELECT id FROM talks")]
    )
    clock.now += 1


async def test_where_to_answer_that_had_its_time_stays_erased(
    polled_bot: YoungBot, ada: Phone, store: Store, clock: Clock, old_copy: BringBack, asked: Round
) -> None:
    async with polled_bot():
        await ada.hears("gaming hver dag")
    await old_copy()
    await erased_where_to_answer(store, clock)
    assert [row["handle"] for row in await rows(await old_copy(), "SELECT handle FROM talks")] == [None]


async def test_whoever_wrote_again_after_that_is_answered_all_the_same(
    polled_bot: YoungBot, ada: Phone, store: Store, clock: Clock, old_copy: BringBack, asked: Round
) -> None:
    async with polled_bot():
        await ada.hears("gaming hver dag")
        await erased_where_to_answer(store, clock)
        await ada.hears("dans på fredager")
    await old_copy()
    (row,) = await rows(await old_copy(), "SELECT handle FROM talks")
    assert row["handle"] is not None
