"""Statements about the hours of some days: how many wishes came in each, and of how many voices.

One rule: counting the hours reads an index alone; the wishes themselves are read of an hour or two.
"""

from collections.abc import Sequence
from typing import NamedTuple

from collector.store.front import Tx

HOUR_MS = 3_600_000


class Hour(NamedTuple):
    """An hour: the moment it began, and how many approved wishes came in it."""

    began: int
    n: int


def hours_of(tx: Tx, round_ids: Sequence[str], days: Sequence[tuple[int, int]]) -> list[list[Hour]]:
    """Count the approved wishes of some rounds by hour, for each stretch from one moment to another."""
    found: list[list[Hour]] = [[] for _ in days]
    if not days or not round_ids:
        return found
    marks, values = _rounds(round_ids)
    arms = []
    for place, (since, until) in enumerate(days):
        arms.append(
            f"""SELECT {place} AS day, received_at / :hour AS hour, COUNT(*) AS n FROM wishes
            WHERE state = 'approved' AND round_id IN ({marks})
            AND received_at >= :since{place} AND received_at < :until{place} GROUP BY received_at / :hour"""
        )
        values |= {f"since{place}": since, f"until{place}": until}
    for row in tx.all(f"{' UNION ALL '.join(arms)} ORDER BY 1, 2", hour=HOUR_MS, **values):
        found[row["day"]].append(Hour(int(row["hour"]) * HOUR_MS, int(row["n"])))
    return found


def voices_of(tx: Tx, round_ids: Sequence[str], began: int) -> int:
    """Count the voices of an hour: each chat once, and what has none behind it by itself."""
    marks, values = _rounds(round_ids)
    row = tx.one(
        f"""SELECT COUNT(DISTINCT COALESCE(talk_id, id)) AS n FROM wishes WHERE state = 'approved'
        AND round_id IN ({marks}) AND received_at >= :since AND received_at < :until""",
        since=began,
        until=began + HOUR_MS,
        **values,
    )
    return int(row["n"]) if row else 0


def _rounds(round_ids: Sequence[str]) -> tuple[str, dict[str, int | str]]:
    names: dict[str, int | str] = {f"r{place}": each for place, each in enumerate(round_ids)}
    return ", ".join(f":{name}" for name in names), names
