"""Hides figures that could point at a person.

One rule: what is hidden can be found neither by looking nor by subtracting.
"""

from collections.abc import Mapping
from typing import NamedTuple

FEW = 5
"""Inside a municipality, cells under this are hidden; trust.md says why, and why ten in public."""
FEW_IN_PUBLIC = 10


class Cell(NamedTuple):
    """One figure, or why it is not shown."""

    name: str
    n: int | None
    hidden: str = ""
    """«few» where it is under the limit, «cover» where it would give another one away."""


def plain(figures: Mapping[str, int]) -> list[Cell]:
    """Show every figure."""
    return [Cell(name, n) for name, n in figures.items()]


def hide_few(figures: Mapping[str, int], few: int = FEW) -> list[Cell]:
    """Hide the small figures of a breakdown whose rows have no sum: one wish may stand in several.

    >>> [cell.n for cell in hide_few({"dance": 12, "band": 3})]
    [12, None]
    """
    return [Cell(name, None, "few") if 0 < n < few else Cell(name, n) for name, n in figures.items()]


def hide_few_of_total(figures: Mapping[str, int], few: int = FEW) -> list[Cell]:
    """Hide the small figures of a breakdown whose rows add up to a figure that is shown.

    One more row is hidden, and another, until no hidden figure follows from the rest; if that is never so,
    no row is shown at all.

    >>> hide_few_of_total({"nb": 20, "nn": 9, "en": 2})[1:]
    [Cell(name='nn', n=None, hidden='cover'), Cell(name='en', n=None, hidden='few')]
    """
    cells = hide_few(figures, few)
    while any(cell.hidden for cell in cells) and gives_itself_away(cells, figures, few):
        shown = [cell for cell in cells if cell.n]
        if not shown:
            return []
        smallest = min(shown, key=lambda cell: (cell.n, cell.name))
        cells = [Cell(cell.name, None, "cover") if cell is smallest else cell for cell in cells]
    return cells


def gives_itself_away(cells: list[Cell], figures: Mapping[str, int], few: int) -> bool:
    """Tell whether any hidden figure follows from the sum of the hidden ones and the rule itself."""
    hidden = [cell for cell in cells if cell.hidden]
    total = sum(figures[cell.name] for cell in hidden)
    low = {cell.name: 1 if cell.hidden == "few" else few for cell in hidden}
    high = {cell.name: few - 1 if cell.hidden == "few" else total for cell in hidden}
    for cell in hidden:
        others = [other.name for other in hidden if other is not cell]
        least = max(low[cell.name], total - sum(high[name] for name in others))
        most = min(high[cell.name], total - sum(low[name] for name in others))
        if least >= most:
            return True
    return False
