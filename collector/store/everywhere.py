"""Statements about all open municipalities at once: what is told of their rounds, and never a wish."""

import json
from typing import NamedTuple

from collector.small_numbers import FEW_IN_PUBLIC
from collector.steps import Figures
from collector.store.front import Tx


class ToldThere(NamedTuple):
    """What everybody is told of a round, what was counted then, and whose round it is."""

    municipality: str
    counted: Figures
    told: Figures


def names(tx: Tx) -> list[str]:
    """Name every open municipality, in order."""
    rows = tx.all("SELECT name FROM municipalities WHERE is_open = 1 AND is_example = 0 ORDER BY name, id")
    return [row["name"] for row in rows]


def told(tx: Tx) -> list[ToldThere]:
    """Read what everybody is told of each round of every open municipality."""
    rows = tx.all(
        """SELECT m.name, s.counted, s.told FROM standing s JOIN rounds r ON r.id = s.round_id
        JOIN municipalities m ON m.id = r.municipality_id
        WHERE m.is_open = 1 AND m.is_example = 0 AND s.step = :step ORDER BY s.round_id""",
        step=FEW_IN_PUBLIC,
    )
    return [
        ToldThere(row["name"], json.loads(row["counted"]), json.loads(row["told"]).get("", {}))
        for row in rows
    ]
