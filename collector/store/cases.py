"""Statements about cases: wishes that say that somebody may not be OK.

One rule: a case outlives its wish, with its level and its times, so that nobody who may need help is lost
without a trace when the words are erased.
"""

from collector.model import Wish
from collector.store import alerts, notices
from collector.store.front import Row, Tx

ERASED_BY_SENDER = "erased-by-sender"


def open_case(tx: Tx, wish: Wish, level: str) -> None:
    """Open a case, apart from every other queue, and with it the alert to the duty adult."""
    tx.run(
        """INSERT INTO cases (wish_id, municipality_id, level, made_at, rung_at)
        VALUES (:wish_id, :municipality_id, :level, :made_at, :made_at)""",
        wish_id=wish.id,
        municipality_id=wish.municipality_id,
        level=level,
        made_at=wish.received_at,
    )
    alerts.add_alert(tx, wish.id, wish.municipality_id, alerts.ADULT, wish.received_at)
    notices.add_notices(tx, wish.id, wish.municipality_id, wish.received_at)


def ring_again(tx: Tx, wish_id: str, municipality_id: str, now: int) -> None:
    """Open a case anew that somebody took or decided, since there is more to know now, and alert again."""
    touched = tx.run(
        """UPDATE cases SET rung_at = :now, taken_by = NULL, taken_at = NULL,
            decision = NULL, decided_by = NULL, decided_at = NULL
        WHERE wish_id = :wish_id AND (taken_at IS NOT NULL OR decided_at IS NOT NULL)""",
        wish_id=wish_id,
        now=now,
    )
    if touched:
        alerts.add_alert(tx, wish_id, municipality_id, alerts.ADULT, now)
        notices.add_notices(tx, wish_id, municipality_id, now)


def raise_level(tx: Tx, wish_id: str, level: str) -> None:
    """Let a case be as grave as this, never less: the names of the levels sort by how grave they are."""
    tx.run("UPDATE cases SET level = :level WHERE wish_id = :id AND level < :level", id=wish_id, level=level)


def take_case(tx: Tx, wish_id: str, staff_id: str, now: int) -> int:
    """Note who takes a case; only one can."""
    return tx.run(
        """UPDATE cases SET taken_by = :staff_id, taken_at = :now
        WHERE wish_id = :wish_id AND taken_at IS NULL AND decided_at IS NULL""",
        wish_id=wish_id,
        staff_id=staff_id,
        now=now,
    )


def note_reworded(tx: Tx, wish_id: str, reworded_as: str) -> None:
    """Remember which wish a case was written anew as."""
    tx.run("UPDATE cases SET reworded_as = :new WHERE wish_id = :id", id=wish_id, new=reworded_as)


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
        """SELECT c.wish_id, c.level, c.made_at, c.taken_at, t.name AS taken_by
        FROM cases c LEFT JOIN staff t ON t.id = c.taken_by
        WHERE c.municipality_id = :id AND c.decided_at IS NULL
        ORDER BY c.level DESC, c.wish_id""",
        id=municipality_id,
    )


def find_case(tx: Tx, wish_id: str) -> Row | None:
    """Find one case."""
    return tx.one(
        """SELECT c.wish_id, c.municipality_id, c.level, c.made_at, c.decision, c.decided_at, c.taken_at,
            c.reworded_as, c.version_of, t.name AS taken_by, p.name AS staff_name
        FROM cases c LEFT JOIN staff t ON t.id = c.taken_by LEFT JOIN staff p ON p.id = c.decided_by
        WHERE c.wish_id = :id""",
        id=wish_id,
    )


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


def count_untaken(tx: Tx, before: int, municipality_id: str) -> int:
    """Count the cases that rang before a moment and that nobody has taken."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM cases WHERE municipality_id = :id AND decided_at IS NULL
        AND taken_at IS NULL AND rung_at <= :before""",
        id=municipality_id,
        before=before,
    )
    return int(row["n"]) if row else 0


def oldest_untaken(tx: Tx) -> tuple[int, int | None]:
    """Count the cases of all municipalities that nobody has taken, and tell when the oldest of them rang."""
    row = tx.one(
        "SELECT COUNT(*) AS n, MIN(rung_at) AS at FROM cases WHERE decided_at IS NULL AND taken_at IS NULL"
    )
    return (int(row["n"]), row["at"]) if row else (0, None)


def decided_cases(tx: Tx, municipality_id: str, limit: int) -> list[Row]:
    """List the cases that were decided last, and by whom."""
    return tx.all(
        """SELECT c.wish_id, c.level, c.made_at, c.decision, c.decided_at, c.taken_at,
            t.name AS taken_by, p.name AS staff_name
        FROM cases c LEFT JOIN staff p ON p.id = c.decided_by LEFT JOIN staff t ON t.id = c.taken_by
        WHERE c.municipality_id = :id AND c.decided_at IS NOT NULL ORDER BY c.decided_at DESC LIMIT :limit""",
        id=municipality_id,
        limit=limit,
    )
