"""Statements about cases: wishes that say that somebody may not be OK.

One rule: a case outlives its wish, with its level and its times, so that nobody who may need help is lost
without a trace when the words are erased.
"""

from collector.model import Wish
from collector.store.front import Row, Tx

ERASED_BY_SENDER = "erased-by-sender"


def open_case(tx: Tx, wish: Wish, level: str) -> None:
    """Open a case, apart from every other queue."""
    tx.run(
        """INSERT INTO cases (wish_id, municipality_id, level, made_at)
        VALUES (:wish_id, :municipality_id, :level, :made_at)""",
        wish_id=wish.id,
        municipality_id=wish.municipality_id,
        level=level,
        made_at=wish.received_at,
    )


def note_version(tx: Tx, wish_id: str, earlier_id: str) -> None:
    """Note that a case is an earlier one's wish, written anew by its sender."""
    tx.run("UPDATE cases SET version_of = :earlier WHERE wish_id = :id", earlier=earlier_id, id=wish_id)


def next_version(tx: Tx, wish_id: str) -> str | None:
    """Find the case that the sender wrote in this one's place, if there is one."""
    row = tx.one("SELECT wish_id FROM cases WHERE version_of = :id ORDER BY wish_id DESC LIMIT 1", id=wish_id)
    return row["wish_id"] if row else None


def open_cases(tx: Tx, municipality_id: str) -> list[Row]:
    """List the cases that nobody has decided, danger to life first, then the oldest."""
    return tx.all(
        """SELECT wish_id, level, made_at FROM cases
        WHERE municipality_id = :id AND decided_at IS NULL ORDER BY level DESC, wish_id""",
        id=municipality_id,
    )


def find_case(tx: Tx, wish_id: str) -> Row | None:
    """Find one case."""
    return tx.one("SELECT * FROM cases WHERE wish_id = :id", id=wish_id)


def close_case(tx: Tx, wish_id: str, decision: str, staff_id: str | None, now: int) -> int:
    """Record what was decided, by whom and when; only once. The sender is nobody's staff."""
    return tx.run(
        """UPDATE cases SET decision = :decision, decided_by = :staff_id, decided_at = :now
        WHERE wish_id = :wish_id AND decided_at IS NULL""",
        decision=decision,
        staff_id=staff_id,
        now=now,
        wish_id=wish_id,
    )


def count_open(tx: Tx, municipality_id: str) -> int:
    """Count the cases that nobody has decided."""
    row = tx.one(
        "SELECT COUNT(*) AS n FROM cases WHERE municipality_id = :id AND decided_at IS NULL",
        id=municipality_id,
    )
    return int(row["n"]) if row else 0


def decided_cases(tx: Tx, municipality_id: str, limit: int) -> list[Row]:
    """List the cases that were decided last, and by whom."""
    return tx.all(
        """SELECT c.wish_id, c.level, c.made_at, c.decision, c.decided_at, p.name AS staff_name
        FROM cases c LEFT JOIN staff p ON p.id = c.decided_by
        WHERE c.municipality_id = :id AND c.decided_at IS NOT NULL ORDER BY c.decided_at DESC LIMIT :limit""",
        id=municipality_id,
        limit=limit,
    )
