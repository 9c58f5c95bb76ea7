"""A row that is being carried is held for a while; whoever dies with it lets go when that is over.

One rule: of two carriers who want one row, one gets it, and the other looks for the next.
"""

from collections.abc import Callable

from collector.store.front import Row, Tx


def hold_next(
    tx: Tx, table: str, waits: str, next_due: Callable[[Tx, int], Row | None], now: int, lease_ms: int
) -> Row | None:
    """Hold the next row that is due, and count the try."""
    while (row := next_due(tx, now)) is not None:
        held = tx.run(
            f"""UPDATE {table} SET claimed_until = :until, tries = tries + 1
            WHERE id = :id AND {waits} AND (claimed_until IS NULL OR claimed_until <= :now)""",
            id=row["id"],
            until=now + lease_ms,
            now=now,
        )
        if held:
            return row
    return None
