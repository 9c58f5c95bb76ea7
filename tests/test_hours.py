"""When we may write to young people first: by day, outside lessons, whatever the clock on the wall does."""

from datetime import datetime

import pytest

from collector.here import HERE, moment_of
from collector.hours import Hours


def at(written: str, fold: int = 0) -> int:
    """Tell the moment that a clock here shows; `fold` is the second of two that show the same."""
    return int(datetime.fromisoformat(written).replace(tzinfo=HERE, fold=fold).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ("2026-09-21 07:59", "2026-09-21 08:00"),
        ("2026-09-21 08:00", "2026-09-21 08:00"),
        ("2026-09-21 08:29", "2026-09-21 08:29"),
        ("2026-09-21 08:30", "2026-09-21 14:30"),
        ("2026-09-21 14:29", "2026-09-21 14:30"),
        ("2026-09-21 20:59", "2026-09-21 20:59"),
        ("2026-09-21 21:00", "2026-09-22 08:00"),
        ("2026-09-22 00:00", "2026-09-22 08:00"),
        ("2026-09-26 10:00", "2026-09-26 10:00"),  # a Saturday
        ("2026-09-25 23:00", "2026-09-26 08:00"),
        ("2026-10-24 22:00", "2026-10-25 08:00"),  # the night that is an hour longer
        ("2027-03-27 22:00", "2027-03-28 08:00"),  # the night that is an hour shorter
        ("2026-10-05 10:00", "2026-10-05 10:00"),  # the autumn holiday: its first day, one within, its last
        ("2026-10-06 10:00", "2026-10-06 10:00"),
        ("2026-10-09 10:00", "2026-10-09 10:00"),
        ("2026-10-06 21:30", "2026-10-07 08:00"),
        ("2026-10-09 21:30", "2026-10-10 08:00"),
        ("2026-10-12 10:00", "2026-10-12 14:30"),  # school again
    ],
)
def test_what_we_begin_goes_by_day_and_outside_lessons(now: str, goes: str) -> None:
    hours = Hours(holidays=(("2026-10-05", "2026-10-09"),))
    assert moment_of(hours.open_from(at(now))) == goes


def test_the_night_that_is_an_hour_longer_is_quiet_both_times() -> None:
    for fold in (0, 1):
        assert moment_of(Hours().open_from(at("2026-10-25 02:30", fold))) == "2026-10-25 08:00"


def test_an_hour_that_summer_time_leaps_over_comes_an_hour_later() -> None:
    early = Hours(quiet=("22:00", "02:30"))
    assert moment_of(early.open_from(at("2027-03-28 00:10"))) == "2027-03-28 03:30"


def test_a_municipality_that_records_its_own_hours_is_heard() -> None:
    late = Hours(quiet=("22:00", "10:00"), lessons=("09:00", "15:15"))
    assert moment_of(late.open_from(at("2026-09-21 21:30"))) == "2026-09-21 21:30"
    assert moment_of(late.open_from(at("2026-09-21 10:30"))) == "2026-09-21 15:15"
    assert moment_of(late.open_from(at("2026-09-20 09:30"))) == "2026-09-20 10:00"


def test_lessons_over_midnight_end_with_the_last_school_day() -> None:
    late = Hours(quiet=("03:00", "06:00"), lessons=("20:00", "02:00"))
    assert moment_of(late.open_from(at("2026-09-24 23:00"))) == "2026-09-25 02:00"
    assert moment_of(late.open_from(at("2026-09-25 23:00"))) == "2026-09-26 00:00"


def test_hours_that_are_never_open_are_asked_again_tomorrow() -> None:
    never = Hours(quiet=("08:00", "07:59"), lessons=("07:00", "08:30"))
    now = at("2026-09-21 12:00")
    assert now < never.open_from(now) <= at("2026-09-27 12:00")
