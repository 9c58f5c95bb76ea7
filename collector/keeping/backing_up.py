"""Makes a backup: one picture of everything, sealed on its way to the disk, read back before anybody is told.

One rule: until it was read back whole it has no name that a restore would take, and no older one goes for it.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from collector.keeping.copying import Contents, Tell, pour_in, pour_out
from collector.keeping.envelope import BackupBroken, Sealer, make_head, open_lines, read_head
from collector.keeping.journal import sync
from collector.keeping.standing import installation_of, is_worth_one
from collector.sealing import Seal
from collector.store import rounds
from collector.store.front import Store, StoreProblem, Tx
from collector.store.health import schema_number

ENDING = ".backup"
FAILURES = {
    "missing": "The folder for backups is not there. Is its disk in place? Ekko does not make it by itself.",
    "unwritable": "The folder for backups cannot be written. Let the user that runs Ekko write there.",
    "full": "The disk for backups is full. Make room, or let fewer be kept (EKKO_BACKUPS_KEPT).",
    "empty": "There is nothing to back up: no municipality is kept here. Is EKKO_DATABASE the right one?",
    "unread": "The backup could not be read back whole, so it does not count. Is its disk damaged?",
    "busy": "Another backup is being made in this folder. Wait until it is done.",
    "store": "The database could not be read to its end. Look at what is said about it, and try again.",
}
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


class BackupFailed(Exception):
    """No backup was made; `why` is one of FAILURES, and every older one is left as it was."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{FAILURES[why]} No backup was made now; the older ones are as they were.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read back whole."""

    path: Path
    contents: Contents
    size: int
    dropped: int


async def back_up(
    store: Store, seal: Seal, folder: Path, now: int, kept: int, about: dict[str, Any], tell: Tell
) -> Backup:
    """Make one, read it back, give it its name and drop the oldest beyond those to be kept."""
    try:
        found = await store.read(installation_of)
        with _alone(folder, found) as part:
            made = await store.read(partial(_write, seal, part, now, about, tell))
            if _read_back(seal, part) != made:
                raise BackupFailed("unread")
            path = _give_name(part, folder, found, now)
            return Backup(path, made, path.stat().st_size, _drop_oldest(path, found, kept))
    except OSError as error:
        raise BackupFailed(_why(error)) from None
    except BackupBroken:
        raise BackupFailed("unread") from None
    except StoreProblem:
        raise BackupFailed("store") from None


def backups_in(folder: Path, installation: str) -> list[Path]:
    """List the backups of one installation, the oldest first."""
    return sorted(folder.glob(f"ekko-{installation[:8]}-*{ENDING}"))


@contextmanager
def _alone(folder: Path, installation: str) -> Iterator[Path]:
    """Hold a folder so that no other backup writes there, and leave no unfinished one behind."""
    if not folder.is_dir():
        raise BackupFailed("missing")
    part = folder / f".ekko-{installation[:8]}.part"
    with (folder / f".ekko-{installation[:8]}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed("busy") from None
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)


def _write(seal: Seal, part: Path, now: int, about: dict[str, Any], tell: Tell, tx: Tx) -> Contents:
    """Write everything, from the beginning also where the store has to do its work over."""
    if not is_worth_one(tx):
        raise BackupFailed("empty")
    names = [each.name for each in rounds.municipalities(tx)]
    head = make_head(seal, schema_number(tx), installation_of(tx), now)
    with _private(part) as file:
        sealer = Sealer(file, seal, head)
        contents = pour_out(tx, sealer.write, {"municipalities": names, **about}, tell)
        sealer.finish()
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return contents


def _private(part: Path) -> BinaryIO:
    part.unlink(missing_ok=True)
    return os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _read_back(seal: Seal, part: Path) -> Contents:
    with part.open("rb") as file:
        return pour_in(open_lines(file, seal, read_head(file)), lambda page: None)


def _give_name(part: Path, folder: Path, installation: str, now: int) -> Path:
    when = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    path = folder / f"ekko-{installation[:8]}-{when}{ENDING}"
    part.rename(path)
    sync(folder)
    return path


def _drop_oldest(made: Path, installation: str, kept: int) -> int:
    """Drop those that need not be kept, but never the one that was just read back."""
    going = [each for each in surplus(backups_in(made.parent, installation), kept) if each != made]
    for each in going:
        each.unlink()
    return len(going)


def surplus(backups: list[Path], kept: int) -> list[Path]:
    """Name those that may go: all but the newest so many, and the last one of each of so many days.

    >>> days, hours = ("01", "02", "03"), ("01", "02")
    >>> names = [Path(f"ekko-0-{day}T{hour}0000Z.backup") for day in days for hour in hours]
    >>> [each.stem for each in surplus(names, 2)]
    ['ekko-0-01T010000Z', 'ekko-0-01T020000Z', 'ekko-0-02T010000Z']
    """
    last_of_day = {each.name.rpartition("T")[0]: each for each in backups}
    days = sorted(last_of_day)[-kept:]
    stay = {*backups[-kept:], *(last_of_day[day] for day in days)}
    return [each for each in backups if each not in stay]


def _why(error: OSError) -> str:
    if error.errno in FULL:
        return "full"
    return "unwritable" if error.errno in UNWRITABLE else "missing"
