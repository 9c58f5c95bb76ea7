"""What is erased leaves every file of SQLite's, the log beside the database too, while Ekko runs on."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from collector.store.front import Store, Tx
from collector.store.sqlite import SqliteStore
from tests.store.things import PATIENCE, THINGS, Database, Gate, add, how_many, keys

CANARY = "kanarifugl"


def is_in_a_file(folder: Path) -> bool:
    """Look for the canary in every byte of a data folder, however its letters were written."""
    return any(CANARY.encode() in file.read_bytes().lower() for file in folder.rglob("*") if file.is_file())


def drop_all(tx: Tx) -> None:
    tx.run("DELETE FROM things")


def drop(key: str, tx: Tx) -> None:
    tx.run("DELETE FROM things WHERE key = :key", key=key)


async def gone_from(folder: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while is_in_a_file(folder):  # noqa: ASYNC110 (nobody tells when a file changes)
            await asyncio.sleep(0.01)


async def test_a_work_that_erases_is_kept_on_either_engine(store: Store) -> None:
    await store.write(add("a"))
    assert await store.write(lambda tx: (drop_all(tx), how_many(tx))[1], erases=True) == 0
    assert await store.read(keys) == []


async def test_what_was_erased_is_in_no_file_when_the_caller_is_answered(sqlite: Database) -> None:
    store = sqlite.open()
    await store.write(add("a", words=CANARY.upper()))
    assert is_in_a_file(sqlite.path.parent)
    await store.write(drop_all, erases=True)
    assert not is_in_a_file(sqlite.path.parent)
    store.close()


@pytest.mark.parametrize("size", [20, 300, 3000, 9000])
async def test_it_is_gone_also_where_many_lay_close_together(sqlite: Database, size: int) -> None:
    store = sqlite.open()
    words = {f"{n:03}": "x" * (n * 37 % size) for n in range(200)}
    for key, filling in words.items():
        mark = f"{CANARY} {filling}" if int(key) % 3 else f"annet {filling}"
        await store.write(add(key, words=mark))
    for key in words:
        if int(key) % 3:
            await store.write(partial(drop, key), erases=True)
    assert not is_in_a_file(sqlite.path.parent)
    assert await store.read(how_many) == 67
    store.close()


async def test_somebody_who_reads_holds_up_neither_the_caller_nor_for_long_the_erasing(
    sqlite: Database,
) -> None:
    store = sqlite.open()
    gate = Gate()
    await store.write(add("a", words=CANARY))

    def look(tx: Tx) -> None:
        how_many(tx)
        gate.hold(tx)

    looking = asyncio.ensure_future(store.read(look))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    await asyncio.wait_for(store.write(drop_all, erases=True), PATIENCE)
    assert is_in_a_file(sqlite.path.parent), "the reader's picture still needs it"
    await asyncio.wait_for(store.write(add("b")), PATIENCE)
    gate.opened.set()
    await looking
    await gone_from(sqlite.path.parent)
    store.close()


async def test_what_a_kill_left_in_the_log_is_gone_when_ekko_has_started_again(
    sqlite: Database, tmp_path: Path
) -> None:
    store = sqlite.open()
    await store.write(add("a", words=CANARY))
    await store.write(drop_all)  # committed, and then the power goes before the log is emptied
    after = tmp_path / "after"
    after.mkdir()
    for file in sqlite.path.parent.glob("ekko.db*"):
        shutil.copy(file, after)
    store.close()
    assert is_in_a_file(after)
    again = SqliteStore(after / "ekko.db", (THINGS,), PATIENCE)
    assert await again.read(keys) == []
    await gone_from(after)
    again.close()


async def test_a_file_is_built_anew_in_a_quiet_hour_with_little_memory(sqlite: Database) -> None:
    store = sqlite.open()
    for first in range(0, 40, 10):
        await store.write(lambda tx, first=first: [put(tx, first + n) for n in range(10)])  # type: ignore[misc]
    store.close()
    tidying = (sys.executable, "-c", TIDYING, str(sqlite.path))
    took = int(await asyncio.to_thread(subprocess.check_output, tidying))
    assert took < sqlite.path.stat().st_size / 2
    assert {file.name for file in sqlite.path.parent.iterdir()} == {sqlite.path.name}


def put(tx: Tx, n: int) -> None:
    add(str(n), body=bytes(1024 * 1024))(tx)


TIDYING = """
import asyncio, re, sys
from pathlib import Path
from collector.store.sqlite import SqliteStore
from tests.store.things import THINGS

most = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
store = SqliteStore(Path(sys.argv[1]), (THINGS,))
before = most()
asyncio.run(store.tidy())
print(most() - before)
store.close()
"""
