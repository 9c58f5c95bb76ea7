"""What the summary would be otherwise: without one source, without the largest school, without unsure tags.

One rule: it tells places among the first, never a figure; and a tag with few wishes has no place in it, so
that nobody reads a small number out of an order.
"""

from collections.abc import Mapping
from statistics import median
from typing import Any

from collector.desk import Desk
from collector.small_numbers import FEW, Cell
from collector.store import counts_in, prints
from collector.store.counts_in import Extent
from collector.store.front import Tx
from collector.summary import at_once
from collector.summary.cells import as_cell
from collector.summary.slices import Slice

FIRST = 10
FEWEST_IN_A_BURST = 10
TIMES_THE_USUAL = 3
MANY_OF_ONE = 3
"""Wishes for each voice: at least so many in a burst."""
SHOWN = 5
Figures = Mapping[str, Mapping[str, int]]


def tell(tx: Tx, desk: Desk, asked: Slice, found: Figures) -> dict[str, Any]:
    """Tell what would change the order of the activities, and what came in bursts or as copies."""
    if not desk.sees_small_numbers or found.get("state", {}).get("approved", 0) < FEW:
        return {"sensitivity": [], "bursts": [], "at_once": [], "copies": []}
    extent = asked.extent
    return {
        "sensitivity": without(tx, extent, found),
        "bursts": [] if asked.place else bursts(tx, desk, extent, found),
        "at_once": [] if asked.place else at_once.tell(tx, extent, found.get("day", {})),
        "copies": [] if asked.is_narrow else copies(tx, desk, extent),
    }


def without(tx: Tx, extent: Extent, found: Figures) -> list[dict[str, Any]]:
    """Tell which of the first activities would have another place."""
    activities = found.get("activity", {})
    sources = [("source", name) for name in found.get("source", {})]
    largest = [("school", name) for name, n in found.get("school", {}).items() if n >= FEW][:1]
    crossed = counts_in.crossed(tx, extent, [*(sources if len(sources) > 1 else []), *largest])
    sure = found.get("sure", {})
    unsure = {tag: n - sure.get(tag, 0) for tag, n in activities.items()}
    cases = [(what, name, some) for (what, name), some in crossed.items()]
    cases += [("unsure", "", unsure)] if any(unsure.values()) else []
    return [
        {"without": what, "id": name, "moves": moves(activities, left_out)} for what, name, left_out in cases
    ]


def moves(activities: Mapping[str, int], left_out: Mapping[str, int]) -> list[dict[str, Any]]:
    """Tell which of the first would have another place, or none, with some wishes left out.

    >>> moves({"band": 9, "dance": 7, "gaming": 5}, {"band": 3})
    [{'id': 'band', 'from': 1, 'to': 2}, {'id': 'dance', 'from': 2, 'to': 1}]
    """
    before = places(activities)
    after = places({tag: n - left_out.get(tag, 0) for tag, n in activities.items()})
    changed = {tag: (before.get(tag), after.get(tag)) for tag in {**before, **after}}
    return [
        {"id": tag, "from": was, "to": now}
        for tag, (was, now) in changed.items()
        if was != now and min(was or FIRST + 1, now or FIRST + 1) <= FIRST
    ]


def places(activities: Mapping[str, int]) -> dict[str, int]:
    """Give each activity its place; those with as many share it, and those with few have none.

    >>> places({"band": 9, "dance": 7, "gaming": 7, "horses": 6, "korps": 4})
    {'band': 1, 'dance': 2, 'gaming': 2, 'horses': 4}
    """
    counted = {tag: n for tag, n in activities.items() if n >= FEW}
    ordered = sorted(counted.values(), reverse=True)
    found = {tag: ordered.index(n) + 1 for tag, n in counted.items()}
    return dict(sorted(found.items(), key=lambda each: (each[1], each[0])))


def bursts(tx: Tx, desk: Desk, extent: Extent, found: Figures) -> list[dict[str, Any]]:
    """Name the days with far more than usual from few voices, the greatest first."""
    days = found.get("day", {})
    usual = median(days.values()) if days else 0
    least = max(FEWEST_IN_A_BURST, TIMES_THE_USUAL * usual if len(days) > 2 else 0)
    many = [day for day, n in days.items() if n >= least]
    voices = counts_in.voices_each_day(tx, extent, many)
    few = [day for day in many if days[day] >= MANY_OF_ONE * voices.get(day, 0)]
    return [{"day": day, "n": days[day], "voices": _voices(voices.get(day, 0))} for day in few[:SHOWN]]


def copies(tx: Tx, desk: Desk, extent: Extent) -> list[dict[str, Any]]:
    """Tell of wishes with nearly the same words, the most first: how many, and how many voices."""
    return [
        {"n": kind.n, "voices": _voices(kind.voices), "more": kind.n == prints.AT_MOST}
        | ({"wish": kind.wish_id} if desk.may_answer else {})
        for kind in prints.copies(tx, extent)[:SHOWN]
    ]


def _voices(n: int) -> dict[str, Any]:
    cell = Cell("voices", n)
    return as_cell(cell)
