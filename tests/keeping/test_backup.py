"""A backup: whole, sealed, from a store that goes on, and loud where there is none."""

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from collector.keeping import backing_up
from collector.keeping.backing_up import BackupFailed, backups_in
from collector.keeping.copying import Contents, Page, pour_in
from collector.keeping.envelope import BackupBroken, Head, Sealer, _pieces, make_head, open_lines, read_head
from collector.keeping.standing import TOO_OLD, Standing, installation_of
from collector.sealing import KeyProblem, Seal
from collector.store.front import Store
from collector.store.keys import check_key
from collector.store.schema import CHANGES
from collector.store.sqlite import SqliteStore
from collector.store.tables import tables
from tests.both_engines import store
from tests.keeping.village import CANARY, NOW, holds, village, wishes_in

__all__ = ["store"]
ROOT = Path(__file__).parents[2]


def read(path: Path, seal: Seal) -> tuple[Head, Contents, list[Page]]:
    pages: list[Page] = []
    with path.open("rb") as file:
        head = read_head(file)
        return head, pour_in(open_lines(file, seal, head), pages.append), pages


def names_in(folder: Path) -> list[str]:
    """What lies there, but for the lock, which holds nothing."""
    return sorted(each.name for each in folder.iterdir() if each.suffix != ".lock")


async def test_a_backup_holds_every_row_and_nothing_of_it_in_the_clear(
    store: Store, seal: Seal, data: Path, backups: Path
) -> None:
    ours = village(store, seal, data)
    ids = await ours.settle(wishes=7)
    made = await ours.back_up(backups)
    head, contents, pages = read(made.path, seal)
    assert (head.schema, head.made_at) == (CHANGES[-1].number, NOW)
    assert head.installation == await store.read(installation_of)
    assert contents == made.contents
    assert contents.rows["wishes"] == 7
    found = [dict(zip(page.columns, row, strict=True)) for page in pages for row in page.rows]
    assert [row["id"] for row in found if CANARY in str(row.get("text"))] == ids
    for word in (CANARY, "Eksempelvik", "glad-elg", *ids):
        assert not holds(backups, word)
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_the_list_of_tables_is_that_of_a_real_database(tmp_path: Path) -> None:
    import sqlite3

    SqliteStore(tmp_path / "ekko.db").close()
    with sqlite3.connect(tmp_path / "ekko.db") as db:
        real = {
            name: tuple(
                column
                for _, column, _, _, _, place in sorted(
                    db.execute(f"PRAGMA table_info({name})"), key=lambda each: each[5]
                )
                if place
            )
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "schema_changes"
        }
    db.close()
    assert {each.name: each.key for each in tables()} == real


async def test_wishes_go_on_coming_in_while_a_backup_is_made(seal: Seal, data: Path, backups: Path) -> None:
    store = SqliteStore(data / "ekko.db")
    ours = village(store, seal, data)
    before = await ours.settle(wishes=3)
    loop, met = asyncio.get_running_loop(), []

    def tell(done: int, whole: int) -> None:
        if not met:
            met.append(done)
            coming = asyncio.run_coroutine_threadsafe(ours.erase(before[0]), loop)
            assert coming.result(30), "an erasure waits for no backup"

    made = await backing_up.back_up(store, seal, backups, NOW, 30, {}, tell)
    assert made.contents.rows["wishes"] == 3, "the picture is that of the beginning"
    assert await wishes_in(store) == before[1:]
    store.close()


async def test_the_newest_are_kept_and_never_less_than_the_good_one(
    store: Store, seal: Seal, data: Path, backups: Path
) -> None:
    ours = village(store, seal, data)
    await ours.settle(wishes=1)
    (backups / "ekko-00000000-20200101T000000Z.backup").write_text("another installation's")
    for day in range(4):
        made = await ours.back_up(backups, NOW + day * 86_400_000, kept=2)
    mine = backups_in(backups, await store.read(installation_of))
    assert mine[-1] == made.path
    assert len(mine) == 2
    back = await ours.back_up(backups, NOW - 86_400_000, kept=1)  # a clock that was set back
    assert back.path in backups_in(backups, await store.read(installation_of))
    assert (backups / "ekko-00000000-20200101T000000Z.backup").exists()


async def test_of_many_in_a_day_the_newest_stay_and_the_last_of_each_day_before(
    store: Store, seal: Seal, data: Path, backups: Path
) -> None:
    ours = village(store, seal, data)
    await ours.settle(wishes=1)
    hour = 3_600_000
    made = [await ours.back_up(backups, NOW + n * 8 * hour, kept=2) for n in range(7)]
    stay = backups_in(backups, await store.read(installation_of))
    assert stay == [made[n].path for n in (4, 5, 6)]


async def failing(ours: object, folder: Path) -> str:
    with pytest.raises(BackupFailed, match="No backup was made now") as failed:
        await ours.back_up(folder)  # type: ignore[attr-defined]
    return failed.value.why


async def test_a_folder_that_is_not_there_is_said_and_not_made(
    store: Store, seal: Seal, data: Path, tmp_path: Path
) -> None:
    ours = village(store, seal, data)
    await ours.settle(wishes=1)
    assert await failing(ours, tmp_path / "unplugged") == "missing"
    assert not (tmp_path / "unplugged").exists()


async def test_a_database_that_holds_nothing_is_no_backup(
    store: Store, seal: Seal, data: Path, backups: Path
) -> None:
    ours = village(store, seal, data)
    await store.write(lambda tx: check_key(tx, seal))
    assert await failing(ours, backups) == "empty"
    assert backups_in(backups, await store.read(installation_of)) == []


async def test_two_backups_at_once_do_not_write_over_each_other(
    store: Store, seal: Seal, data: Path, backups: Path
) -> None:
    ours = village(store, seal, data)
    await ours.settle(wishes=1)
    installation = await store.read(installation_of)
    with (backups / f".ekko-{installation[:8]}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert await failing(ours, backups) == "busy"
    await ours.back_up(backups)


async def test_a_backup_that_cannot_be_read_back_does_not_count_and_the_last_good_one_stays(
    seal: Seal, data: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(data / "ekko.db")
    ours = village(store, seal, data)
    await ours.settle(wishes=2)
    good = await ours.back_up(backups)
    write = Sealer.finish

    def lose_the_end(self: Sealer) -> None:
        write(self)
        self._file.flush()
        os.truncate(self._file.fileno(), self._file.tell() - 1)

    monkeypatch.setattr(Sealer, "finish", lose_the_end)
    assert await failing(ours, backups) == "unread"
    assert names_in(backups) == [good.path.name]
    store.close()


FULL = """
import asyncio, resource, sys
from pathlib import Path
from collector.keeping.backing_up import BackupFailed
from collector.sealing import Seal
from collector.store.sqlite import SqliteStore
from tests.keeping.village import village

async def main(data, backups):
    store, seal = SqliteStore(data / "ekko.db"), Seal(bytes(range(32)))
    ours = village(store, seal, data)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
    try:
        await ours.back_up(backups)
    except BackupFailed as failed:
        print(failed.why)
    store.close()

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


async def test_a_full_disk_is_said_and_leaves_nothing_half_kept(
    seal: Seal, data: Path, backups: Path
) -> None:
    store = SqliteStore(data / "ekko.db")
    ours = village(store, seal, data)
    await ours.settle(wishes=40)
    store.close()
    command = (sys.executable, "-c", FULL, str(data), str(backups))
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("full", "")
    assert names_in(backups) == []


DYING = """
import asyncio, os, signal, sys
from pathlib import Path
from collector.keeping import backing_up
from collector.sealing import Seal
from collector.store.sqlite import SqliteStore

def die(done, whole):
    if done > whole / 2:
        os.kill(os.getpid(), signal.SIGKILL)

async def main(data, backups):
    store = SqliteStore(data / "ekko.db")
    await backing_up.back_up(store, Seal(bytes(range(32))), backups, 1, 30, {}, die)

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


async def test_kill_9_in_the_middle_leaves_no_plain_copy_and_the_next_one_is_made(
    seal: Seal, data: Path, backups: Path
) -> None:
    store = SqliteStore(data / "ekko.db")
    ours = village(store, seal, data)
    await ours.settle(wishes=40)
    command = (sys.executable, "-c", DYING, str(data), str(backups))
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert not holds(backups)
    assert {name.split("-")[0] for name in names_in(data)} == {"ekko.db", "erasures"}
    assert backups_in(backups, await store.read(installation_of)) == []
    await ours.back_up(backups)
    assert [Path(name).suffix for name in names_in(backups)] == [".backup"]
    store.close()


# The envelope


def sealed(path: Path, seal: Seal, lines: int = 4000) -> Path:
    with path.open("wb") as file:
        sealer = Sealer(file, seal, make_head(seal, 6, "abc", NOW))
        for n in range(lines):
            sealer.write(os.urandom(800).hex().encode() + b"%d\n" % n)
        sealer.finish()
    return path


def pieces(path: Path) -> tuple[bytes, list[bytes]]:
    """The head, and each piece with its length."""
    written, found = path.read_bytes(), []
    place = written.index(b"\n", written.index(b"\n") + 1) + 1
    head = written[:place]
    while place < len(written):
        length = 4 + (int.from_bytes(written[place : place + 4], "big") & 0x7FFFFFFF)
        found.append(written[place : place + length])
        place += length
    return head, found


def flip(piece: bytes) -> bytes:
    return piece[:100] + bytes([piece[100] ^ 1]) + piece[101:]


HARM: dict[str, Callable[[bytes, list[bytes]], bytes]] = {
    "cut in the middle of a piece": lambda head, all_: (head + b"".join(all_))[:-7],
    "cut between two pieces": lambda head, all_: head + b"".join(all_[:-1]),
    "its first piece alone, marked as the last": lambda head, all_: (
        head + bytes([all_[0][0] | 0x80]) + all_[0][1:]
    ),
    "two pieces changed places": lambda head, all_: head + b"".join([all_[1], all_[0], *all_[2:]]),
    "a piece left out": lambda head, all_: head + b"".join(all_[1:]),
    "a bit flipped": lambda head, all_: head + b"".join([flip(all_[0]), *all_[1:]]),
    "a piece twice": lambda head, all_: head + b"".join([all_[0], *all_]),
    "something behind its end": lambda head, all_: head + b"".join(all_) + b"x",
    "another age on its outside": lambda head, all_: head.replace(b"179", b"178") + b"".join(all_),
    "nothing but its head": lambda head, all_: head,
}


@pytest.mark.parametrize("harm", HARM)
def test_a_file_that_was_harmed_is_refused(tmp_path: Path, seal: Seal, harm: str) -> None:
    path = sealed(tmp_path / "a.backup", seal)
    head, all_ = pieces(path)
    assert len(all_) > 2
    path.write_bytes(HARM[harm](head, all_))
    with path.open("rb") as file, pytest.raises(BackupBroken, match=r"Nothing was changed"):
        for _ in open_lines(file, seal, read_head(file)):
            pass


def test_a_piece_does_not_open_as_the_last_one_unless_it_was_sealed_as_that(
    tmp_path: Path, seal: Seal
) -> None:
    path = sealed(tmp_path / "a.backup", seal)
    path.write_bytes(HARM["its first piece alone, marked as the last"](*pieces(path)))
    with path.open("rb") as file, pytest.raises(BackupBroken):
        list(_pieces(file, seal, read_head(file)))


def test_two_backups_share_no_piece(tmp_path: Path, seal: Seal) -> None:
    one, other = sealed(tmp_path / "a", seal), sealed(tmp_path / "b", seal)
    head, _ = pieces(one)
    _, theirs = pieces(other)
    one.write_bytes(head + b"".join(theirs))
    with one.open("rb") as file, pytest.raises(BackupBroken):
        list(open_lines(file, seal, read_head(file)))


def test_another_key_is_told_apart_from_damage(tmp_path: Path, seal: Seal) -> None:
    path = sealed(tmp_path / "a.backup", seal, lines=1)
    with path.open("rb") as file, pytest.raises(KeyProblem, match="EKKO_KEY_FILE"):
        list(open_lines(file, Seal(b"\x01" * 32), read_head(file)))


@pytest.mark.parametrize("words", [b"", b"PK\x03\x04", b"ekko backup 1\n", b"ekko backup 2\n{}\n"])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, words: bytes) -> None:
    path = tmp_path / "a.backup"
    path.write_bytes(words)
    with path.open("rb") as file, pytest.raises(BackupBroken):
        read_head(file)


# How it stands


@pytest.mark.parametrize(
    ("made_at", "failed_at", "overdue", "failed"),
    [
        (None, None, True, False),
        (NOW, None, False, False),
        (NOW - TOO_OLD - 1, None, True, False),
        (NOW - 5, NOW, False, True),
        (NOW, NOW - 5, False, False),
        (None, NOW, True, True),
    ],
)
def test_who_should_worry_is_told(
    made_at: int | None, failed_at: int | None, overdue: bool, failed: bool
) -> None:
    found = Standing(made_at, failed_at, "full")
    assert (found.is_overdue(NOW), found.failed_last) == (overdue, failed)
