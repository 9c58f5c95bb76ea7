"""Reads the kept figures of a part of what was said: some rounds, and of those a place or a period if so.

One rule: what adds up is added up; senders are never added up, but read where they are kept for the whole.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from collector.store.counted import EVERYTHING, KINDS
from collector.store.front import Tx

ADDED = tuple(kind for kind in KINDS if kind != "senders")
SINCE_EVER, FOR_EVER = "0001-01-01", "9999-12-31"
NAMED = 70
"""So many days or months of a period are asked for by name."""
Figures = dict[str, dict[str, int]]
HELD_THERE = "SELECT round_id FROM round_places WHERE place = :place"


class Extent(NamedTuple):
    """What is to be read: these rounds of a municipality, or `whole` if they are all of them."""

    municipality_id: str
    round_ids: tuple[str, ...]
    whole: bool = False
    place: str = ""
    first: str = ""
    last: str = ""

    @property
    def is_narrow(self) -> bool:
        """Tell whether only a part of its rounds' wishes is meant."""
        return bool(self.place) or self.is_period

    @property
    def is_period(self) -> bool:
        """Tell whether days bound it."""
        return bool(self.first or self.last)

    @property
    def scope(self) -> str:
        """Name whose senders are meant: one round's, or everybody's here."""
        return self.municipality_id if self.whole else self.round_ids[0]


class Piece(NamedTuple):
    """Some parts of one cut, from one to another, both with it."""

    cut: str
    first: str
    last: str


def read(tx: Tx, of: Extent) -> Figures:
    """Read the figures as {what: {name: n}}, the greatest first: all of it in one statement."""
    if not of.round_ids:
        return {}
    found = _ask(tx, [*_added(of, ADDED), *_held(of), _senders(of)])
    _put_rounds_places(of, found)
    return sort(found)


def crossed(tx: Tx, of: Extent, what: str, names: Iterable[str]) -> dict[str, dict[str, int]]:
    """Read of each of these sources or schools how many wished for each activity."""
    asked = {f"{what}={name}": name for name in names}
    found = _ask(tx, _added(of, asked)) if asked and of.round_ids else {}
    return {name: found.get(key, {}) for key, name in asked.items()}


def sort(figures: Figures) -> Figures:
    """Put the greatest first, and leave out what is nothing.

    >>> sort({"activity": {"dance": 1, "band": 0, "gaming": 2}})
    {'activity': {'gaming': 2, 'dance': 1}}
    """
    ordered = {
        what: dict(sorted(((name, n) for name, n in some.items() if n), key=lambda each: (-each[1], each[0])))
        for what, some in figures.items()
    }
    return {what: some for what, some in ordered.items() if some}


class Among(NamedTuple):
    """Values of a list in a statement: their marks, and themselves by name."""

    marks: str
    values: dict[str, str]


class Arm(NamedTuple):
    """A question that answers with `what, name, n`, and what it is asked with."""

    sql: str
    values: dict[str, str]


def _ask(tx: Tx, arms: Sequence[Arm]) -> Figures:
    """Ask several questions at once, and add up what they answer."""
    found: dict[str, Counter[str]] = {}
    values = {name: value for arm in arms for name, value in arm.values.items()}
    for row in tx.all(" UNION ALL ".join(arm.sql for arm in arms), **values):
        found.setdefault(row["what"], Counter())[row["name"]] += int(row["n"])
    return {what: dict(some) for what, some in found.items()}


def _added(of: Extent, asked: Iterable[str]) -> list[Arm]:
    """Ask for kinds of figures that add up."""
    kinds, rounds = _among("k", asked), _among("r", of.round_ids)
    values = kinds.values | rounds.values
    wanted = f"what IN ({kinds.marks}) GROUP BY what, name"
    if not of.is_narrow:
        counted = (
            f"SELECT what, name, SUM(n) AS n FROM counts WHERE round_id IN ({rounds.marks}) AND {wanted}"
        )
        return [Arm(counted, values)]
    parts = f"SELECT what, name, SUM(n) AS n FROM counts_in WHERE scope IN ({rounds.marks})"
    if of.place:
        there = f"{parts} AND cut = 'place' AND part = :place AND {wanted}"
        held = f"AND scope IN ({HELD_THERE}) AND cut = 'place' AND part = '' AND {wanted}"
        return [Arm(there, values | {"place": of.place}), Arm(f"{parts} {held}", {})]
    return [
        Arm(f"{parts} AND {within.marks} AND {wanted}", values | within.values) for within in _within(of, "")
    ]


def _held(of: Extent) -> list[Arm]:
    """Ask how many wishes name no place, by the place that their round is held at."""
    rounds = _among("r", of.round_ids)
    nameless = f"h.round_id IN ({rounds.marks}) AND c.what = 'place' AND c.name = ''"
    joined = "SELECT 'held' AS what, h.place AS name, SUM(c.n) AS n FROM round_places h JOIN"
    by_place = "GROUP BY h.place"
    if not of.is_narrow:
        return [Arm(f"{joined} counts c ON c.round_id = h.round_id WHERE {nameless} {by_place}", {})]
    parts = f"{joined} counts_in c ON c.scope = h.round_id WHERE {nameless}"
    if of.place:
        return [Arm(f"{parts} AND h.place = :place AND c.cut = 'place' AND c.part = '' {by_place}", {})]
    return [Arm(f"{parts} AND {within.marks} {by_place}", {}) for within in _within(of, "c.")]


def _within(of: Extent, table: str) -> Iterable[Among]:
    """Bound a statement by each piece of a period: by its parts where they are not too many to be named.

    Named, the index leads to the kinds that are asked for; between two, all kinds of each part are read.
    """
    for n, piece in enumerate(pieces(of.first or SINCE_EVER, of.last or FOR_EVER)):
        cut = {f"cut{n}": piece.cut}
        parts = parts_of(piece) if of.first and of.last else []
        if 0 < len(parts) <= NAMED:
            named = _among(f"p{n}x", parts)
            yield Among(f"{table}cut = :cut{n} AND {table}part IN ({named.marks})", cut | named.values)
        else:
            ends = {f"first{n}": piece.first, f"last{n}": piece.last}
            yield Among(f"{table}cut = :cut{n} AND {table}part BETWEEN :first{n} AND :last{n}", cut | ends)


def parts_of(piece: Piece) -> list[str]:
    """Name the days or the months of a piece.

    >>> parts_of(Piece("month", "2026-11", "2027-01")), parts_of(Piece("day", "2026-02-28", "2026-03-01"))
    (['2026-11', '2026-12', '2027-01'], ['2026-02-28', '2026-03-01'])
    """
    if piece.cut == "day":
        first, last = (date.fromisoformat(day).toordinal() for day in (piece.first, piece.last))
        return [date.fromordinal(each).isoformat() for each in range(first, last + 1)]
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (piece.first, piece.last))
    return [f"{each // 12:04}-{each % 12 + 1:02}" for each in range(first, last + 1)]


def pieces(first: str, last: str) -> list[Piece]:
    """Cut a period into whole months and the days before and after them.

    >>> [tuple(each) for each in pieces("2026-09-29", "2026-10-31")]
    [('day', '2026-09-29', '2026-09-30'), ('month', '2026-10', '2026-10')]
    >>> [tuple(each) for each in pieces("2026-02-01", "2026-02-28")]
    [('month', '2026-02', '2026-02')]
    """
    begins = first[:7] if first.endswith("-01") else _month_after(first)
    ends = last[:7] if last == FOR_EVER or _is_last_of_month(last) else _month_before(last)
    if begins > ends:
        return [Piece("day", first, last)]
    found = [Piece("month", begins, ends)]
    if first[:7] < begins:
        found.insert(0, Piece("day", first, _day_before(f"{begins}-01")))
    if last[:7] > ends:
        found.append(Piece("day", f"{last[:7]}-01", last))
    return found


def _month_after(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year + month // 12:04}-{month % 12 + 1:02}"


def _month_before(day: str) -> str:
    return _day_before(f"{day[:7]}-01")[:7]


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _is_last_of_month(day: str) -> bool:
    return (date.fromisoformat(day) + timedelta(days=1)).day == 1


def _senders(of: Extent) -> Arm:
    """Ask for senders where they are kept for the whole; of a period on the one day that has no other before
    it there (`counted.met_on`).
    """
    scope = {"scope": of.scope}
    kept = "SELECT 'senders' AS what, name, n FROM counts_in WHERE scope = :scope AND what = 'senders'"
    if of.place:
        return Arm(f"{kept} AND cut = 'place' AND part = :place", scope)
    if of.is_period:
        first = """SELECT 'senders' AS what, SUBSTR(what, 9) AS name, SUM(n) AS n FROM counts_in
            WHERE scope = :scope AND cut = 'met' AND part BETWEEN :first AND :last AND name < :first
            GROUP BY what"""
        return Arm(first, scope | {"first": of.first or SINCE_EVER, "last": of.last or FOR_EVER})
    if of.whole:
        return Arm(f"{kept} AND cut = 'all' AND part = ''", scope)
    return Arm("SELECT what, name, n FROM counts WHERE round_id = :scope AND what = 'senders'", scope)


def voices(figures: Figures) -> dict[str, int]:
    """Count voices by source: senders, as far as can be known, and each note, class and kiosk wish by itself.

    >>> voices({"senders": {"all": 3, "webchat": 3}, "alone": {"class": 2}})
    {'all': 5, 'webchat': 3, 'class': 2}
    """
    alone = figures.get("alone", {})
    found = Counter({EVERYTHING: sum(alone.values())}) + Counter(figures.get("senders", {}))
    return dict(found + Counter(alone))


def met_each_day(tx: Tx, of: Extent) -> dict[str, int]:
    """Count the senders of each day of a whole round, a period or all."""
    rows = tx.all(
        """SELECT part, SUM(n) AS n FROM counts_in
        WHERE scope = :scope AND cut = 'met' AND part BETWEEN :first AND :last AND what = :what
        GROUP BY part""",
        scope=of.scope,
        first=of.first or SINCE_EVER,
        last=of.last or FOR_EVER,
        what=f"senders={EVERYTHING}",
    )
    return {row["part"]: int(row["n"]) for row in rows}


def _put_rounds_places(of: Extent, found: Figures) -> None:
    """Let wishes that name no place be from where their round is held."""
    by_place = Counter(found.get("place", {}))
    for place, n in found.pop("held", {}).items():
        by_place.update({place: n, "": -n})
    found["place"] = dict(by_place)


def _among(letter: str, values: Iterable[str]) -> Among:
    named: dict[str, str] = {f"{letter}{place}": value for place, value in enumerate(values)}
    return Among(", ".join(f":{name}" for name in named), named)
