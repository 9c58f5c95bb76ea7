"""Hours in which many wrote at once: a class that sat down together, or few who wrote much.

One rule: only who may read the wishes is told of an hour, and only of the days on which most came.
"""

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from collector.here import day_of, hour_of, start_of
from collector.store import by_hour
from collector.store.by_hour import Hour
from collector.store.counts_in import Extent
from collector.store.front import Tx
from collector.summary.listing import end_of

FEWEST = 10
TIMES_THE_USUAL = 3
MANY_OF_ONE = 3
"""Wishes for each voice: with at least so many, few wrote much."""
DAYS = 3
"""So many days are looked at, those on which most came."""
SHOWN = 5


def tell(tx: Tx, of: Extent, days: Mapping[str, int]) -> list[dict[str, Any]]:
    """Name the hours in which far more came than in the others of their day, the greatest first."""
    looked_at = [
        (start_of(day), end_of(day)) for day in [day for day, n in days.items() if n >= FEWEST][:DAYS]
    ]
    found = [hour for hours in by_hour.hours_of(tx, of.round_ids, looked_at) for hour in many_at_once(hours)]
    return [
        as_told(each, by_hour.voices_of(tx, of.round_ids, each.began))
        for each in sorted(found, key=lambda each: (-each.n, each.began))[:SHOWN]
    ]


def as_told(hour: Hour, voices: int) -> dict[str, Any]:
    """Make what is shown of an hour."""
    return {
        "day": day_of(hour.began),
        "hour": hour_of(hour.began),
        "n": hour.n,
        "voices": voices,
        "few": hour.n >= MANY_OF_ONE * voices,
    }


def many_at_once(hours: Iterable[Hour]) -> list[Hour]:
    """Choose of a day the hours in which many came.

    >>> [each.began for each in many_at_once([Hour(8, 2), Hour(9, 30), Hour(10, 4)])]
    [9]
    """
    counted = list(hours)
    chosen = []
    for each in counted:
        others = [other.n for other in counted if other is not each]
        if each.n >= max(FEWEST, TIMES_THE_USUAL * median(others) if others else 0):
            chosen.append(each)
    return chosen
