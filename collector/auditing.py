"""Reads the log of who did what, and looks whether it is whole: no line changed, gone, or put in between.

One rule: it tells of a place in the log and never repairs it; a log that is mended proves nothing.
"""

from typing import Any, NamedTuple

from collector.store import audit, people
from collector.store.front import Tx


class Checked(NamedTuple):
    """How long a log is, its last hash, and the first place where it does not fit (0: it all fits)."""

    length: int
    hash: str
    broken_at: int = 0


def check(tx: Tx, municipality_id: str) -> Checked:
    """Follow a municipality's log from its first line to its end."""
    end = audit.end_of(tx, municipality_id)
    place, before = 0, audit.FIRST
    for line, kept in audit.lines(tx, municipality_id):
        if line.place != place + 1 or line.sealed_after(before) != kept:
            return Checked(end.place, end.hash, place + 1)
        place, before = line.place, kept
    broken = 0 if (place, before) == (end.place, end.hash) else place + 1
    return Checked(end.place, end.hash, broken)


def tell(tx: Tx, municipality_id: str) -> list[dict[str, Any]]:
    """Tell what stands in a municipality's log, with the names of those who work or worked there."""
    names = people.names_of(tx, municipality_id)
    return [
        {
            "place": line.place,
            "at": line.at,
            "who": names.get(line.staff_id, line.staff_id),
            "what": line.what,
            "about": line.about,
            "hash": kept,
        }
        for line, kept in audit.lines(tx, municipality_id)
    ]
