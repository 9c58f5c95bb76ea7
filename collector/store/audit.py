"""Statements about the log of who did what: lines are only added, each holding the hash of the one before.

One rule: never a word of a wish, a name or an address; ids, what was done, and when. Nothing here changes or
erases a line, and a line that somebody changed past Ekko no longer fits the next one.

The line before is found in `audit_ends`, which also makes those who write at once come one after the other.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import NamedTuple

from collector.store.front import Row, Tx

PAGE = 500
FIRST = ""
"""What stands before the first line."""


class Line(NamedTuple):
    """One line of a municipality's log; `place` counts from one, whatever the clock said."""

    municipality_id: str
    place: int
    staff_id: str
    what: str
    about: str
    at: int

    def sealed_after(self, before: str) -> str:
        """Hash the line together with the hash of the one before."""
        written = json.dumps([before, *self], separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


class End(NamedTuple):
    """How long a municipality's log is, and the hash of its last line."""

    municipality_id: str
    place: int
    hash: str


def append(tx: Tx, municipality_id: str, staff_id: str, what: str, about: str, at: int) -> None:
    """Add one line in the transaction that does what it tells of."""
    end = tx.one(
        """INSERT INTO audit_ends (municipality_id, place, hash) VALUES (:municipality_id, 1, :first)
        ON CONFLICT (municipality_id) DO UPDATE SET place = audit_ends.place + 1 RETURNING place, hash""",
        municipality_id=municipality_id,
        first=FIRST,
    )
    assert end is not None, "A log always has an end."
    line = Line(municipality_id, end["place"], staff_id, what, about, at)
    sealed = line.sealed_after(end["hash"])
    tx.run(
        """INSERT INTO audit (municipality_id, place, staff_id, what, about, at, hash)
        VALUES (:municipality_id, :place, :staff_id, :what, :about, :at, :hash)""",
        **line._asdict(),
        hash=sealed,
    )
    tx.run(
        "UPDATE audit_ends SET hash = :hash WHERE municipality_id = :municipality_id",
        hash=sealed,
        municipality_id=municipality_id,
    )


def lines(tx: Tx, municipality_id: str, after: int = 0) -> Iterator[tuple[Line, str]]:
    """Read a log from its beginning, or after a place: each line and the hash it was kept with."""
    page = _page(tx, municipality_id, after)
    while page:
        for row in page:
            yield Line(*(row[field] for field in Line._fields)), row["hash"]
        page = _page(tx, municipality_id, page[-1]["place"])


def end_of(tx: Tx, municipality_id: str) -> End:
    """Find the end of a log; of one that holds nothing yet too."""
    row = tx.one(
        "SELECT place, hash FROM audit_ends WHERE municipality_id = :municipality_id",
        municipality_id=municipality_id,
    )
    return End(municipality_id, row["place"], row["hash"]) if row else End(municipality_id, 0, FIRST)


def _page(tx: Tx, municipality_id: str, after: int) -> list[Row]:
    return tx.all(
        """SELECT municipality_id, place, staff_id, what, about, at, hash FROM audit
        WHERE municipality_id = :municipality_id AND place > :after ORDER BY place LIMIT :page""",
        municipality_id=municipality_id,
        after=after,
        page=PAGE,
    )
