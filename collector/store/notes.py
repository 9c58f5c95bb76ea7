"""Statements about what a group notes at a summary: what it believes, wonders and must find out.

One rule: a line is changed only as it was seen, by its version; one that is taken away for good is named.
"""

from typing import Literal, NamedTuple, get_args

from collector.store import published
from collector.store.erased import bury
from collector.store.front import Row, Tx

ListName = Literal["believe", "wonder", "find_out"]
LISTS: tuple[ListName, ...] = get_args(ListName)


class Note(NamedTuple):
    """A line that somebody wrote; `before` is what it said before it was edited last."""

    id: str
    of_what: str
    list: ListName
    place: int
    words: str
    before: str
    staff_id: str
    at: int
    edited_by: str
    edited_at: int
    struck_by: str | None
    version: int


COLUMNS = ", ".join(Note._fields)


def add(tx: Tx, municipality_id: str, note: Note) -> None:
    """Keep a new line."""
    marks = ", ".join(f":{name}" for name in Note._fields)
    tx.run(
        f"INSERT INTO summary_notes (municipality_id, {COLUMNS}) VALUES (:here, {marks})",
        here=municipality_id,
        **note._asdict(),
    )


def notes_of(tx: Tx, municipality_id: str, of_what: str) -> list[Note]:
    """List the lines of a round, or of everything here, in their order."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM summary_notes WHERE municipality_id = :here AND of_what = :of_what
        ORDER BY list, place, id""",
        here=municipality_id,
        of_what=of_what,
    )
    return [_read(row) for row in rows]


def find(tx: Tx, municipality_id: str, note_id: str) -> Note | None:
    """Find one of a municipality's lines."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM summary_notes WHERE id = :id AND municipality_id = :here",
        id=note_id,
        here=municipality_id,
    )
    return _read(row) if row else None


def change(tx: Tx, note: Note) -> int:
    """Put what a line is now in place of what it was at this version; tell whether it still was."""
    return tx.run(
        """UPDATE summary_notes SET place = :place, words = :words, before = :before,
            edited_by = :edited_by, edited_at = :edited_at, struck_by = :struck_by, version = version + 1
        WHERE id = :id AND version = :version""",
        id=note.id,
        place=note.place,
        words=note.words,
        before=note.before,
        edited_by=note.edited_by,
        edited_at=note.edited_at,
        struck_by=note.struck_by,
        version=note.version,
    )


def put_place(tx: Tx, note_id: str, place: int) -> None:
    """Let a line stand elsewhere in its list; nobody is asked to look at it anew for that."""
    tx.run("UPDATE summary_notes SET place = :place WHERE id = :id", place=place, id=note_id)


def drop_note(tx: Tx, note_id: str) -> int:
    """Erase a line, also where it was published."""
    bury(tx, "note", note_id)
    published.take_out(tx, note_id)
    return tx.run("DELETE FROM summary_notes WHERE id = :id", id=note_id)


def _read(row: Row) -> Note:
    return Note(*(row[name] for name in Note._fields))
