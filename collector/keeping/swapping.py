"""Puts a database file in the place of another, with the old one kept aside until the new one is open.

One rule: at every moment there is a whole file under the name; who comes in the middle of it opens one or the
other. And never under somebody who has the old one open: what they keep then would be lost.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from collector.keeping.journal import sync
from collector.store.front import StoreBusy

SHARED_FIRST, SHARED_SIZE = 0x40000000 + 2, 510
"""The bytes that every open SQLite connection holds, as its file format says."""
IN_USE = "Ekko is running on this database. Stop it first (systemctl stop ekko), then give the same command."
BESIDES = ("-wal", "-shm")


def new_beside(path: Path) -> Path:
    """Name where the new one is built, and let nothing lie there that a kill left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.restoring")
    drop(new)
    return new


@contextmanager
def nobody_uses(path: Path) -> Iterator[None]:
    """Hold a file against everybody who would open it, or say that somebody has it open."""
    if not path.exists():
        yield
        return
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError:
            raise StoreBusy(IN_USE) from None
        yield


def put_in_place(new: Path, path: Path) -> Path | None:
    """Let the new file have the name, and tell where the old one lies meanwhile."""
    aside = path.with_name(f"{path.name}.aside")
    drop(aside)
    had = path.exists()
    if had:
        os.link(path, aside)
        for each in BESIDES:
            if (log := Path(f"{path}{each}")).exists():
                log.rename(f"{aside}{each}")
    new.replace(path)
    sync(path.parent)
    return aside if had else None


def take_back(aside: Path | None, path: Path) -> None:
    """Let the old one have the name again."""
    if aside is None:
        drop(path)
        return
    for each in ("", *BESIDES):
        if Path(f"{aside}{each}").exists():
            Path(f"{aside}{each}").replace(f"{path}{each}")
    sync(path.parent)


def drop(path: Path) -> None:
    """Let a database file and what lies beside it be gone."""
    for each in ("", *BESIDES):
        Path(f"{path}{each}").unlink(missing_ok=True)
