"""Statements about decisions: who decided what about which wish, and when; never a word of the wish.

One rule: each stands in the log too, which keeps it when what was decided in detail is forgotten.
"""

import json
from typing import Any

from collector.model import Tag
from collector.store import audit
from collector.store.front import Row, Tx


def add_decision(
    tx: Tx,
    decision_id: str,
    municipality_id: str,
    staff_id: str,
    wish_id: str,
    what: str,
    details: dict[str, Any],
    at: int,
    batch: str | None = None,
) -> None:
    """Record one decision; those of one press about many wishes name one batch."""
    tx.run(
        """INSERT INTO decisions (id, municipality_id, staff_id, wish_id, what, details, at, batch)
        VALUES (:id, :municipality_id, :staff_id, :wish_id, :what, :details, :at, :batch)""",
        id=decision_id,
        municipality_id=municipality_id,
        staff_id=staff_id,
        wish_id=wish_id,
        what=what,
        details=json.dumps(details, separators=(",", ":")),
        at=at,
        batch=batch,
    )
    audit.append(tx, municipality_id, staff_id, what, wish_id, at)


STEPS = 100
"""So many of a wish's latest steps can be gone back through."""


def steps_of(tx: Tx, municipality_id: str, wish_id: str) -> list[Row]:
    """List the latest decisions about a wish, the newest first."""
    return tx.all(
        """SELECT id, staff_id, what, details, at, batch FROM decisions
        WHERE municipality_id = :municipality_id AND wish_id = :wish_id ORDER BY id DESC LIMIT :limit""",
        municipality_id=municipality_id,
        wish_id=wish_id,
        limit=STEPS,
    )


def decisions_of(tx: Tx, wish_id: str) -> list[Row]:
    """List what was decided about a wish, the first first."""
    return tx.all("SELECT what, details FROM decisions WHERE wish_id = :id ORDER BY id", id=wish_id)


def about_newest_approved(tx: Tx, municipality_id: str, limit: int) -> list[Row]:
    """List what was decided about the newest approved wishes, wish by wish, the first first."""
    return tx.all(
        """SELECT d.wish_id, d.what, d.details FROM (
            SELECT id FROM wishes WHERE municipality_id = :id AND state = 'approved'
            ORDER BY id DESC LIMIT :limit) AS newest
        JOIN decisions d ON d.wish_id = newest.id ORDER BY d.wish_id, d.id""",
        id=municipality_id,
        limit=limit,
    )


def wishes_of_batch(tx: Tx, municipality_id: str, batch: str) -> list[str]:
    """List the wishes that one press was about, always in the same order."""
    rows = tx.all(
        """SELECT DISTINCT wish_id FROM decisions
        WHERE municipality_id = :municipality_id AND batch = :batch ORDER BY wish_id""",
        municipality_id=municipality_id,
        batch=batch,
    )
    return [row["wish_id"] for row in rows]


def blank_details(tx: Tx, wish_id: str) -> None:
    """Forget what was decided about an erased wish in detail; who, what and when stay."""
    tx.run("UPDATE decisions SET details = '{}' WHERE wish_id = :wish_id", wish_id=wish_id)


def write_tags(tags: tuple[Tag, ...]) -> list[list[Any]]:
    """Write tags so that they can be read back whole."""
    return [[tag.kind, tag.id, tag.probability, tag.given, tag.by] for tag in tags]


def read_tags(written: list[list[Any]]) -> tuple[Tag, ...]:
    """Read back what `write_tags` wrote.

    >>> read_tags(write_tags((Tag("activity", "gaming", 0.9),)))[0].id
    'gaming'
    """
    return tuple(
        Tag(kind, tag, probability, bool(given), by) for kind, tag, probability, given, by in written
    )
