"""Makes the figures anew from the wishes: to compare them, and to put them in place a few wishes at a time.

One rule: while a municipality is counted anew, a wish past the last one counted is in no figure, and nobody
else counts it; so the figures are right at every moment for the wishes up to there.
"""

from collections.abc import Callable, Iterator, Set

from collector.here import day_of
from collector.model import Wish
from collector.store import counted, routed
from collector.store.counted import About, Cell, Cells, Met
from collector.store.front import Row, Tx
from collector.store.wishes import COLUMNS, with_tags

AT_ONCE = 200
"""So many are counted in one step, so that nobody who writes waits long for it."""
PAGE = 1000
ROUNDS = "SELECT id FROM rounds WHERE municipality_id = :id"
MET = """SELECT w.id, w.municipality_id, w.round_id, w.talk_id, w.received_at, w.source,
    COALESCE(p.place, h.place) AS place, t.age_band, t.school
    FROM wishes w LEFT JOIN wish_places p ON p.wish_id = w.id
    LEFT JOIN round_places h ON h.round_id = w.round_id LEFT JOIN talks t ON t.id = w.talk_id"""


def again(tx: Tx, municipality_id: str) -> None:
    """Throw away what is kept of a municipality, and count all of its wishes anew, from the first on."""
    tx.run(f"UPDATE wish_numbers SET last = last WHERE round_id IN ({ROUNDS})", id=municipality_id)
    tx.run(
        """INSERT INTO to_count_again (municipality_id, passed) VALUES (:id, '')
        ON CONFLICT (municipality_id) DO UPDATE SET passed = ''""",
        id=municipality_id,
    )
    tx.run(f"DELETE FROM counts WHERE round_id IN ({ROUNDS})", id=municipality_id)
    tx.run(f"DELETE FROM counts_in WHERE scope = :id OR scope IN ({ROUNDS})", id=municipality_id)


def left(tx: Tx) -> list[str]:
    """Name the municipalities that are being counted anew."""
    rows = tx.all("SELECT municipality_id FROM to_count_again ORDER BY municipality_id")
    return [row["municipality_id"] for row in rows]


def goes_on(tx: Tx, municipality_id: str) -> bool:
    """Tell whether a municipality is being counted anew, so that its figures are not whole yet."""
    return municipality_id in left(tx)


def hold_round(tx: Tx, round_id: str) -> None:
    """Let others who count in a round wait until this transaction is through: the update is the lock."""
    tx.run("UPDATE wish_numbers SET last = last WHERE round_id = :id", id=round_id)


def comes_later(tx: Tx, wish: Wish) -> bool:
    """Tell whether a wish will be counted when its turn comes; until the commit the turn waits."""
    passed = _take_turn(tx, wish.municipality_id)
    return passed is not None and wish.id > passed


def _take_turn(tx: Tx, municipality_id: str) -> str | None:
    row = tx.one(
        "UPDATE to_count_again SET passed = passed WHERE municipality_id = :id RETURNING passed",
        id=municipality_id,
    )
    return str(row["passed"]) if row else None


def count_some(
    tx: Tx, municipality_id: str, cells_of: Callable[[Wish], Cells], add: Callable[[Cells], None]
) -> bool:
    """Count the next wishes of a municipality; tell whether there are more."""
    passed = _take_turn(tx, municipality_id)
    if passed is None:
        return False
    found, cells = _next(tx, municipality_id, passed, AT_ONCE), Cells()
    for wish in found:
        tx.run(
            "UPDATE to_count_again SET passed = :passed WHERE municipality_id = :id",
            id=municipality_id,
            passed=wish.id,
        )
        cells.update(cells_of(wish))
    add(cells)
    if len(found) < AT_ONCE:
        tx.run("DELETE FROM to_count_again WHERE municipality_id = :id", id=municipality_id)
    return len(found) == AT_ONCE


def _next(tx: Tx, municipality_id: str, after: str, limit: int) -> list[Wish]:
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM wishes WHERE id > :after AND municipality_id = :id
        ORDER BY id LIMIT :limit""",
        id=municipality_id,
        after=after,
        limit=limit,
    )
    return with_tags(tx, rows)


def approved_of_talk(tx: Tx, talk_id: str) -> list[Wish]:
    """List what counts of one talk."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM wishes WHERE talk_id = :id AND state = 'approved' ORDER BY id", id=talk_id
    )
    return with_tags(tx, rows)


def met_by(tx: Tx, talk_id: str, wish: Wish, out: Set[str] = frozenset()) -> tuple[list[Met], Met]:
    """Read what else of a talk is in the figures, and this wish of it as they see it; `out` are not now."""
    rows = tx.all(
        f"""{MET} WHERE w.talk_id = :talk_id AND (w.id = :id OR w.state = 'approved' AND NOT EXISTS (
            SELECT 1 FROM to_count_again a
            WHERE a.municipality_id = w.municipality_id AND w.id > a.passed))""",
        talk_id=talk_id,
        id=wish.id,
    )
    others = _met(row for row in rows if row["id"] != wish.id and row["id"] not in out)
    (mine,) = _met(row for row in rows if row["id"] == wish.id)
    return others, mine


def _met(rows: Iterator[Row]) -> list[Met]:
    by_wish: dict[str, list[Row]] = {}
    for row in rows:
        by_wish.setdefault(row["id"], []).append(row)
    return [
        Met(
            some[0]["municipality_id"],
            some[0]["round_id"],
            day_of(some[0]["received_at"]),
            some[0]["source"],
            tuple(row["place"] for row in some if row["place"]),
            some[0]["age_band"] or "",
            some[0]["school"] or "",
        )
        for some in by_wish.values()
    ]


def place_of_round(tx: Tx, round_id: str) -> str:
    """Tell where a round is held, if it is held anywhere."""
    row = tx.one("SELECT place FROM round_places WHERE round_id = :id", id=round_id)
    return row["place"] if row else ""


def drop_senders_at(tx: Tx, scope: str, place: str) -> None:
    """Throw away who wished from a place, before they are told anew."""
    tx.run(
        """DELETE FROM counts_in
        WHERE scope = :scope AND cut = 'place' AND part = :place AND what = 'senders'""",
        scope=scope,
        place=place,
    )


def senders_at(tx: Tx, municipality_id: str, place: str, only: str = "") -> Cells:
    """Count anew who wished from a place, here or in one round only."""
    from_there = f"""FROM ({MET} WHERE w.municipality_id = :here AND w.state = 'approved'
        AND w.talk_id IS NOT NULL {"AND w.round_id = :only" if only else ""} AND NOT EXISTS (
            SELECT 1 FROM to_count_again a WHERE a.municipality_id = :here AND w.id > a.passed)) AS met
        WHERE met.place = :place"""
    asked = {"here": municipality_id, "place": place} | ({"only": only} if only else {})
    rows = [
        *tx.all(f"SELECT 'all' AS name, COUNT(DISTINCT talk_id) AS n {from_there}", **asked),
        *tx.all(f"SELECT source AS name, COUNT(DISTINCT talk_id) AS n {from_there} GROUP BY source", **asked),
    ]
    scope = only or municipality_id
    return Cells({Cell(scope, "place", place, "senders", row["name"]): row["n"] for row in rows})


def cells_of_round(tx: Tx, round_id: str) -> Cells:
    """Count all of one round anew."""
    row = tx.one("SELECT municipality_id FROM rounds WHERE id = :id", id=round_id)
    return cells_here(tx, row["municipality_id"], only=round_id) if row else Cells()


def cells_here(tx: Tx, municipality_id: str, only: str = "") -> Cells:
    """Count all of a municipality anew, or all but what its other rounds say."""
    cells, after = Cells(), ""
    while found := _next(tx, municipality_id, after, PAGE):
        after = found[-1].id
        found = [wish for wish in found if not only or wish.round_id == only]
        places, ages = routed.places_of(tx, found), routed.ages_of(tx, found)
        schools = routed.schools_of(tx, found)
        for wish in found:
            talk_id = wish.talk_id or ""
            named = tuple(sorted(places.get(wish.id, ())))
            cells.update(
                counted.cells_of(wish, About(named, ages.get(talk_id, ""), schools.get(talk_id, "")))
            )
    for met in _senders(tx, municipality_id, only):
        cells.update(counted.sender_cells(met))
    return cells


def _senders(tx: Tx, municipality_id: str, only: str) -> Iterator[list[Met]]:
    """Read what each sender wished, one sender after another."""
    of_round = " AND w.round_id = :only" if only else ""
    after = ""
    while True:
        talks = tx.all(
            f"""SELECT DISTINCT w.talk_id FROM wishes w WHERE w.talk_id > :after AND w.state = 'approved'
            AND w.municipality_id = :here{of_round} ORDER BY w.talk_id LIMIT :page""",
            after=after,
            here=municipality_id,
            page=PAGE,
            **({"only": only} if only else {}),
        )
        if not talks:
            return
        last = talks[-1]["talk_id"]
        rows = tx.all(
            f"""{MET} WHERE w.talk_id > :after AND w.talk_id <= :last AND w.state = 'approved'
            AND w.municipality_id = :here{of_round} ORDER BY w.talk_id, w.id""",
            after=after,
            last=last,
            here=municipality_id,
            **({"only": only} if only else {}),
        )
        by_talk: dict[str, list[Row]] = {}
        for row in rows:
            by_talk.setdefault(row["talk_id"], []).append(row)
        yield from (_met(iter(some)) for some in by_talk.values())
        after = last


def kept_here(tx: Tx, municipality_id: str) -> Cells:
    """Read every figure that is kept of a municipality."""
    whole = tx.all(
        f"SELECT round_id, what, name, n FROM counts WHERE round_id IN ({ROUNDS})", id=municipality_id
    )
    parts = tx.all(
        f"""SELECT scope, cut, part, what, name, n FROM counts_in
        WHERE scope = :id OR scope IN ({ROUNDS})""",
        id=municipality_id,
    )
    cells = {Cell(row["round_id"], "", "", row["what"], row["name"]): row["n"] for row in whole}
    cells |= {Cell(*(row[name] for name in Cell._fields)): row["n"] for row in parts}
    return Cells({cell: n for cell, n in cells.items() if n})
