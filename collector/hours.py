"""When we may write to young people first: by day, outside lessons.

One rule: hours are those of the clock on the wall here, on each day by itself, so that no change to or from
summer time moves them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from collector.here import HERE, clock_of, day_of
from collector.resting import is_between
from collector.store import municipalities
from collector.store.front import Tx

QUIET = ("21:00", "08:00")
LESSONS = ("08:30", "14:30")
"""Where a municipality has recorded nothing else. Most lower secondary schools here begin between 8:15 and
8:45 and end before half past two; an evening message is one that lies beside a bed."""
SATURDAY = 5
LOOKS_AHEAD_DAYS = 60
A_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one municipality."""

    quiet: tuple[str, str] = QUIET
    lessons: tuple[str, str] = LESSONS
    holidays: tuple[tuple[str, str], ...] = ()

    def are_open(self, now: int) -> bool:
        """Tell whether we may begin now.

        >>> monday_16 = 1_790_000_000_000
        >>> Hours().are_open(monday_16), Hours().are_open(monday_16 - 4 * 3_600_000)
        (True, False)
        """
        clock, day = clock_of(now), day_of(now)
        return not is_between(clock, *self.quiet) and not (
            self.is_school_day(day) and is_between(clock, *self.lessons)
        )

    def is_school_day(self, day: str) -> bool:
        """Tell whether there are lessons on a day.

        >>> Hours().is_school_day("2026-09-21"), Hours().is_school_day("2026-09-20")
        (True, False)
        """
        at_home = any(first <= day <= last for first, last in self.holidays)
        return not at_home and date.fromisoformat(day).weekday() < SATURDAY

    def open_from(self, now: int) -> int:
        """Tell the first moment from now on at which we may begin.

        >>> at_noon = 1_790_000_000_000 - 4 * 3_600_000
        >>> clock_of(Hours().open_from(at_noon))
        '14:30'
        """
        if self.are_open(now):
            return now
        return next((at for at in self._changes(now) if at > now and self.are_open(at)), now + A_DAY_MS)

    def _changes(self, now: int) -> Iterable[int]:
        """List when something may begin to be open, the soonest first."""
        first = date.fromisoformat(day_of(now))
        for days in range(LOOKS_AHEAD_DAYS):
            day = first + timedelta(days=days)
            yield from sorted({_moment(day, clock) for clock in ("00:00", self.quiet[1], self.lessons[1])})


def _moment(day: date, clock: str) -> int:
    """Tell the moment of a time of day; one that summer time leaps over comes an hour later."""
    here = datetime.combine(day, time.fromisoformat(clock), HERE)
    return int(here.astimezone(UTC).timestamp() * 1000)


def hours_of(tx: Tx, municipality_id: str) -> Hours:
    """Read a municipality's hours; what it has not recorded is as we propose."""
    facts = municipalities.facts_of(tx, municipality_id)
    holidays = municipalities.list_of(tx, municipality_id, "holidays")
    return Hours(
        _pair(facts, "quiet", QUIET),
        _pair(facts, "lessons", LESSONS),
        tuple((each["from_day"], each["to_day"]) for each in holidays),
    )


def _pair(facts: Mapping[str, str], name: str, proposed: tuple[str, str]) -> tuple[str, str]:
    first, last = facts.get(f"{name}-from", ""), facts.get(f"{name}-to", "")
    return (first, last) if first and last else proposed
