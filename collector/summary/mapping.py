"""Puts places on the map: where a municipality said that they are, beside their figures.

One rule: a place has on the map the figure that it has in the table; what the table hides, the map hides.
"""

from collections.abc import Iterable
from typing import Any

from collector.store import outlines
from collector.store.front import Tx


def place_on_map(tx: Tx, municipality_id: str, cells: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Say of each place where it is, if that is known; and, if so of any, what outline they are drawn in."""
    points = outlines.points_of(tx, municipality_id)
    placed = [cell | {"at": points.get(cell["id"])} for cell in cells]
    if not any(cell["at"] for cell in placed):
        return {"places": placed, "outline": None}
    return {"places": placed, "outline": outlines.outline_of(tx, municipality_id)._asdict()}
