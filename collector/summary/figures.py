"""The figures of a summary: how many wished for what, what stands in the way, and how much still waits.

One rule: everything comes from the kept figures, and what somebody may be told is made of them before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from collector.desk import Desk
from collector.here import monday_of
from collector.small_numbers import Cell
from collector.store import counts_anew, counts_in
from collector.store.front import Tx
from collector.summary import changes, sensitivity
from collector.summary.cells import BY_TAG, BY_WISH, as_cell, as_share, as_told
from collector.summary.guarding import guard
from collector.summary.slices import Slice
from nlp.precision import precisions

TOTALS = {"approved": "approved", "waiting": "waiting"}
BY_WHO = {"ages": "age", "schools": "school"}
"""Told by the sender of herself, so they are told in steps to everybody, and never how many told nothing."""
MOST_WEEKS = 60
"""Where there are more, it goes by month."""
TOTALLED = ("state", "answered", "alone", "senders")
COMPARED = (*TOTALLED, *BY_TAG.values())
"""What is read of what a slice is held against."""
SHOWN = (*COMPARED, *BY_WISH.values(), "place", "school", "day", "sure")
"""What a summary reads; of age and school what is shown is told in steps, and not from here."""
Figures = dict[str, dict[str, int]]


def read(tx: Tx, asked: Slice, kinds: Iterable[str] = SHOWN) -> Figures:
    """Read what was kept of a slice."""
    return counts_in.read(tx, asked.extent, kinds)


def tell(tx: Tx, desk: Desk, asked: Slice, today: str = "") -> dict[str, Any]:
    """Tell the totals and how they are made up, what changed, and what it hangs on."""
    counted = counted_for(tx, desk, asked)
    told = show(guard(tx, desk, asked, counted), desk) | sensitivity.tell(tx, desk, asked, counted)
    told["counting"] = counts_anew.goes_on(tx, asked.municipality_id)
    told["changes"] = None
    before = changes.find_before(tx, desk, asked, today) if today else None
    if before is not None:
        had = guard(tx, desk, before.asked, counted_for(tx, desk, before.asked, COMPARED))
        changes.hold_against(told, show_totals(had, desk) | show_tags(had), BY_TAG, desk)
        told["changes"] = before.asked.named() | {"kind": before.kind}
    return told


def counted_for(tx: Tx, desk: Desk, asked: Slice, kinds: Iterable[str] = SHOWN) -> Figures:
    """Read what was kept of a slice for whoever is shown that; others are told what stands."""
    return read(tx, asked, kinds) if desk.sees_small_numbers else {}


def shown(tx: Tx, desk: Desk, asked: Slice) -> dict[str, Any]:
    """Read the figures as somebody may be told them, and nothing beside them."""
    return show(guard(tx, desk, asked, counted_for(tx, desk, asked)), desk)


def themes(tx: Tx, desk: Desk, asked: Slice) -> dict[str, dict[str, Any]]:
    """Read the cell of each activity that was wished for, the greatest first."""
    return by_theme(tags(tx, desk, asked, ["activity"]))


def tags(tx: Tx, desk: Desk, asked: Slice, kinds: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Read nothing but activities, barriers or forms, as somebody may be told them."""
    return show_tags(guard(tx, desk, asked, counted_for(tx, desk, asked, kinds)))


def places(tx: Tx, desk: Desk, asked: Slice) -> list[dict[str, Any]]:
    """Read nothing but where they are from, as somebody may be told it."""
    return _cells(guard(tx, desk, asked, counted_for(tx, desk, asked, ["place"])).get("place", {}))


def by_theme(told: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Find the cell of each activity in what is told already."""
    return {cell["id"]: cell for cell in told["activities"]}


def show(figures: Figures, desk: Desk) -> dict[str, Any]:
    """Make figures that somebody may be told ready to show."""
    told: dict[str, Any] = show_totals(figures, desk) | {"places": _cells(figures.get("place", {}))}
    told |= show_tags(figures)
    for name, kind in (BY_WISH | BY_WHO).items():
        told[name] = _cells(figures.get(kind, {}))
    voices = counts_in.voices(figures)
    for cell in told["sources"]:
        cell["voices"] = as_cell(as_told(cell["id"], voices.get(cell["id"], 0), desk))
    told["over_time_by"], over_time = by_week_or_month(figures.get("day") or figures.get("week", {}))
    cells = [as_told(first, n, desk) for first, n in over_time.items()]
    told["over_time"] = [{"first": cell.name, "n": cell.n, "hidden": cell.hidden} for cell in cells]
    return told


def show_totals(figures: Figures, desk: Desk) -> dict[str, Any]:
    """Make the totals ready to show."""
    states = figures.get("state", {})
    totals = {name: states.get(state, 0) for name, state in TOTALS.items()}
    totals["senders"] = counts_in.voices(figures).get("all", 0)
    answered = figures.get("answered", {}).get("all", 0)
    return {
        "answered": as_share(answered, totals["approved"], desk),
        "totals": {name: as_cell(as_told(name, n, desk)) for name, n in totals.items()},
    }


def show_tags(figures: Figures) -> dict[str, list[dict[str, Any]]]:
    """Make what was wished for, what stands in the way and how it might be ready to show."""
    return {
        name: [_measured(cell) for cell in _cells(figures.get(kind, {}))] for name, kind in BY_TAG.items()
    }


def _cells(rows: Mapping[str, int]) -> list[dict[str, Any]]:
    return [as_cell(Cell(name, n)) for name, n in rows.items()]


def _measured(cell: dict[str, Any]) -> dict[str, Any]:
    """Put beside a tag how often it is right where the tagger gives it."""
    measured = precisions().get(cell["id"])
    return cell | {"change": None, "precision": measured._asdict() if measured else None}


def by_week_or_month(days: Mapping[str, int]) -> tuple[str, dict[str, int]]:
    """Add days up to weeks that begin on Monday, none left out between; or to months where there are many.

    >>> by_week_or_month({"2026-10-25": 2, "2026-10-26": 1, "2026-11-09": 1})[1]
    {'2026-10-19': 2, '2026-10-26': 1, '2026-11-02': 0, '2026-11-09': 1}
    """
    if not days:
        return "week", {}
    mondays = Counter[str]()
    for day, n in days.items():
        mondays[monday_of(day)] += n
    first, last = date.fromisoformat(min(mondays)), date.fromisoformat(max(mondays))
    length = (last - first).days // 7 + 1
    if length <= MOST_WEEKS:
        every = ((first + timedelta(weeks=n)).isoformat() for n in range(length))
        return "week", {day: mondays[day] for day in every}
    months = Counter[str]()
    for day, n in days.items():
        months[f"{day[:7]}-01"] += n
    return "month", dict(sorted(months.items()))
