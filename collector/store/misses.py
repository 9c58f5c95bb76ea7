"""Statements about guesses: how many tries at a door found nothing, hour by hour."""

from collections.abc import Sequence

from collector.store.front import Tx


def count_try(tx: Tx, door: str, hour: int) -> int:
    """Count a try before anybody knows what it finds, and tell how many stand now."""
    (row,) = tx.all(
        """INSERT INTO misses (door, hour, n) VALUES (:door, :hour, 1)
        ON CONFLICT (door, hour) DO UPDATE SET n = misses.n + 1 RETURNING n""",
        door=door,
        hour=hour,
    )
    return int(row["n"])


def take_back(tx: Tx, doors: Sequence[str], hour: int, tries: int) -> None:
    """Take back tries that found something; taking back none costs the same."""
    for door in doors:
        tx.run(
            "UPDATE misses SET n = n - :tries WHERE door = :door AND hour = :hour",
            tries=tries,
            door=door,
            hour=hour,
        )


def drop_before(tx: Tx, hour: int) -> None:
    """Forget the hours before this one."""
    tx.run("DELETE FROM misses WHERE hour < :hour", hour=hour)
