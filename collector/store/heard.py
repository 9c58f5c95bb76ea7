"""Statements about who was heard, how many senders by school, age and place, and about who lives here.

One rule: nothing is counted here. Who spoke is kept with the other figures (`counted.sender_cells`): a sender
once in a round, and once for each place that her approved wishes are from, however many they are.
"""

from collections.abc import Iterable, Sequence

from collector.store.front import Row, Tx

Heard = dict[str, dict[str, int]]
"""{"all": {"all": n}, "school": {name: n}, "age": {band: n}, "place": {name: n}}"""
KEPT_AS = {"senders": "all", "heard-school": "school", "heard-age": "age"}


def figures_of(tx: Tx, round_ids: Sequence[str]) -> dict[str, Heard]:
    """Read who was heard in some rounds, by round."""
    found: dict[str, Heard] = {each: {} for each in round_ids}
    if not found:
        return found
    marks, names = _among(found)
    for row in tx.all(
        f"""SELECT round_id, what, name, n FROM counts WHERE n > 0 AND round_id IN ({marks})
        AND (what IN ('heard-school', 'heard-age') OR what = 'senders' AND name = 'all')""",
        **names,
    ):
        found[row["round_id"]].setdefault(KEPT_AS[row["what"]], {})[row["name"]] = row["n"]
    for round_id, places in by_place(tx, round_ids).items():
        found[round_id]["place"] = places
    return found


def senders_of(tx: Tx, round_ids: Sequence[str]) -> dict[str, int]:
    """Count the senders of each of some rounds."""
    if not round_ids:
        return {}
    marks, names = _among(round_ids)
    rows = tx.all(
        f"""SELECT round_id, n FROM counts
        WHERE round_id IN ({marks}) AND what = 'senders' AND name = 'all'""",
        **names,
    )
    return {row["round_id"]: int(row["n"]) for row in rows}


def by_place(tx: Tx, round_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Count the senders of each place in some rounds."""
    marks, names = _among(round_ids)
    found: dict[str, dict[str, int]] = {}
    for row in tx.all(
        f"""SELECT scope, part, n FROM counts_in WHERE scope IN ({marks}) AND cut = 'place'
        AND what = 'senders' AND name = 'all' AND n > 0""",
        **names,
    ):
        found.setdefault(row["scope"], {})[row["part"]] = row["n"]
    return found


def _among(values: Iterable[str]) -> tuple[str, dict[str, str]]:
    names = {f"id{place}": each for place, each in enumerate(values)}
    return ", ".join(f":{name}" for name in names), names


def present_in_classes(tx: Tx, round_id: str) -> int:
    """Add up how many were in the room of each class whose answer, the newest, is approved."""
    (row,) = tx.all(
        """SELECT SUM(a.present) AS n FROM class_answers a JOIN classes c ON c.id = a.class_id
        JOIN wishes w ON w.id = a.wish_id WHERE c.round_id = :id AND w.state = 'approved'""",
        id=round_id,
    )
    return int(row["n"] or 0)


def put_living(
    tx: Tx, municipality_id: str, rows: Iterable[tuple[str, str, int, int, str]], staff_id: str, now: int
) -> None:
    """Keep how many live here of a kind and a name, with the year and the source; a new figure replaces."""
    tx.many(
        """INSERT INTO living (municipality_id, kind, name, n, year, source, set_by, set_at)
        VALUES (:here, :kind, :name, :n, :year, :source, :staff_id, :now)
        ON CONFLICT (municipality_id, kind, name) DO UPDATE SET n = excluded.n, year = excluded.year,
            source = excluded.source, set_by = excluded.set_by, set_at = excluded.set_at""",
        [
            {
                **dict(zip(("kind", "name", "n", "year", "source"), row, strict=True)),
                "here": municipality_id,
                "staff_id": staff_id,
                "now": now,
            }
            for row in rows
        ],
    )


def living_here(tx: Tx, municipality_id: str) -> list[Row]:
    """List what is known of how many live here."""
    return tx.all(
        """SELECT kind, name, n, year, source FROM living WHERE municipality_id = :id
        ORDER BY kind, name""",
        id=municipality_id,
    )


def drop_living(tx: Tx, municipality_id: str, kind: str, name: str) -> int:
    """Take one figure away."""
    return tx.run(
        "DELETE FROM living WHERE municipality_id = :id AND kind = :kind AND name = :name",
        id=municipality_id,
        kind=kind,
        name=name,
    )
