"""Whether we may write to somebody first, now: by their municipality's hours and by what they had lately.

One rule: it holds for what we begin ourselves and for nothing else; a reply and a help card never ask here.
"""

from dataclasses import dataclass

from collector.here import day_of, start_of
from collector.hours import hours_of
from collector.store import begun
from collector.store.front import Tx

A_DAY, A_WEEK = 2, 4
"""So many messages that we begin does a young person get at most; what is more is gathered into one."""
DAY_MS = 24 * 60 * 60 * 1000
WEEK_MS = 7 * DAY_MS


@dataclass(frozen=True, slots=True)
class MayBegin:
    """When we may write, and how many messages are left then; `everybody` waits where the hour is wrong."""

    at: int
    left: int = 0
    everybody: bool = False


def may_begin(tx: Tx, municipality_id: str, talk_id: str, now: int) -> MayBegin:
    """Tell when we may write to somebody first."""
    hours = hours_of(tx, municipality_id)
    open_at = hours.open_from(now)
    if open_at > now:
        return MayBegin(open_at, everybody=True)
    week = begun.moments(tx, talk_id, now - WEEK_MS, now + DAY_MS)
    today = start_of(day_of(now))
    left = min(A_DAY - sum(at >= today for at in week), A_WEEK - len(week))
    if left > 0:
        return MayBegin(now, left)
    tomorrow = start_of(day_of(today + DAY_MS + DAY_MS // 2))  # a day may have 23 or 25 hours
    free_at = tomorrow if len(week) < A_WEEK else max(week[-A_WEEK] + WEEK_MS, now + 1)
    return MayBegin(hours.open_from(free_at))
