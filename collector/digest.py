"""Sums up what came in lately for somebody who reviews it: counts, never a word of any wish."""

from dataclasses import dataclass

from collector.desk import Desk, OutOfReach
from collector.store import cases, lately, queue
from collector.store.front import Tx

DAY = 24 * 60 * 60 * 1000
LONGEST = 31 * DAY
"""Whoever was not told for longer reads the rest in the summary."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What came since a moment, in figures; what is None is not for this one to see."""

    since: int
    waiting: int
    oldest_days: int = 0
    new: int | None = None
    activities: tuple[tuple[str, int], ...] = ()
    answered: int | None = None
    cases: int | None = None


def sum_up_lately(tx: Tx, desk: Desk, since: int, now: int) -> Digest:
    """Sum up what came since a moment, and what waits."""
    if not desk.may_review:
        raise OutOfReach
    place, since = desk.municipality.id, max(min(since, now), now - LONGEST)
    waiting = queue.count_states(tx, place).get("waiting", 0)
    oldest = lately.oldest_waiting(tx, place)
    days = max(0, now - oldest) // DAY if oldest is not None else 0
    untaken = cases.count_untaken(tx, now, place) if desk.may_see_cases else None
    if not desk.sees_small_numbers:
        return Digest(since, waiting, days, cases=untaken)
    activities = tuple(lately.count_new_activities(tx, place, since))
    new, answered = lately.count_new(tx, place, since), lately.count_answered(tx, place, since)
    return Digest(since, waiting, days, new, activities, answered, untaken)
