"""Sums up what came in lately for somebody who reviews it: counts, never a word of any wish."""

from dataclasses import dataclass

from collector.desk import Desk, OutOfReach
from collector.store import lately, queue
from collector.store.front import Tx

DAY = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Digest:
    """The last day in figures; `new` and `activities` are for those who may see small numbers."""

    waiting: int
    new: int | None = None
    activities: tuple[tuple[str, int], ...] = ()


def sum_up_lately(tx: Tx, desk: Desk, now: int) -> Digest:
    """Sum up the last day and night."""
    if not desk.may_review:
        raise OutOfReach
    place = desk.municipality.id
    waiting = queue.count_states(tx, place).get("waiting", 0)
    if not desk.sees_small_numbers:
        return Digest(waiting)
    activities = tuple(lately.count_new_activities(tx, place, now - DAY))
    return Digest(waiting, lately.count_new(tx, place, now - DAY), activities)
