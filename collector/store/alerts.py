"""Statements about alerts: each is a row before it is a mail, so that none is lost.

One rule: an alert is sent until it has gone out or somebody took its case; it is never given up.
"""

from collector.ids import new_id
from collector.store.front import Row, Tx
from collector.store.holding import hold_next

ADULT = 1
DEPUTY = 2
LEASE_MS = 60_000
"""Who claims an alert and dies has lost it to another carrier after so long."""

NOBODY_HAS_IT = "c.taken_at IS NULL AND c.decided_at IS NULL"
WAITS = f"""a.sent_at IS NULL AND ({NOBODY_HAS_IT}
    OR (c.taken_at IS NULL AND c.decision = 'erased-by-sender'))"""
"""What must still go out; also where the sender has erased the words, since somebody may need help."""


def add_alert(tx: Tx, wish_id: str, municipality_id: str, place: int, planned_at: int) -> None:
    """Let whoever has this place be told from this moment on; the same alert twice is one."""
    tx.run(
        """INSERT INTO alerts (id, wish_id, municipality_id, place, planned_at, due_at)
        VALUES (:id, :wish_id, :municipality_id, :place, :planned_at, :planned_at)
        ON CONFLICT (wish_id, place, planned_at) DO NOTHING""",
        id=new_id(planned_at),
        wish_id=wish_id,
        municipality_id=municipality_id,
        place=place,
        planned_at=planned_at,
    )


def still_to_plan(tx: Tx, place: int, after: int, now: int) -> list[Row]:
    """List the cases that nobody took so long, where this place has a person who was not told since then.

    While an alert to the same person still waits, another one would tell nothing more.
    """
    return tx.all(
        f"""SELECT c.wish_id, c.municipality_id, c.rung_at + :after AS planned_at
        FROM cases c JOIN duty_people d ON d.municipality_id = c.municipality_id AND d.place = :place
        WHERE {NOBODY_HAS_IT} AND c.rung_at + :after <= :now AND NOT EXISTS (
            SELECT 1 FROM alerts a WHERE a.wish_id = c.wish_id AND a.place = :place
            AND (a.sent_at IS NULL OR a.sent_at >= c.rung_at + :after))
        ORDER BY c.wish_id""",
        place=place,
        after=after,
        now=now,
    )


def next_due(tx: Tx, now: int) -> Row | None:
    """Find the alert to send next, to whoever has its place now: the untried first, then the gravest."""
    return tx.one(
        f"""SELECT a.id, a.wish_id, a.tries + 1 AS tries, d.name, d.mail
        FROM alerts a JOIN cases c ON c.wish_id = a.wish_id
        JOIN duty_people d ON d.municipality_id = a.municipality_id AND d.place = a.place
        WHERE {WAITS} AND a.due_at <= :now AND (a.claimed_until IS NULL OR a.claimed_until <= :now)
        ORDER BY a.tries, c.level DESC, a.due_at, a.id LIMIT 1""",
        now=now,
    )


def claim_next(tx: Tx, now: int) -> Row | None:
    """Claim the next alert; of two carriers who want it, one gets it."""
    return hold_next(tx, "alerts", "sent_at IS NULL", next_due, now, LEASE_MS)


def note_sent(tx: Tx, alert_id: str, name: str, now: int) -> None:
    """Note that the mail was taken by the server, and whom it was to."""
    tx.run(
        "UPDATE alerts SET sent_at = :now, sent_to = :name, claimed_until = NULL WHERE id = :id",
        id=alert_id,
        name=name,
        now=now,
    )


def put_back(tx: Tx, alert_id: str, due_at: int) -> None:
    """Let an alert that did not get through wait for its next try."""
    tx.run(
        "UPDATE alerts SET due_at = :due_at, claimed_until = NULL WHERE id = :id", id=alert_id, due_at=due_at
    )


def alerts_of_case(tx: Tx, wish_id: str) -> list[Row]:
    """List a case's alerts: those that went out, and those that still should."""
    return tx.all(
        f"""SELECT a.place, a.planned_at, a.tries, a.sent_at, COALESCE(a.sent_to, d.name) AS name
        FROM alerts a JOIN cases c ON c.wish_id = a.wish_id
        LEFT JOIN duty_people d ON d.municipality_id = a.municipality_id AND d.place = a.place
        WHERE a.wish_id = :id AND (a.sent_at IS NOT NULL OR ({WAITS})) ORDER BY a.planned_at, a.place""",
        id=wish_id,
    )


def count_stuck(tx: Tx, municipality_id: str) -> int:
    """Count the alerts that were tried and did not get through."""
    row = tx.one(
        f"""SELECT COUNT(*) AS n FROM alerts a JOIN cases c ON c.wish_id = a.wish_id
        WHERE a.municipality_id = :id AND a.tries > 0 AND a.claimed_until IS NULL AND {WAITS}""",
        id=municipality_id,
    )
    return int(row["n"]) if row else 0
