"""What changed since last time: against the round before, or against the days before of the same number.

One rule: only figures that are shown on both sides are held against each other, and a round that still runs
is held against as many days of the one before; a round of which nothing is told is none.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from collector.desk import Desk
from collector.here import day_of
from collector.model import Round
from collector.store import rounds
from collector.store.front import Tx
from collector.summary.guarding import said_in
from collector.summary.slices import Slice


class Before(NamedTuple):
    """What a slice is held against, and how it was chosen: «round», «same-day» or «period»."""

    kind: str
    asked: Slice


def find_before(tx: Tx, desk: Desk, asked: Slice, today: str) -> Before | None:
    """Choose what to hold a slice against, if there was anything before it."""
    if asked.first and asked.last:
        days = _days_before(asked)
        return Before("period", days) if days else None
    if asked.whole or asked.first or asked.last:
        return None
    this = asked.rounds[0]
    last = _round_before(tx, desk, this)
    if last is None:
        return None
    before = replace(asked, rounds=(last,))
    runs = this.closes_at is None or day_of(this.closes_at) >= today
    if not runs or asked.place:
        return Before("round", before)
    gone = max(0, (date.fromisoformat(today) - _day(this.opens_at)).days)
    opened = _day(last.opens_at)
    to = opened + timedelta(days=gone)
    return Before("same-day", replace(before, first=opened.isoformat(), last=to.isoformat()))


def _days_before(asked: Slice) -> Slice | None:
    """Name the days before a period, as many as it has; before the first of all days there are none.

    >>> found = _days_before(Slice("m", (), first="2026-03-29", last="2026-03-31"))
    >>> found and (found.first, found.last)
    ('2026-03-26', '2026-03-28')
    """
    first, last = (date.fromisoformat(day).toordinal() for day in (asked.first, asked.last))
    since = first - (last - first) - 1
    if since < 1:
        return None
    days = (date.fromordinal(each).isoformat() for each in (since, first - 1))
    return replace(asked, first=next(days), last=next(days))


def _round_before(tx: Tx, desk: Desk, this: Round) -> Round | None:
    """Find the newest of those before of which this one is told anything: an empty one is no last time."""
    here = this.municipality.id
    earlier = [
        each for each in rounds.rounds_of(tx, here) if (each.opens_at, each.id) < (this.opens_at, this.id)
    ]
    said = said_in(tx, desk, Slice(here, tuple(earlier)))
    told = [each for each in earlier if each.id in said]
    return max(told, key=lambda each: (each.opens_at, each.id), default=None)


def _day(at: int) -> date:
    return date.fromisoformat(day_of(at))


def hold_against(told: dict[str, Any], before: dict[str, Any], parts: Iterable[str], desk: Desk) -> None:
    """Put beside each figure by how much it grew, where both are shown; a row told in steps may be few."""
    nothing = {"n": 0 if desk.sees_small_numbers else None}
    for name in parts:
        had = {cell["id"]: cell for cell in before[name]}
        whole = {cell["id"] for cell in told[name]}
        for cell in told[name]:
            cell["change"] = grown(cell, had.get(cell["id"], nothing))
        told.setdefault("gone", {})[name] = [
            each for each in had if each not in whole and desk.sees_small_numbers
        ]
    for name, cell in told["totals"].items():
        cell["change"] = grown(cell, before["totals"][name])


def grown(cell: dict[str, Any], had: dict[str, Any]) -> int | None:
    """Tell by how much a figure grew.

    >>> grown({"n": 7, "hidden": ""}, {"n": 5, "hidden": ""}), grown({"n": 7}, {"n": None, "hidden": "few"})
    (2, None)
    """
    return None if cell["n"] is None or had["n"] is None else cell["n"] - had["n"]
