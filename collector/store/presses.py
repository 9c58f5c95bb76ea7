"""Statements about presses: each carries a key of its own, so that one sent twice is one.

One rule: a press is kept in the transaction that does what it asks, and goes with it where that is refused.
"""

from collector.store.front import Tx


def keep_press(tx: Tx, staff_id: str, press: str, wish_id: str, did: str, now: int) -> bool:
    """Keep a press; tell whether it had not come before."""
    touched = tx.run(
        """INSERT INTO presses (staff_id, press, wish_id, did, at)
        VALUES (:staff_id, :press, :wish_id, :did, :now) ON CONFLICT (staff_id, press) DO NOTHING""",
        staff_id=staff_id,
        press=press,
        wish_id=wish_id,
        did=did,
        now=now,
    )
    return touched == 1


def is_same(tx: Tx, staff_id: str, press: str, wish_id: str, did: str) -> bool:
    """Tell whether a press that came before did this very thing."""
    row = tx.one(
        """SELECT 1 AS there FROM presses
        WHERE staff_id = :staff_id AND press = :press AND wish_id = :wish_id AND did = :did""",
        staff_id=staff_id,
        press=press,
        wish_id=wish_id,
        did=did,
    )
    return row is not None


def drop_old_presses(tx: Tx, before: int) -> int:
    """Forget presses so old that nobody sends them again."""
    return tx.run("DELETE FROM presses WHERE at <= :before", before=before)
