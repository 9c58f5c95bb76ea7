"""Power, disk, rights and locks: what was answered stays, what was not is told."""

from __future__ import annotations

import asyncio
import json
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collector.store.front import Store, StoreBroken, StoreBusy
from tests.store.process import start
from tests.store.things import PATIENCE, Database, add, keys


def hear(what: str, url: str) -> dict[str, Any]:
    """Run another process to its end and hear what it saw."""
    out, err = start(what, url).communicate(timeout=PATIENCE * 2)
    assert err == ""
    seen: dict[str, Any] = json.loads(out)
    return seen


async def test_what_was_answered_survives_kill_9(database: Database) -> None:
    database.open().close()
    other = start("write_and_die", database.url)
    out, _ = await asyncio.to_thread(other.communicate, timeout=PATIENCE)
    assert other.returncode == -signal.SIGKILL
    answered = out.split()
    assert len(answered) == 20
    store = database.open()
    assert set(answered) <= set(await store.read(keys))
    await store.write(add("after"))
    store.close()


def test_a_full_disk_is_told_to_whom_it_struck_and_the_rest_stays_whole(sqlite: Database) -> None:
    seen = hear("fill_the_disk", sqlite.url)
    assert "disk is full" in seen["problem"]
    assert 5 < len(seen["answered"]) < 30
    assert seen["reading_works"]
    assert seen["kept"] == [*seen["answered"], "after"]
    assert seen["check"] == {"integrity_check": "ok"}


@pytest.fixture
def others_folder() -> Iterator[Path]:
    """A folder that everybody may look into and only its owner may change."""
    with tempfile.TemporaryDirectory(prefix="ekko-read-only-") as name:
        folder = Path(name)
        yield folder
        folder.chmod(0o700)


@pytest.mark.parametrize("made_before", [True, False])
def test_a_folder_that_cannot_be_written_is_refused_at_opening(
    others_folder: Path, made_before: bool
) -> None:
    database = Database(f"sqlite://{others_folder}/ekko.db")
    if made_before:
        database.open().close()
        database.path.chmod(0o444)
    others_folder.chmod(0o555)
    seen = hear("open_without_rights", database.url)
    assert seen["kind"] == "StoreBroken"
    assert "EKKO_DATABASE" in seen["refused"]
    assert ".env.example" in seen["refused"]


async def spoil(database: Database) -> None:
    """Fill a database and turn bits in the middle of it, where nothing is read at a start."""
    store = database.open()
    for n in range(60):
        await store.write(add(f"{n:02}", words="ord " * 400, body=b"x" * 3000))
    store.close()
    content = bytearray(database.path.read_bytes())
    for place in range(len(content) // 2, len(content) * 3 // 4, 512):
        content[place] ^= 0x55
    database.path.write_bytes(content)


async def test_turned_bits_are_found_when_the_file_is_looked_through_and_nothing_more_is_kept(
    sqlite: Database,
) -> None:
    await spoil(sqlite)
    store = sqlite.open()
    await store.write(add("before anybody looked"))
    await store.check(at_most=1000)
    with pytest.raises(StoreBroken, match="ekko restore"):
        await store.check()
    with pytest.raises(StoreBroken, match="damaged"):
        await store.write(add("after"))
    store.close()


async def test_a_whole_file_is_found_to_be_whole_and_goes_on_taking(store: Store) -> None:
    await store.write(add("a"))
    await store.check()
    await store.write(add("b"))
    assert await store.read(keys) == ["a", "b"]


async def test_while_another_holds_the_file_the_caller_is_told_and_nothing_is_kept(sqlite: Database) -> None:
    store = sqlite.open(patience=0.05)
    other = start("hold_the_file", sqlite.url)
    assert other.stdout is not None
    assert await asyncio.to_thread(other.stdout.readline)
    with pytest.raises(StoreBusy):
        await store.write(add("a"))
    assert await store.read(keys) == []
    await asyncio.to_thread(other.communicate, "let go\n", timeout=PATIENCE)
    await store.write(add("b"))
    assert await store.read(keys) == ["b"]
    store.close()
