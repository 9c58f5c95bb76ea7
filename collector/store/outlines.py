"""Statements about the map of a municipality: its outline, and where its places are."""

import json
from typing import NamedTuple

from collector.store.front import Tx

Point = tuple[float, float]
"""Degrees north, degrees east."""
Ring = tuple[Point, ...]


class Outline(NamedTuple):
    """What a municipality looks like: a ring for each island, and whose map it is where that must be said."""

    rings: tuple[Ring, ...] = ()
    credit: str = ""


def points_of(tx: Tx, municipality_id: str) -> dict[str, Point]:
    """Read where the places are of which that is known."""
    rows = tx.all(
        """SELECT name, north, east FROM places
        WHERE municipality_id = :id AND north IS NOT NULL AND east IS NOT NULL ORDER BY name""",
        id=municipality_id,
    )
    return {row["name"]: (row["north"], row["east"]) for row in rows}


def outline_of(tx: Tx, municipality_id: str) -> Outline:
    """Read the outline; an empty one where there is none."""
    row = tx.one("SELECT body, credit FROM outlines WHERE municipality_id = :id", id=municipality_id)
    if row is None:
        return Outline()
    rings = tuple(tuple((north, east) for north, east in ring) for ring in json.loads(row["body"]))
    return Outline(rings, row["credit"])


def has_outline(tx: Tx, municipality_id: str) -> bool:
    """Tell whether there is one."""
    return tx.one("SELECT 1 AS yes FROM outlines WHERE municipality_id = :id", id=municipality_id) is not None


def put_outline(tx: Tx, municipality_id: str, outline: Outline, by: str, now: int) -> None:
    """Keep an outline instead of the one there was."""
    tx.run(
        """INSERT INTO outlines (municipality_id, body, credit, set_by, set_at)
        VALUES (:id, :body, :credit, :by, :now) ON CONFLICT (municipality_id) DO UPDATE SET
        body = excluded.body, credit = excluded.credit, set_by = excluded.set_by, set_at = excluded.set_at""",
        id=municipality_id,
        body=json.dumps(outline.rings, separators=(",", ":")),
        credit=outline.credit,
        by=by,
        now=now,
    )


def drop_outline(tx: Tx, municipality_id: str) -> None:
    """Take the outline away."""
    tx.run("DELETE FROM outlines WHERE municipality_id = :id", id=municipality_id)
