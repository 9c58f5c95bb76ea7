"""Figures made ready to show, for each part of a summary alike.

One rule: a figure that is hidden is None, with the reason beside it; no page decides that for itself.
"""

from typing import Any

from collector.desk import Desk
from collector.model import Round
from collector.small_numbers import FEW, Cell
from collector.steps import most_doubt

BY_TAG = {"activities": "activity", "barriers": "barrier", "forms": "form"}
"""One wish may stand in several rows of these, so the rows have no sum."""
BY_WISH = {"languages": "language", "sources": "source"}
"""Every wish stands in one row of these, so the rows add up to the approved."""


NEARLY = 10
"""Percent; a share that may be so far from the truth is better not told."""


def as_named(asked: Round) -> dict[str, Any]:
    """Name a round."""
    return {"code": asked.code, "name": asked.name, "opens_at": asked.opens_at, "closes_at": asked.closes_at}


def as_cell(cell: Cell) -> dict[str, Any]:
    """Make a figure ready to show."""
    return {"id": cell.name, "n": cell.n, "hidden": cell.hidden}


def as_told(name: str, n: int, desk: Desk) -> Cell:
    """Make a figure's cell for somebody: one under a step is told to whoever reads the wishes alone."""
    return Cell(name, n) if n or desk.sees_small_numbers else Cell(name, None, "few")


def as_share(answered: int, approved: int, desk: Desk) -> dict[str, Any]:
    """Tell how many of the approved wishes have an answer, and how large a part, where that is known."""
    cell = as_told("answered", answered, desk)
    known = desk.sees_small_numbers or tells_much(answered, approved)
    percent = cell.n * 100 // approved if cell.n is not None and approved and known else None
    return as_cell(cell) | {"percent": percent}


def tells_much(part: int, whole: int) -> bool:
    """Tell whether two figures that are told in steps leave less than ten percent of doubt about a share.

    >>> tells_much(5, 10), tells_much(40, 80)
    (False, True)
    """
    return whole > 0 and most_doubt(part, whole, FEW - 1) < NEARLY
