"""Brings a backup back: looked through whole before anything is touched, and then all of it or nothing.

One rule: what was erased after the backup was made is erased again before anybody can open what came back.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collector.keeping.copying import Contents, Page, Tell, first_of, pour_in
from collector.keeping.envelope import BackupBroken, Head, open_lines, read_head
from collector.keeping.journal import Remembered
from collector.keeping.lines import Lines
from collector.keeping.replaying import replay
from collector.sealing import Seal
from collector.store import to_index, upkeep
from collector.store.front import Tx
from collector.store.schema import CHANGES, bring_up_to_date
from collector.store.tables import Table, copied, count_rows, drop_all, put_rows

SINCE_THEN = (upkeep.CLOCK_SEEN, upkeep.CLOCK_JUMPED)


@dataclass(frozen=True, slots=True)
class Looked:
    """A backup that was looked through to its end."""

    path: Path
    head: Head
    about: dict[str, Any]
    contents: Contents

    @property
    def municipalities(self) -> list[str]:
        """Name whose it is."""
        return list(self.about.get("municipalities", ()))


@dataclass(frozen=True, slots=True)
class Brought:
    """What came back, and how much of it was erased again."""

    contents: Contents
    erased_again: Counter[str]


def look_through(path: Path, seal: Seal) -> Looked:
    """Read a backup to its end and change nothing; refuse one that is cut, damaged or of a newer Ekko."""
    with _opened(path, seal) as (head, lines):
        newest = CHANGES[-1].number
        if head.schema > newest:
            raise BackupBroken(
                f"A newer Ekko made this backup (schema {head.schema}); this one knows up to {newest}. "
                "Install the newer version first, then give the same command."
            )
        about, lines = first_of(lines)
        return Looked(path, head, about, pour_in(lines, lambda page: None))


def bring_back(
    tx: Tx, looked: Looked, seal: Seal, remembered: Remembered, talk_lines: Lines, tell: Tell
) -> Brought:
    """Fill an empty database, or one whose old tables may go, in one transaction."""
    made_then = CHANGES[: looked.head.schema]
    drop_all(tx)
    bring_up_to_date(tx, made_then)
    then = copied(made_then)
    known, done = {table.name for table in then}, 0

    def take(page: Page) -> None:
        nonlocal done
        if page.table not in known or not all(column.isidentifier() for column in page.columns):
            raise BackupBroken(
                "This backup holds what no Ekko keeps. Nothing was changed. Take an older one."
            )
        put_rows(tx, page.table, page.columns, page.rows)
        done += len(page.rows)
        tell(done, looked.contents.in_all)

    with _opened(looked.path, seal) as (head, lines):
        if head != looked.head or pour_in(lines, take) != looked.contents:
            raise BackupBroken("This backup changed while it was read. Nothing was changed. Try again.")
    _count_again(tx, then, looked.contents)
    bring_up_to_date(tx)
    upkeep.unnote(tx, *SINCE_THEN)
    to_index.all_anew(tx)
    return Brought(looked.contents, replay(tx, remembered, talk_lines))


def _count_again(tx: Tx, tables: Sequence[Table], contents: Contents) -> None:
    """What is kept now must be what the backup counted."""
    for table in tables:
        if table.name in contents.rows and count_rows(tx, table) != contents.rows[table.name]:
            raise BackupBroken("Not every row could be brought back. Nothing was changed. Take an older one.")


@contextmanager
def _opened(path: Path, seal: Seal) -> Iterator[tuple[Head, Iterator[bytes]]]:
    try:
        with path.open("rb") as file:
            head = read_head(file)
            yield head, open_lines(file, seal, head)
    except OSError:
        raise BackupBroken("This backup cannot be read. Is the path right, and may Ekko read it?") from None
