"""Statements about decisions: who decided what about which wish, and when; never a word of the wish."""

import json
from typing import Any

from collector.model import Tag
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
) -> None:
    """Record one decision."""
    tx.run(
        """INSERT INTO decisions (id, municipality_id, staff_id, wish_id, what, details, at)
        VALUES (:id, :municipality_id, :staff_id, :wish_id, :what, :details, :at)""",
        id=decision_id,
        municipality_id=municipality_id,
        staff_id=staff_id,
        wish_id=wish_id,
        what=what,
        details=json.dumps(details, separators=(",", ":")),
        at=at,
    )


def last_decision(tx: Tx, municipality_id: str, wish_id: str) -> Row | None:
    """Find the latest decision about a wish."""
    return tx.one(
        """SELECT id, staff_id, what, details, at FROM decisions
        WHERE municipality_id = :municipality_id AND wish_id = :wish_id ORDER BY id DESC LIMIT 1""",
        municipality_id=municipality_id,
        wish_id=wish_id,
    )


def decisions_about(tx: Tx, municipality_id: str, wish_id: str) -> list[Row]:
    """List what was decided about a wish, by whom and when, the first first."""
    return tx.all(
        """SELECT d.what, d.at, p.name AS staff_name FROM decisions d LEFT JOIN staff p ON p.id = d.staff_id
        WHERE d.municipality_id = :municipality_id AND d.wish_id = :wish_id ORDER BY d.id""",
        municipality_id=municipality_id,
        wish_id=wish_id,
    )


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
