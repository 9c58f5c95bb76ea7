"""Lets a group write, edit, strike and order its lines at a summary.

One rule: of two who change one line at once the second is told, and keeps what she typed.
"""

from typing import Any, Literal

from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.store import audit, groups, notes, rounds
from collector.store.front import Tx
from collector.store.notes import ListName, Note
from collector.summary.notes import as_told, kept_for, may_change
from collector.summary.slices import ALL, Slice
from nlp.clean import clean
from nlp.masking.mask import mask

LONGEST = 500
MOST = 50
"""Lines in one list: whoever has more has not chosen yet."""
Did = Literal["strike", "unstrike", "undo", "up", "down", "drop"]


class NotFit(Exception):
    """What was written cannot be kept; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_words(typed: str) -> str:
    """Read a line, with names and numbers of people hidden before anything is kept.

    >>> read_words(" Flere vil ha LAN (#12).  Ring Kari! ")
    'Flere vil ha LAN (#12). Ring [navn]!'
    """
    words = " ".join(clean(typed).split())
    if not words:
        raise NotFit("notes.why.empty")
    if len(words) > LONGEST:
        raise NotFit("notes.why.long")
    return mask(words).text


def add(tx: Tx, desk: Desk, asked: Slice, which: ListName, typed: str, now: int) -> None:
    """Add a line at the end of a list; a double tap adds one."""
    words, here, of_what = read_words(typed), desk.municipality.id, kept_for(asked)
    there = [each for each in notes.notes_of(tx, here, of_what) if each.list == which]
    if there and (there[-1].words, there[-1].staff_id) == (words, desk.staff.id):
        return
    if len(there) >= MOST:
        raise NotFit("notes.why.many")
    place = there[-1].place + 1 if there else 0
    note = Note(new_id(now), of_what, which, place, words, "", desk.staff.id, now, "", 0, None, 0)
    notes.add(tx, here, note)
    audit.append(tx, here, desk.staff.id, "note-added", note.id, now)


def open_one(tx: Tx, desk: Desk, note_id: str) -> dict[str, Any]:
    """Open one line to change it."""
    note = find(tx, desk, note_id)
    names = groups.names_of_staff(tx, desk.municipality.id)
    return {
        "note": as_told(desk, note, names),
        "list": note.list,
        "version": note.version,
        "before": note.before,
        "code": code_of(tx, note),
        "longest": LONGEST,
    }


def code_of(tx: Tx, note: Note) -> str:
    """Name the summary that a line stands at."""
    asked = None if note.of_what == ALL else rounds.find_by_id(tx, note.of_what)
    return asked.code if asked else ALL


def edit(tx: Tx, desk: Desk, note_id: str, version: int, typed: str, now: int) -> None:
    """Let a line say something else, if nobody changed it since it was shown."""
    note, words = take(tx, desk, note_id, version), read_words(typed)
    if words != note.words:
        _put(tx, desk, note._replace(words=words, before=note.words), "note-edited", now)


def act(tx: Tx, desk: Desk, note_id: str, version: int, did: Did, now: int) -> str:
    """Strike a line, let it stand again, undo its last edit, move it or take it away; name its summary.

    The caller writes with `erases=True`.
    """
    note = take(tx, desk, note_id, version)
    code = code_of(tx, note)
    if did in {"up", "down"}:
        _move(tx, desk, note, -1 if did == "up" else 1)
    elif did == "drop":
        _drop(tx, desk, note, now)
    elif did == "undo":
        if not note.before:
            raise DecidedAlready
        _put(tx, desk, note._replace(words=note.before, before=""), "note-undone", now)
    else:
        struck = desk.staff.id if did == "strike" else None
        _put(tx, desk, note._replace(struck_by=struck), f"note-{did}", now, edits=False)
    return code


def find(tx: Tx, desk: Desk, note_id: str) -> Note:
    """Find a line of this municipality that one may change."""
    note = notes.find(tx, desk.municipality.id, note_id)
    if note is None or not may_change(desk, note):
        raise OutOfReach
    return note


def take(tx: Tx, desk: Desk, note_id: str, version: int) -> Note:
    """Take a line as it was shown."""
    note = find(tx, desk, note_id)
    if note.version != version:
        raise DecidedAlready
    return note


def _put(tx: Tx, desk: Desk, note: Note, what: str, now: int, *, edits: bool = True) -> None:
    if edits:
        note = note._replace(edited_by=desk.staff.id, edited_at=now)
    if not notes.change(tx, note):
        raise DecidedAlready
    audit.append(tx, desk.municipality.id, desk.staff.id, what, note.id, now)


def _move(tx: Tx, desk: Desk, note: Note, by: int) -> None:
    """Let a line change places with the one above it or below it."""
    found = notes.notes_of(tx, desk.municipality.id, note.of_what)
    ids = [each.id for each in found if each.list == note.list]
    at = ids.index(note.id)
    to = min(max(at + by, 0), len(ids) - 1)
    ids[at], ids[to] = ids[to], ids[at]
    for place, each in enumerate(ids):
        notes.put_place(tx, each, place)


def _drop(tx: Tx, desk: Desk, note: Note, now: int) -> None:
    """Take a line away for good, where it was struck first."""
    if note.struck_by is None:
        raise DecidedAlready
    notes.drop_note(tx, note.id)
    audit.append(tx, desk.municipality.id, desk.staff.id, "note-dropped", note.id, now)
