"""Cuts a period into what figures are kept by: whole months, and days that are added or taken away again.

One rule: of a month the fewer days are read, those that are of the period or those that are not.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

SINCE_EVER, FOR_EVER = "0001-01-01", "9999-12-31"


class Piece(NamedTuple):
    """Some months or days, from one to another, both with it; `sign` is -1 where they are taken away."""

    cut: str
    first: str
    last: str
    sign: int = 1


def pieces(first: str, last: str) -> list[Piece]:
    """Cut a period into whole months and the days that lack or that are too many.

    >>> [tuple(each) for each in pieces("2026-09-29", "2026-10-31")]
    [('month', '2026-10', '2026-10', 1), ('day', '2026-09-29', '2026-09-30', 1)]
    >>> [tuple(each) for each in pieces("2026-09-03", "2026-10-31")]
    [('month', '2026-09', '2026-10', 1), ('day', '2026-09-01', '2026-09-02', -1)]
    """
    begins, ends = first[:7], last[:7]
    if begins == ends:
        return _in_month(first, last)
    found = [*_in_month(first, _last_of(begins)), *_in_month(f"{ends}-01", last)]
    between = Piece("month", _month(_number(begins) + 1), _month(_number(ends) - 1))
    found += [between] if between.first <= between.last else []
    months = sorted(each for each in found if each.cut == "month")  # one after another, with no gap
    whole = [Piece("month", months[0].first, months[-1].last)] if months else []
    return whole + [each for each in found if each.cut == "day"]


def parts_of(piece: Piece) -> list[str]:
    """Name the days or the months of a piece.

    >>> parts_of(Piece("month", "2026-11", "2027-01")), parts_of(Piece("day", "2026-02-28", "2026-03-01"))
    (['2026-11', '2026-12', '2027-01'], ['2026-02-28', '2026-03-01'])
    """
    if piece.cut == "day":
        first, last = (date.fromisoformat(day).toordinal() for day in (piece.first, piece.last))
        return [date.fromordinal(each).isoformat() for each in range(first, last + 1)]
    return [_month(each) for each in range(_number(piece.first), _number(piece.last) + 1)]


def _in_month(first: str, last: str) -> list[Piece]:
    """Cut days of one month: themselves, or the month without the others."""
    month, size = first[:7], int(_last_of(first[:7])[8:])
    since, until = int(first[8:]), int(last[8:])
    if until - since + 1 <= size // 2:
        return [Piece("day", first, last)]
    return [Piece("month", month, month), *_others(month, since, until, size)]


def _others(month: str, since: int, until: int, size: int) -> Iterator[Piece]:
    if since > 1:
        yield Piece("day", f"{month}-01", f"{month}-{since - 1:02}", -1)
    if until < size:
        yield Piece("day", f"{month}-{until + 1:02}", f"{month}-{size:02}", -1)


def _last_of(month: str) -> str:
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
