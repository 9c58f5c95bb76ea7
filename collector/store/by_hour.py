"""Statements about the hours of one day: how many wishes came in each, and of how many voices.

One rule: it reads the wishes themselves, and so it is asked of a day or two and never of a round.
"""

from collections.abc import Sequence
from typing import NamedTuple

from collector.store.front import Tx

HOUR_MS = 3_600_000
AT_MOST = 5000
"""So many wishes of a day and a round are looked at."""


class Hour(NamedTuple):
    """An hour: the moment it began, how many approved wishes came in it, and how many voices said them."""

    began: int
    n: int
    voices: int


def hours_of(tx: Tx, round_ids: Sequence[str], since: int, until: int) -> list[Hour]:
    """Count the approved wishes of some rounds from one moment to another, by hour."""
    names = {f"r{place}": each for place, each in enumerate(round_ids)}
    rows = tx.all(
        f"""SELECT received_at / :hour AS hour, COUNT(*) AS n, COUNT(DISTINCT COALESCE(talk_id, id)) AS voices
        FROM (SELECT received_at, talk_id, id FROM wishes
            WHERE state = 'approved' AND round_id IN ({", ".join(f":{name}" for name in names)})
            AND received_at >= :since AND received_at < :until LIMIT :most) AS came
        GROUP BY 1 ORDER BY 1""",
        hour=HOUR_MS,
        since=since,
        until=until,
        most=AT_MOST,
        **names,
    )
    return [Hour(int(row["hour"]) * HOUR_MS, int(row["n"]), int(row["voices"])) for row in rows]
