"""Lists the wishes behind a summary, for those who may read them.

One rule: whoever may not read the wishes gets none, and a wish that is with the duty adult is never listed.
"""

from collections.abc import Iterator

from collector.desk import Desk
from collector.here import day_of, start_of
from collector.store.approved import Approved, approved_of
from collector.store.front import Tx
from collector.summary.slices import Slice

A_DAY = 30 * 60 * 60 * 1000
"""More than the longest day, a quarter past the end of summer time; what is left of it is cut off again."""


def wishes_of(tx: Tx, desk: Desk, asked: Slice) -> Iterator[Approved]:
    """List the approved wishes of a slice, one at a time."""
    if not desk.sees_small_numbers:
        return iter(())
    since = start_of(asked.first) if asked.first else 0
    until = end_of(asked.last) if asked.last else None
    return approved_of(tx, [each.id for each in asked.rounds], asked.place, since, until)


def end_of(day: str) -> int:
    """Tell the moment that a day ends here.

    >>> (end_of("2026-10-25") - start_of("2026-10-25")) // 3_600_000
    25
    """
    return start_of(day_of(start_of(day) + A_DAY))
