"""Sums up a round: how many wished for what, what stands in the way, and how much still waits.

One rule: everything comes from the kept figures, and whoever may not read the wishes sees no small number.
"""

from typing import Any

from collector.catalogue import nothing_answers
from collector.desk import Desk, OutOfReach
from collector.model import Round
from collector.small_numbers import FEW, Cell, hide_few, hide_few_of_total, plain
from collector.store import catalogue, counts, rounds
from collector.store.front import Tx

BY_TAG = {"activities": "activity", "barriers": "barrier", "forms": "form"}
"""One wish may stand in several rows of these, so the rows have no sum."""
BY_WISH = {"languages": "language", "sources": "source"}
"""Every wish stands in one row of these, so the rows add up to the approved."""
TOTALS = {"approved": "approved", "waiting": "waiting"}


def list_rounds(tx: Tx, desk: Desk) -> list[dict[str, Any]]:
    """List the rounds that can be summed up."""
    return [as_named(each) for each in rounds.rounds_of(tx, desk.municipality.id)]


def sum_up(tx: Tx, desk: Desk, code: str, today: str) -> dict[str, Any]:
    """Sum up one round; what exists already is looked up as it stands today."""
    asked = rounds.find_round(tx, code)
    if asked is None or asked.municipality.id != desk.municipality.id:
        raise OutOfReach
    figures = counts.figures_of(tx, asked.id)
    states = figures.get("state", {})
    everything = desk.sees_small_numbers
    totals = {name: states.get(state, 0) for name, state in TOTALS.items()}
    totals["senders"] = figures.get("senders", {}).get("all", 0)
    answered = figures.get("answered", {}).get("all", 0)
    by_tag = plain if everything else hide_few
    by_wish = plain if everything or totals["approved"] < FEW else hide_few_of_total
    if not everything and totals["approved"] < FEW:
        figures = {}
    wished = figures.get("activity", {})
    unmet = nothing_answers(catalogue.entries_of(tx, desk.municipality.id), wished, today)
    return {
        "round": as_named(asked),
        "nothing_answers": [as_cell(cell) for cell in by_tag(unmet)],
        "small_hidden": not everything,
        "answered": as_share(answered, totals["approved"], everything),
        "totals": {cell.name: as_cell(cell) for cell in by_tag(totals)},
        **{name: [as_cell(cell) for cell in by_tag(figures.get(kind, {}))] for name, kind in BY_TAG.items()},
        **{
            name: [as_cell(cell) for cell in by_wish(figures.get(kind, {}))] for name, kind in BY_WISH.items()
        },
    }


def as_share(answered: int, approved: int, everything: bool) -> dict[str, Any]:
    """Tell how many of the approved wishes have an answer, and how large a part that is.

    >>> as_share(3, 4, True)
    {'id': 'answered', 'n': 3, 'hidden': '', 'percent': 75}
    """
    parts = {"answered": answered, "unanswered": approved - answered}
    hidden = hide_few_of_total(parts) if approved >= FEW else []
    cells = plain(parts) if everything else hidden
    cell = next((cell for cell in cells if cell.name == "answered"), Cell("answered", None, "few"))
    percent = cell.n * 100 // approved if cell.n is not None and approved else None
    return as_cell(cell) | {"percent": percent}


def as_named(asked: Round) -> dict[str, Any]:
    """Name a round."""
    return {"code": asked.code, "name": asked.name, "opens_at": asked.opens_at, "closes_at": asked.closes_at}


def as_cell(cell: Cell) -> dict[str, Any]:
    """Make a figure ready to show."""
    return {"id": cell.name, "n": cell.n, "hidden": cell.hidden}
