"""What the group itself writes at a summary: what it believes, wonders and must find out.

One rule: a line is told as it was written, by whom and when; one that was struck stays to be seen, struck.
"""

from typing import Any

from collector.desk import Desk
from collector.model import Role
from collector.store import groups, notes
from collector.store.front import Tx
from collector.store.notes import LISTS, Note
from collector.summary.citing import numbers_in
from collector.summary.slices import ALL, Slice

OF_ALL: frozenset[Role] = frozenset({"admin", "leader", "project"})
"""Who may change every line; whoever else writes here changes their own."""


def tell(tx: Tx, desk: Desk, asked: Slice) -> dict[str, Any]:
    """Tell what the group wrote about a round, or about everything here."""
    names = groups.names_of_staff(tx, desk.municipality.id)
    found = notes.notes_of(tx, asked.municipality_id, kept_for(asked))
    return {
        "notes": {each: [as_told(desk, note, names) for note in found if note.list == each] for each in LISTS}
    }


def kept_for(asked: Slice) -> str:
    """Name what the lines are about: the round's id, or everything; a place and a period share them."""
    return ALL if asked.whole else asked.rounds[0].id


def as_told(desk: Desk, note: Note, names: dict[str, str]) -> dict[str, Any]:
    """Make what is seen of a line."""
    return {
        "id": note.id,
        "words": note.words,
        "cites": numbers_in(note.words),
        "by": names.get(note.staff_id),
        "at": note.at,
        "edited_by": names.get(note.edited_by) if note.edited_by else None,
        "edited_at": note.edited_at or None,
        "struck": note.struck_by is not None,
        "may_change": may_change(desk, note),
    }


def may_change(desk: Desk, note: Note) -> bool:
    """Tell whether this one may change a line."""
    return desk.staff.role in OF_ALL or note.staff_id == desk.staff.id
