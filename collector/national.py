"""Sums up all open municipalities for the national team: counts, and nothing that could lead to a wish.

One rule: it is made of what everybody is told of each round, so a figure moves only when one of these does; a
sum is never told so high that it would tell of its parts (R57). A municipality's own tags are left out: their
names may tell of a place.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from collector.desk import Desk, OutOfReach
from collector.small_numbers import FEW_IN_PUBLIC, Cell
from collector.steps import at_most_of_parts
from collector.store import everywhere
from collector.store.everywhere import ToldThere
from collector.store.front import Tx
from collector.summary.cells import BY_TAG, as_cell
from nlp.handed_in import is_own


def sum_up(tx: Tx, desk: Desk) -> dict[str, Any]:
    """Sum up every open municipality, for whoever may see that."""
    if not desk.may_see_national:
        raise OutOfReach
    names, rounds = everywhere.names(tx), everywhere.told(tx)
    there = Counter(dict.fromkeys(names, 0))
    for each in rounds:
        there[each.municipality] += each.told.get("state", {}).get("approved", 0)
    approved = _sums(rounds, "state").get("approved", 0)
    answered = min(_sums(rounds, "answered").get("all", 0), approved)
    return {
        "municipalities": len(names),
        "approved": _cell("approved", approved),
        "answered": _cell("answered", answered),
        "by_municipality": [_cell(name, n) for name, n in there.items()],
        **{
            name: [_cell(tag, min(n, approved)) for tag, n in _sums(rounds, kind).items()]
            for name, kind in BY_TAG.items()
        },
    }


def _sums(rounds: Sequence[ToldThere], kind: str) -> Mapping[str, int]:
    """Add up the rows of a kind, each no higher than what leaves every round its doubt."""
    names = {name for each in rounds for name in each.counted.get(kind, {}) if not is_own(name)}
    sums = {
        name: at_most_of_parts(
            sum(each.counted.get(kind, {}).get(name, 0) for each in rounds),
            {str(place): each.told.get(kind, {}).get(name, 0) for place, each in enumerate(rounds)},
            FEW_IN_PUBLIC,
        )
        for name in names
    }
    return dict(sorted(((name, n) for name, n in sums.items() if n), key=lambda row: (-row[1], row[0])))


def _cell(name: str, n: int) -> dict[str, Any]:
    return as_cell(Cell(name, n) if n else Cell(name, None, "few"))
