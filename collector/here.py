"""What day and hour it is where the people are; moments themselves are kept in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Oslo")


def day_of(now: int) -> str:
    """Name the day that it is here.

    >>> day_of(1_790_000_000_000)
    '2026-09-21'
    """
    return _here(now).date().isoformat()


def monday_of(day: str) -> str:
    """Name the Monday of a day's week.

    >>> monday_of("2026-10-25")
    '2026-10-19'
    """
    at = date.fromisoformat(day)
    return (at - timedelta(days=at.weekday())).isoformat()


def start_of(day: str) -> int:
    """Tell the moment that a day begins here; a day that does not exist is a ValueError.

    >>> day_of(start_of("2026-10-25")), day_of(start_of("2026-10-25") - 1)
    ('2026-10-25', '2026-10-24')
    """
    return int(datetime.combine(date.fromisoformat(day), time(), HERE).timestamp() * 1000)


def moment_at(day: str, hour: int) -> int:
    """Tell the moment that it is an hour of a day here, also when the clocks have changed.

    >>> clock_of(moment_at("2026-10-24", 8)), clock_of(moment_at("2026-10-26", 8))
    ('08:00', '08:00')
    """
    return int(datetime.combine(date.fromisoformat(day), time(hour), HERE).timestamp() * 1000)


def hour_of(now: int) -> int:
    """Tell the hour that it is here.

    >>> hour_of(1_790_000_000_000)
    16
    """
    return _here(now).hour


def moment_of(now: int) -> str:
    """Write a moment as it is here.

    >>> moment_of(1_790_000_000_000)
    '2026-09-21 16:13'
    """
    return _here(now).strftime("%Y-%m-%d %H:%M")


def clock_of(now: int) -> str:
    """Tell the time of day that it is here.

    >>> clock_of(1_790_000_000_000)
    '16:13'
    """
    return f"{_here(now):%H:%M}"


def _here(now: int) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(HERE)
