"""Statements about who looks at which wish just now: a claim ends by itself.

One rule: of two who claim one wish at once, exactly one gets it; the statement that claims decides.
"""

from collector.store.front import Tx

UNCLAIMED = """NOT EXISTS (SELECT 1 FROM claims c
    WHERE c.wish_id = wishes.id AND c.staff_id <> :me AND c.until > :now)"""
"""What a statement that lists wishes adds, so that nobody is shown what another looks at."""


def claim(tx: Tx, municipality_id: str, wish_id: str, staff_id: str, now: int, until: int) -> bool:
    """Claim a wish that nobody else holds, or hold on to one's own; tell whether that went."""
    touched = tx.run(
        """INSERT INTO claims (wish_id, municipality_id, staff_id, until)
        VALUES (:wish_id, :municipality_id, :staff_id, :until)
        ON CONFLICT (wish_id) DO UPDATE SET staff_id = excluded.staff_id, until = excluded.until
        WHERE claims.staff_id = excluded.staff_id OR claims.until <= :now""",
        wish_id=wish_id,
        municipality_id=municipality_id,
        staff_id=staff_id,
        until=until,
        now=now,
    )
    return touched == 1


def let_go(tx: Tx, staff_id: str, but: str = "") -> None:
    """Let go of everything somebody holds, but of one."""
    tx.run("DELETE FROM claims WHERE staff_id = :me AND wish_id <> :but", me=staff_id, but=but)


def is_with_another(tx: Tx, wish_id: str, staff_id: str, now: int) -> bool:
    """Tell whether somebody else looks at a wish."""
    row = tx.one(
        "SELECT 1 AS there FROM claims WHERE wish_id = :id AND staff_id <> :me AND until > :now",
        id=wish_id,
        me=staff_id,
        now=now,
    )
    return row is not None


def count_with_others(tx: Tx, municipality_id: str, staff_id: str, now: int) -> int:
    """Count the waiting wishes that others look at."""
    (row,) = tx.all(
        """SELECT COUNT(*) AS n FROM claims c JOIN wishes w ON w.id = c.wish_id
        WHERE c.municipality_id = :id AND c.until > :now AND c.staff_id <> :me AND w.state = 'waiting'""",
        id=municipality_id,
        me=staff_id,
        now=now,
    )
    return int(row["n"])
