"""Cutting a period: whatever the days, its pieces are those days, each once, and few of them."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from collector.store.periods import FOR_EVER, SINCE_EVER, Piece, parts_of, pieces

MOST_DAYS = 30
"""Half a month at each end; before, whole months but a day were read by their days: sixty."""


def days_in(piece: Piece) -> list[str]:
    if piece.cut == "day":
        return parts_of(piece)
    first, last = date.fromisoformat(f"{piece.first}-01"), date.fromisoformat(f"{piece.last}-28")
    found = [first]
    while (found[-1] + timedelta(1)).isoformat()[:7] <= last.isoformat()[:7]:
        found.append(found[-1] + timedelta(1))
    return [each.isoformat() for each in found]


@given(st.dates(date(1999, 1, 1), date(2040, 12, 31)), st.integers(0, 500))
@example(date(2026, 1, 1), 0)
@example(date(2026, 2, 1), 27)
@example(date(2024, 2, 2), 27)
@example(date(2026, 3, 2), 60)
@example(date(2025, 12, 17), 30)
def test_the_pieces_of_a_period_are_its_days_each_once(first: date, more: int) -> None:
    days = [(first + timedelta(n)).isoformat() for n in range(more + 1)]
    found, read = Counter[str](), 0
    for piece in pieces(days[0], days[-1]):
        assert piece.first <= piece.last
        read += len(parts_of(piece)) if piece.cut == "day" else 0
        for day in days_in(piece):
            found[day] += piece.sign
    assert {day: n for day, n in found.items() if n} == dict.fromkeys(days, 1)
    assert read <= MOST_DAYS


def test_a_period_that_is_open_reaches_from_the_first_day_and_to_the_last() -> None:
    assert pieces(SINCE_EVER, FOR_EVER) == [Piece("month", "0001-01", "9999-12")]
    assert pieces(SINCE_EVER, "2026-03-05") == [
        Piece("month", "0001-01", "2026-02"),
        Piece("day", "2026-03-01", "2026-03-05"),
    ]
    assert pieces("2026-03-05", FOR_EVER) == [
        Piece("month", "2026-03", "9999-12"),
        Piece("day", "2026-03-01", "2026-03-04", -1),
    ]
