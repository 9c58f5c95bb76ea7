"""Reads the kept figures of a part of what was said: some rounds, and of those a place or a period if so.

One rule: what adds up is added up; senders are never added up, but read where they are kept for the whole.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from collector.store.counted import EVERYTHING, KINDS
from collector.store.front import Tx
from collector.store.periods import FOR_EVER, SINCE_EVER, parts_of, pieces

NAMED_YEARS = 6
"""The months of so many years are asked for by name."""
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


def read(tx: Tx, of: Extent, kinds: Iterable[str] = KINDS) -> Figures:
    """Read these kinds of figures as {what: {name: n}}, the greatest first: all of it in one statement."""
    if not of.round_ids:
        return {}
    asked = set(kinds)
    arms = _added(of, _literally(kind for kind in KINDS if kind in asked - {"senders"}))
    arms += _held(of) if "place" in asked else []
    arms += [_senders(of)] if "senders" in asked else []
    found = _ask(tx, arms)
    if "place" in asked:
        _put_rounds_places(of, found)
    return sort(found)


def crossed(tx: Tx, of: Extent, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], dict[str, int]]:
    """Read of each source or school, as ("school", name), how many wished for each activity."""
    keys = {f"{what}={name}": (what, name) for what, name in asked}
    found = _ask(tx, _added(of, _among("k", keys))) if keys and of.round_ids else {}
    return {pair: found.get(key, {}) for key, pair in keys.items()}


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


class Within(NamedTuple):
    """A part of a period in a statement: what bounds it, and whether it is added or taken away."""

    bounds: str
    values: dict[str, str]
    sign: str = ""


class Arm(NamedTuple):
    """A question that answers with `what, name, n`, and what it is asked with."""

    sql: str
    values: dict[str, str]


def _ask(tx: Tx, arms: Sequence[Arm]) -> Figures:
    """Ask several questions at once, and add up what they answer."""
    found: Figures = {}
    values = {name: value for arm in arms for name, value in arm.values.items()}
    for row in tx.all(" UNION ALL ".join(arm.sql for arm in arms), **values):
        some = found.setdefault(row["what"], {})
        some[row["name"]] = some.get(row["name"], 0) + int(row["n"])
    return found


def _added(of: Extent, kinds: Among) -> list[Arm]:
    """Ask for kinds of figures that add up."""
    if not kinds.marks:
        return []
    rounds = _among("r", of.round_ids)
    values = kinds.values | rounds.values
    wanted = f"what IN ({kinds.marks}) GROUP BY what, name"
    if not of.is_narrow:
        counted = (
            f"SELECT what, name, SUM(n) AS n FROM counts WHERE round_id IN ({rounds.marks}) AND {wanted}"
        )
        return [Arm(counted, values)]
    scope = f"FROM counts_in WHERE scope IN ({rounds.marks})"
    if of.place:
        parts = f"SELECT what, name, SUM(n) AS n {scope}"
        there = f"{parts} AND cut = 'place' AND part = :place AND {wanted}"
        held = f"AND scope IN ({HELD_THERE}) AND cut = 'place' AND part = '' AND {wanted}"
        return [Arm(there, values | {"place": of.place}), Arm(f"{parts} {held}", {})]
    return [
        Arm(
            f"SELECT what, name, {within.sign}SUM(n) AS n {scope} AND {within.bounds} AND {wanted}",
            values | within.values,
        )
        for within in _within(of, "")
    ]


def _held(of: Extent) -> list[Arm]:
    """Ask how many wishes name no place, by the place that their round is held at."""
    rounds = _among("r", of.round_ids)
    nameless = f"h.round_id IN ({rounds.marks}) AND c.what = 'place' AND c.name = ''"
    held, by_place = "SELECT 'held' AS what, h.place AS name,", "GROUP BY h.place"
    joined = "SUM(c.n) AS n FROM round_places h JOIN"
    if not of.is_narrow:
        return [
            Arm(
                f"{held} {joined} counts c ON c.round_id = h.round_id WHERE {nameless} {by_place}",
                rounds.values,
            )
        ]
    parts = f"{joined} counts_in c ON c.scope = h.round_id WHERE {nameless}"
    if of.place:
        there = f"{held} {parts} AND h.place = :place AND c.cut = 'place' AND c.part = '' {by_place}"
        return [Arm(there, rounds.values | {"place": of.place})]
    return [
        Arm(f"{held} {within.sign}{parts} AND {within.bounds} {by_place}", rounds.values | within.values)
        for within in _within(of, "c.")
    ]


def _within(of: Extent, table: str) -> Iterable[Within]:
    """Bound a statement by each part of a period: by name, where its months are not too many for that.

    Named, the index leads to the kinds that are asked for; between two, all kinds of each part are read.
    """
    found = pieces(of.first or SINCE_EVER, of.last or FOR_EVER)
    for piece in (each for each in found if each.cut == "month"):
        if int(piece.last[:4]) - int(piece.first[:4]) < NAMED_YEARS:
            named = _among("m", parts_of(piece))
            yield Within(f"{table}cut = 'month' AND {table}part IN ({named.marks})", named.values)
        else:
            between = {"first_month": piece.first, "last_month": piece.last}
            yield Within(
                f"{table}cut = 'month' AND {table}part BETWEEN :first_month AND :last_month", between
            )
    for sign, letter in ((1, "d"), (-1, "e")):
        days = [day for each in found if (each.cut, each.sign) == ("day", sign) for day in parts_of(each)]
        if days:
            named = _among(letter, days)
            bounds = f"{table}cut = 'day' AND {table}part IN ({named.marks})"
            yield Within(bounds, named.values, "-" if sign < 0 else "")


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


def voices_each_day(tx: Tx, of: Extent, days: Iterable[str]) -> dict[str, int]:
    """Count the voices of each of these days of a whole round, a period or all."""
    named, rounds = _among("d", days), _among("r", of.round_ids)
    if not named.marks or not rounds.marks:
        return {}
    rows = tx.all(
        f"""SELECT part, SUM(n) AS n FROM counts_in
        WHERE scope = :scope AND cut = 'met' AND part IN ({named.marks}) AND what = :senders GROUP BY part
        UNION ALL SELECT part, SUM(n) AS n FROM counts_in
        WHERE scope IN ({rounds.marks}) AND cut = 'day' AND part IN ({named.marks}) AND what = 'alone'
        GROUP BY part""",
        scope=of.scope,
        senders=f"senders={EVERYTHING}",
        **named.values,
        **rounds.values,
    )
    found: dict[str, int] = {}
    for row in rows:
        found[row["part"]] = found.get(row["part"], 0) + int(row["n"])
    return found


def _put_rounds_places(of: Extent, found: Figures) -> None:
    """Let wishes that name no place be from where their round is held."""
    by_place = Counter(found.get("place", {}))
    for place, n in found.pop("held", {}).items():
        by_place.update({place: n, "": -n})
    found["place"] = dict(by_place)


def _among(letter: str, values: Iterable[str]) -> Among:
    named: dict[str, str] = {f"{letter}{place}": value for place, value in enumerate(values)}
    return Among(", ".join(f":{name}" for name in named), named)


def _literally(kinds: Iterable[str]) -> Among:
    """Write names of ours into a statement, so that the driver need not carry them each time."""
    return Among(", ".join(f"'{kind}'" for kind in kinds), {})
