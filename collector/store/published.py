"""Statements about published summaries: what stood in one when it was published, and nothing newer.

One rule: a published body is never changed. Words alone leave it, when their sender or a leader takes them
back; then it is hashed anew, unless it was damaged before.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

from collector.store.erased import bury
from collector.store.front import Row, Tx

COLUMNS = """id, municipality_id, number, slice, staff_id, at, body, hash, taken_out, withdrawn_at,
    withdrawn_by, why"""


class Story(NamedTuple):
    """Words that stand in a published summary: whose wish, about what, and who put them so.

    What the group wrote itself stands so too: the line's id, its list, and «note».
    """

    wish_id: str
    tag: str
    language: str
    said: str
    by_whom: str


class Published(NamedTuple):
    """One published summary as it is kept."""

    id: str
    municipality_id: str
    number: int
    slice: str
    staff_id: str
    at: int
    body: str
    hash: str
    taken_out: int
    withdrawn_at: int | None
    withdrawn_by: str | None
    why: str
    stories: tuple[Story, ...] = ()

    @property
    def print(self) -> str:
        """Hash all that others read of it."""
        return print_of(self.municipality_id, self.number, self.slice, self.at, self.body, self.stories)

    @property
    def is_whole(self) -> bool:
        """Tell whether it is as it was published."""
        return self.print == self.hash


def print_of(
    municipality_id: str, number: int, asked: str, at: int, body: str, stories: Sequence[Story]
) -> str:
    """Hash what is published."""
    written = json.dumps([municipality_id, number, asked, at, body, [list(each) for each in stories]])
    return hashlib.sha256(written.encode()).hexdigest()


def next_number(tx: Tx, municipality_id: str) -> int:
    """Tell the next number; the caller holds the municipality still."""
    row = tx.one("SELECT MAX(number) AS n FROM published WHERE municipality_id = :id", id=municipality_id)
    return int(row["n"] or 0) + 1 if row else 1


def add(tx: Tx, new: Published) -> None:
    """Keep a published summary."""
    tx.run(
        """INSERT INTO published (id, municipality_id, number, slice, staff_id, at, body, hash)
        VALUES (:id, :municipality_id, :number, :slice, :staff_id, :at, :body, :hash)""",
        **{name: value for name, value in new._asdict().items() if name in ADDED},
    )
    tx.many(
        """INSERT INTO published_stories (published_id, place, wish_id, tag, language, said, by_whom)
        VALUES (:published_id, :place, :wish_id, :tag, :language, :said, :by_whom)""",
        [
            {"published_id": new.id, "place": place, **each._asdict()}
            for place, each in enumerate(new.stories)
        ],
    )


ADDED = frozenset({"id", "municipality_id", "number", "slice", "staff_id", "at", "body", "hash"})


def find(tx: Tx, municipality_id: str, number: int) -> Published | None:
    """Find a published summary by its number."""
    row = tx.one(
        f"SELECT {COLUMNS} FROM published WHERE municipality_id = :id AND number = :number",
        id=municipality_id,
        number=number,
    )
    return _read(tx, row) if row else None


def newest_of(tx: Tx, municipality_id: str, asked: str) -> Published | None:
    """Find what was last published of a slice and stands."""
    row = tx.one(
        f"""SELECT {COLUMNS} FROM published WHERE municipality_id = :id AND slice = :slice
        AND withdrawn_at IS NULL ORDER BY number DESC LIMIT 1""",
        id=municipality_id,
        slice=asked,
    )
    return _read(tx, row) if row else None


def listed(tx: Tx, municipality_id: str, before: int, limit: int) -> list[Published]:
    """List what was published, the newest first."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM published WHERE municipality_id = :id AND number < :before
        ORDER BY number DESC LIMIT :limit""",
        id=municipality_id,
        before=before,
        limit=limit,
    )
    return [_read(tx, row) for row in rows]


def withdraw(tx: Tx, published_id: str, staff_id: str, why: str, now: int) -> bool:
    """Let a published summary be shown no more; it keeps its number."""
    changed = tx.run(
        """UPDATE published SET withdrawn_at = :now, withdrawn_by = :staff_id, why = :why
        WHERE id = :id AND withdrawn_at IS NULL""",
        id=published_id,
        staff_id=staff_id,
        why=why,
        now=now,
    )
    return changed == 1


def take_out(tx: Tx, wish_id: str) -> int:
    """Take the words of a wish, or a line of the group, out of all that was published: of how many."""
    rows = tx.all("SELECT DISTINCT published_id AS id FROM published_stories WHERE wish_id = :id", id=wish_id)
    for row in rows:
        (kept,) = tx.all(f"SELECT {COLUMNS} FROM published WHERE id = :id", id=row["id"])
        before = _read(tx, kept)
        left = tuple(each for each in before.stories if each.wish_id != wish_id)
        tx.run(
            "DELETE FROM published_stories WHERE published_id = :id AND wish_id = :wish_id",
            id=row["id"],
            wish_id=wish_id,
        )
        tx.run(
            "UPDATE published SET taken_out = taken_out + :n, hash = :hash WHERE id = :id",
            n=len(before.stories) - len(left),
            hash=before._replace(stories=left).print if before.is_whole else before.hash,
            id=row["id"],
        )
    if rows:
        bury(tx, "quote", wish_id)
    return len(rows)


def all_of(tx: Tx, municipality_id: str) -> list[Published]:
    """Read everything that was published here."""
    return listed(tx, municipality_id, 2**62, 100_000)


def to_quote(tx: Tx, municipality_id: str, round_ids: Sequence[str], limit: int) -> list[Row]:
    """List words of approved wishes that their senders and a leader let stand, and what they are about."""
    marks = {f"r{n}": round_id for n, round_id in enumerate(round_ids)}
    return tx.all(
        f"""SELECT w.id, w.text, w.language, w.received_at, t.tag FROM released r
        JOIN wishes w ON w.id = r.wish_id
        LEFT JOIN wish_tags t ON t.wish_id = w.id AND t.kind = 'activity' AND t.given = 1
        WHERE r.municipality_id = :id AND w.may_show = 1 AND w.state = 'approved'
        AND w.round_id IN ({", ".join(f":{name}" for name in marks)})
        ORDER BY r.at DESC, w.id, t.tag LIMIT :limit""",
        id=municipality_id,
        limit=limit,
        **marks,
    )


def _read(tx: Tx, row: Row) -> Published:
    stories = tx.all(
        """SELECT wish_id, tag, language, said, by_whom FROM published_stories
        WHERE published_id = :id ORDER BY place""",
        id=row["id"],
    )
    values = {name: row[name] for name in Published._fields if name != "stories"}
    said = tuple(Story(*(each[name] for name in Story._fields)) for each in stories)
    return Published(**values, stories=said)
