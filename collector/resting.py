"""Tells when a municipality rests: in its quiet hours, and on its holidays.

One rule: only what we begin ourselves waits for it. A reply, a help card and an alert never do.
"""

from collector.here import clock_of, day_of
from collector.store import municipalities
from collector.store.front import Tx


def rests(tx: Tx, municipality_id: str, now: int) -> bool:
    """Tell whether nobody there should be sent anything that can wait."""
    facts = municipalities.facts_of(tx, municipality_id)
    quiet_from, quiet_to = facts.get("quiet-from", ""), facts.get("quiet-to", "")
    if quiet_from and quiet_to and is_between(clock_of(now), quiet_from, quiet_to):
        return True
    today = day_of(now)
    holidays = municipalities.list_of(tx, municipality_id, "holidays")
    return any(each["from_day"] <= today <= each["to_day"] for each in holidays)


def is_between(clock: str, first: str, last: str) -> bool:
    """Tell whether a time of day lies between two others, over midnight too.

    >>> is_between("23:10", "21:00", "07:30"), is_between("07:30", "21:00", "07:30")
    (True, False)
    """
    if first <= last:
        return first <= clock < last
    return clock >= first or clock < last
