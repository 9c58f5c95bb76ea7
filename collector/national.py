"""Sums up all open municipalities for the national team: counts, and nothing that could lead to a wish.

One rule: no figure under ten is shown, and none that a shown one would give away (R57). A municipality's own
tags are left out: their names may tell of a place.
"""

from typing import Any

from collector.desk import Desk, OutOfReach
from collector.small_numbers import FEW_IN_PUBLIC, Cell, hide_few, hide_few_of_total, plain
from collector.store import everywhere
from collector.store.front import Tx
from collector.summary import BY_TAG, as_cell


def sum_up(tx: Tx, desk: Desk) -> dict[str, Any]:
    """Sum up every open municipality, for whoever may see that."""
    if not desk.may_see_national:
        raise OutOfReach
    figures, by_place = everywhere.figures(tx), everywhere.approved(tx)
    approved = sum(by_place.values())
    few = approved < FEW_IN_PUBLIC
    answered = {"answered": figures.get("answered", {}).get("all", 0)}
    shares = answered | {"unanswered": approved - answered["answered"]}
    return {
        "municipalities": len(by_place),
        "approved": as_cell(
            Cell("approved", None, "few") if few and approved else Cell("approved", approved)
        ),
        "answered": next((each for each in _parts(shares, few) if each["id"] == "answered"), None),
        "by_municipality": _parts(by_place, few),
        **{
            name: [] if few else [as_cell(cell) for cell in hide_few(figures.get(kind, {}), FEW_IN_PUBLIC)]
            for name, kind in BY_TAG.items()
        },
    }


def _parts(figures: dict[str, int], few: bool) -> list[dict[str, Any]]:
    """Show parts that add up to a figure that is shown; where that one is hidden, none of them is."""
    if few:
        cells = [cell if cell.n == 0 else Cell(cell.name, None, "few") for cell in plain(figures)]
    else:
        cells = hide_few_of_total(figures, FEW_IN_PUBLIC)
    return [as_cell(cell) for cell in cells]
