"""What only SQLite's door promises: its settings, its file, and the commits that many share."""

from __future__ import annotations

import asyncio
import os
import stat
from contextlib import suppress

import pytest

from collector.store.front import AlreadyThere, StoreBroken, StoreProblem, Tx, Work
from collector.store.schema import Change
from tests.store.things import PATIENCE, Database, Gate, add, how_many, keys

ORPHANS = Change(
    1,
    "orphans",
    (
        "CREATE TABLE things (key TEXT PRIMARY KEY)",
        "CREATE TABLE orphans (key TEXT REFERENCES things (key) DEFERRABLE INITIALLY DEFERRED)",
    ),
)
AFTER_THE_ROOTS = 6 * 4096  # bytes: the schema and where each table begins
IN_FORCE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}


def settings(tx: Tx) -> dict[str, object]:
    return {name: next(iter((tx.one(f"PRAGMA {name}") or {}).values())) for name in IN_FORCE}


async def test_the_settings_are_in_force_on_the_writer_and_on_every_reader(sqlite: Database) -> None:
    store = sqlite.open()
    gates = [Gate() for _ in range(4)]

    def held(gate: Gate) -> Work[dict[str, object]]:
        def work(tx: Tx) -> dict[str, object]:
            gate.hold(tx)
            return settings(tx)

        return work

    assert await store.write(settings) == IN_FORCE
    reading = [asyncio.ensure_future(store.read(held(gate))) for gate in gates]
    for gate in gates:  # so that all four readers are open at once
        await asyncio.to_thread(gate.entered.wait, PATIENCE)
    for gate in gates:
        gate.opened.set()
    assert await asyncio.gather(*reading) == [IN_FORCE] * 4
    store.close()


async def test_nobody_else_on_the_machine_may_read_the_file(sqlite: Database) -> None:
    before = os.umask(0o022)
    try:
        store = sqlite.open()
        await store.write(add("a"))
        files = list(sqlite.path.parent.glob("ekko.db*"))
        assert len(files) == 3
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        store.close()
    finally:
        os.umask(before)


async def test_closing_leaves_one_file(sqlite: Database) -> None:
    store = sqlite.open()
    await store.write(add("a"))
    await store.read(keys)
    store.close()
    assert [file.name for file in sqlite.path.parent.glob("ekko.db*")] == ["ekko.db"]


async def test_what_is_erased_is_not_in_the_file_any_more(sqlite: Database) -> None:
    store = sqlite.open()
    await store.write(add("a", words="kanarifugl"))
    await store.write(lambda tx: tx.run("DELETE FROM things"))
    store.close()
    assert b"kanarifugl" not in sqlite.path.read_bytes()


async def test_when_the_shared_commit_fails_nobody_is_told_that_theirs_was_kept(sqlite: Database) -> None:
    """Also not "kept before": the neighbour who kept it before is undone, too."""
    store = sqlite.open(ORPHANS)
    gate = Gate()
    held = asyncio.ensure_future(store.write(gate.hold))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    works = (add("a"), add("a"), lambda tx: tx.run("INSERT INTO orphans (key) VALUES ('nobody')"))
    waiting = [asyncio.ensure_future(store.write(work)) for work in works]
    await asyncio.sleep(0)
    gate.opened.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreProblem] * 3
    assert len({id(answer) for answer in answers}) == 3
    await held
    await store.write(add("a"))
    assert await store.read(keys) == ["a"]
    store.close()


async def test_within_one_shared_commit_a_second_copy_is_kept_before(sqlite: Database) -> None:
    store = sqlite.open()
    gate = Gate()
    held = asyncio.ensure_future(store.write(gate.hold))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    waiting = [asyncio.ensure_future(store.write(add("a"))) for _ in range(3)]
    await asyncio.sleep(0)
    gate.opened.set()
    answers = await asyncio.gather(held, *waiting, return_exceptions=True)
    assert [type(answer) for answer in answers[2:]] == [AlreadyThere, AlreadyThere]
    assert await store.read(how_many) == 1
    store.close()


def test_a_caller_whose_loop_is_gone_does_not_stop_the_next(sqlite: Database) -> None:
    store = sqlite.open()
    gate = Gate()

    async def ask_and_leave() -> None:
        asking = asyncio.ensure_future(store.write(gate.hold))
        await asyncio.to_thread(gate.entered.wait, PATIENCE)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking

    asyncio.run(ask_and_leave())
    gate.opened.set()
    asyncio.run(asyncio.wait_for(store.write(add("a")), PATIENCE))
    assert asyncio.run(store.read(keys)) == ["a"]
    store.close()


async def test_a_caller_who_stopped_waiting_does_not_disturb_the_others(sqlite: Database) -> None:
    store = sqlite.open()
    gate = Gate()
    held = asyncio.ensure_future(store.write(gate.hold))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    waiting = [asyncio.ensure_future(store.write(add(key))) for key in "abc"]
    await asyncio.sleep(0)
    waiting[1].cancel()
    gate.opened.set()
    await asyncio.gather(held, waiting[0], waiting[2])
    assert {"a", "c"} <= set(await store.read(keys))
    store.close()


def test_a_file_that_is_no_database_is_refused_in_words(sqlite: Database) -> None:
    sqlite.path.write_bytes(b"not a database at all " * 500)
    with pytest.raises(StoreBroken, match="damaged or no database"):
        sqlite.open()


async def test_a_damaged_page_is_told_as_damage_and_not_as_data(sqlite: Database) -> None:
    store = sqlite.open()
    await store.write(lambda tx: [add(f"{n:03}", words="x" * 900)(tx) for n in range(100)])
    store.close()
    pages = bytearray(sqlite.path.read_bytes())
    pages[AFTER_THE_ROOTS:] = b"\xff" * len(pages[AFTER_THE_ROOTS:])
    sqlite.path.write_bytes(pages)
    store = sqlite.open()
    with pytest.raises(StoreBroken, match="damaged"):
        await store.read(lambda tx: tx.all("SELECT * FROM things"))
    store.close()
