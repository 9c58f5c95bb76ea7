"""Statements about word of a case on its way to leaders' Telegram: a row before it is a message.

One rule: only those who answer for cases are told, and a notice holds no word; it is forgotten when somebody
has taken the case, as the mail's alert is (`collector.store.alerts`).
"""

from collector.ids import new_id
from collector.store.front import Row, Tx

LEASE_MS = 60_000
IS_TAKEN = """(c.taken_at IS NOT NULL
    OR (c.decided_at IS NOT NULL AND c.decision <> 'erased-by-sender'))"""


def add_notices(tx: Tx, wish_id: str, municipality_id: str, now: int) -> None:
    """Let everybody here who answers for cases and has a chat be told, again where it rings again."""
    rows = tx.all(
        """SELECT t.staff_id FROM staff_telegram t JOIN staff p ON p.id = t.staff_id
        WHERE p.municipality_id = :id AND p.role IN ('admin', 'duty') AND p.ended_at IS NULL
        ORDER BY t.staff_id""",
        id=municipality_id,
    )
    for row in rows:
        tx.run(
            """INSERT INTO case_notices (id, wish_id, staff_id, due_at)
            VALUES (:id, :wish_id, :staff_id, :now) ON CONFLICT (wish_id, staff_id) DO UPDATE
            SET due_at = excluded.due_at, tries = 0, claimed_until = NULL""",
            id=new_id(now),
            wish_id=wish_id,
            staff_id=row["staff_id"],
            now=now,
        )


def is_any_due(tx: Tx, now: int) -> bool:
    """Tell whether there is anything to send: a look that changes nothing."""
    return tx.one("SELECT id FROM case_notices WHERE due_at <= :now LIMIT 1", now=now) is not None


def claim_next(tx: Tx, now: int) -> Row | None:
    """Claim the next notice; those of cases that somebody has taken are forgotten first."""
    tx.run(
        f"""DELETE FROM case_notices WHERE EXISTS (
            SELECT 1 FROM cases c WHERE c.wish_id = case_notices.wish_id AND {IS_TAKEN})"""
    )
    return tx.one(
        f"""UPDATE case_notices SET claimed_until = :until, tries = tries + 1 WHERE id = (
            SELECT o.id FROM case_notices o WHERE o.due_at <= :now
            AND (o.claimed_until IS NULL OR o.claimed_until <= :now)
            ORDER BY o.tries, o.due_at, o.id LIMIT 1 {tx.past_locked})
        AND (claimed_until IS NULL OR claimed_until <= :now) RETURNING id, wish_id, staff_id, tries""",
        now=now,
        until=now + LEASE_MS,
    )


def drop_notice(tx: Tx, id: str) -> None:
    """Forget a notice that was sent, or that nobody is there for."""
    tx.run("DELETE FROM case_notices WHERE id = :id", id=id)


def put_back(tx: Tx, id: str, due_at: int) -> None:
    """Let a notice that did not get through wait for its next try."""
    tx.run(
        "UPDATE case_notices SET due_at = :due_at, claimed_until = NULL WHERE id = :id", id=id, due_at=due_at
    )


def begin_anew(tx: Tx, now: int, far: int) -> None:
    """Let what was planned by a clock that was wrong be due now."""
    tx.run(
        "UPDATE case_notices SET due_at = :now, claimed_until = NULL WHERE due_at > :far", now=now, far=far
    )
