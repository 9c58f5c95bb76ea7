"""Makes of what is counted what somebody may be told, for each kind of reader.

One rule: whoever reads the wishes sees plain figures, and nobody sees who wished other than in steps; what is
larger or narrower than a round is put together of what is told of rounds (docs/decisions/0016).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from collector.desk import Desk
from collector.small_numbers import FEW, FEW_IN_PUBLIC
from collector.steps import WHO, Figures
from collector.store import counts, standing
from collector.store.front import Tx
from collector.store.standing import WHOLE
from collector.summary.slices import Slice


def guard(tx: Tx, desk: Desk, asked: Slice, counted: Figures) -> Figures:
    """Tell of a slice what the one who asks may know; a row that is not there is under a step, or none."""
    if not desk.sees_small_numbers:
        return told_of(tx, asked, step_for(desk))
    plain = {kind: rows for kind, rows in counted.items() if kind not in WHO}
    if asked.is_narrow:
        return plain
    told = told_of(tx, asked, FEW)
    return plain | {kind: told[kind] for kind in WHO if kind in told}


def step_for(desk: Desk) -> int:
    """Say in which steps figures are told to somebody.

    >>> FEW, FEW_IN_PUBLIC
    (5, 10)
    """
    return FEW_IN_PUBLIC if desk.eyes == "public" else FEW


def told_of(tx: Tx, asked: Slice, step: int) -> Figures:
    """Put together what is told of a slice."""
    if asked.place:
        return together(each.get(asked.place, {}) for each in _stands(tx, asked, step).values())
    whole = together(told_of_each(tx, asked, step).values())
    return of_weeks(whole, asked.first, asked.last) if asked.is_narrow else whole


def told_of_each(tx: Tx, asked: Slice, step: int) -> dict[str, Figures]:
    """Read what is told of each round of a slice as a whole, whatever place or days were asked for."""
    return {each: told.get(WHOLE, {}) for each, told in _stands(tx, asked, step).items()}


def _stands(tx: Tx, asked: Slice, step: int) -> dict[str, dict[str, Figures]]:
    return standing.told_to(tx, [each.id for each in asked.rounds], step, counts.told_of)


def said_in(tx: Tx, desk: Desk, asked: Slice) -> set[str]:
    """Name the rounds of a slice of which somebody is told that there are wishes."""
    if desk.sees_small_numbers:
        return counts.with_approved(tx, [each.id for each in asked.rounds])
    told = told_of_each(tx, asked, step_for(desk))
    return {each for each, figures in told.items() if figures.get("state", {}).get("approved")}


def of_weeks(whole: Figures, first: str, last: str) -> Figures:
    """Tell of a period how many wished in each whole week of it, and nothing more.

    >>> of_weeks({"week": {"2026-09-14": 10, "2026-09-21": 5}}, "2026-09-16", "")
    {'week': {'2026-09-21': 5}, 'state': {'approved': 5}}
    """
    weeks = {
        monday: n
        for monday, n in whole.get("week", {}).items()
        if (not first or monday >= first) and (not last or _sunday(monday) <= last)
    }
    return {"week": weeks, "state": {"approved": sum(weeks.values())}} if weeks else {}


def together(told: Iterable[Figures]) -> Figures:
    """Add up what is told of several rounds; what somebody could add up herself tells her nothing new."""
    return counts.together(told)


def _sunday(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(days=6)).isoformat()
