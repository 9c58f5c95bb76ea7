"""Remembers outside the database what was erased: ids and times alone, so that no old copy brings it back.

One rule: a line is on the disk before the erasure is committed. So the journal may name what could
after all not be erased just then, and never lacks what somebody was told is gone.
"""

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collector.sealing import Seal
from collector.store.erased import Erased
from collector.store.front import StoreFull

NAMES = "erasures-*.log"


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure: when, and what."""

    at: int
    erased: Erased


@dataclass(frozen=True, slots=True)
class Remembered:
    """What some journals hold between them; `unread` lines are damaged or another installation's."""

    lines: tuple[Line, ...]
    unread: int

    @property
    def last_at(self) -> int | None:
        """Tell when the last of them was."""
        return max((line.at for line in self.lines), default=None)

    def reaches(self, how_far: dict[str, Any]) -> bool:
        """Tell whether nothing is missing of what a backup knew of."""
        known = {_plain(line) for line in self.lines}
        return len(known) >= how_far.get("n", 0) and how_far.get("last", "") in {"", *known}


class Journal:
    """The list of one data folder, and its copy beside the backups."""

    def __init__(self, path: Path, seal: Seal, beside: Path | None = None) -> None:
        self.path = path
        self._seal = seal
        self._beside = beside

    def begin(self) -> None:
        """Let there be a journal from the first day, so that one that is missing was lost."""
        if not journals_in(self.path.parent):
            self.append([Erased("begun", secrets.token_hex(8))], 0)

    def append(self, erased: Iterable[Erased], now: int) -> None:
        """Write down what is erased; return when it is on the disk, or raise and let nothing be erased."""
        lines = [_sealed_line(self._seal, Line(now, each)) for each in erased]
        if not lines:
            return
        try:
            _append(self.path, "".join(lines).encode())
        except OSError:
            raise StoreFull(
                "The list of what was erased cannot be written in EKKO_DATA (see .env.example), so nothing "
                "was erased. Is the disk full, or may Ekko not write there?"
            ) from None

    def how_far(self) -> dict[str, Any]:
        """Tell how many erasures are remembered, and the last of them: a backup carries it."""
        known = {
            _plain(line): line.at for line in read_journals(journals_in(self.path.parent), self._seal).lines
        }
        return {"n": len(known), "last": max(known, key=lambda each: (known[each], each), default="")}

    def copy_beside(self) -> None:
        """Let the copy beside the backups be as long as this one."""
        if self._beside is not None:
            self.copy_to(self._beside)

    def copy_to(self, folder: Path) -> None:
        """Bring the copies in a folder up to date; what stands there already is only added to."""
        for each in journals_in(self.path.parent):
            _add_what_lacks(each, folder / each.name)


def journals_in(folder: Path) -> list[Path]:
    """List the journals in a folder: of a data folder that was brought back there may be several."""
    return sorted(folder.glob(NAMES))


def open_journal(data: Path, seal: Seal, beside: Path | None = None) -> Journal:
    """Open the journal of a data folder, under the name that it has or a new one."""
    own = journals_in(data)
    return Journal(own[0] if own else data / f"erasures-{secrets.token_hex(4)}.log", seal, beside)


def read_journals(paths: Iterable[Path], seal: Seal) -> Remembered:
    """Read every line that was written with this key; each erasure once, in the order of time."""
    lines: set[Line] = set()
    unread = 0
    for path in paths:
        found, bad = _read(path, seal)
        lines |= found
        unread += bad
    return Remembered(tuple(sorted(lines, key=lambda line: (line.at, line.erased))), unread)


def _read(path: Path, seal: Seal) -> tuple[set[Line], int]:
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return set(), 0
    *whole, _torn = written.split(b"\n")  # what a kill tore off was never committed
    found = [_opened_line(seal, line) for line in whole if line]
    return {line for line in found if line is not None}, sum(line is None for line in found)


def _plain(line: Line) -> str:
    return f"{line.at} {line.erased.kind} {line.erased.id}"


def _sealed_line(seal: Seal, line: Line) -> str:
    plain = _plain(line)
    return f"{plain} {_mark(seal, plain)}\n"


def _opened_line(seal: Seal, written: bytes) -> Line | None:
    plain, _, mark = written.decode("ascii", "replace").rpartition(" ")
    parts: Sequence[str] = plain.split(" ")
    if len(parts) != 3 or mark != _mark(seal, plain):
        return None
    return Line(int(parts[0]), Erased(parts[1], parts[2]))


def _mark(seal: Seal, plain: str) -> str:
    return seal.fingerprint(f"erasure:{plain}")[:12]


def _append(path: Path, written: bytes) -> None:
    """Add whole lines at the end, and let them be on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _held(path) as (handle, size):
        if size and os.pread(handle, 1, size - 1) != b"\n":
            written = b"\n" + written  # a kill tore the last line: it stays by itself, and counts for nothing
        _write_all(handle, written, size)


def _add_what_lacks(ours: Path, copy: Path) -> None:
    with _held(copy) as (handle, size), ours.open("rb") as file:
        file.seek(min(size, ours.stat().st_size))
        _write_all(handle, file.read(), size)


@contextmanager
def _held(path: Path) -> Iterator[tuple[int, int]]:
    """Open a file for one program at a time; what was added is on the disk when it is let go."""
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle, os.fstat(handle).st_size
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        sync(path.parent)


def _write_all(handle: int, written: bytes, size: int) -> None:
    """Add it all or nothing."""
    left = memoryview(written)
    try:
        while left:
            left = left[os.write(handle, left) :]
    except OSError:
        os.ftruncate(handle, size)
        raise


def sync(folder: Path) -> None:
    """Let a name in a folder be on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
