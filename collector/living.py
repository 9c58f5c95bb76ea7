"""Keeps how many young people live here, by school, age and place, so that a summary can say who is missing.

One rule: each figure has a year and a source, and is of a school, an age or a place that Ekko knows by name:
only of these can anybody be heard.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from collector.catalogue import Fault
from collector.catalogue_file import FAULTS_TOLD, LARGEST, BadCatalogue, rows_of
from collector.desk import Desk, OutOfReach
from collector.group import AGE_BANDS
from collector.store import audit, groups, heard, municipalities
from collector.store.front import Tx
from nlp.clean import clean

Kind = Literal["school", "age", "place"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FIELDS = ("kind", "name", "n", "year", "source")
COLUMNS: dict[str, tuple[str, ...]] = {
    "kind": ("kind", "gruppe", "slag", "type"),
    "name": ("name", "navn", "namn"),
    "n": ("n", "number", "antall", "tal", "antal"),
    "year": ("year", "år"),
    "source": ("source", "kilde", "kjelde"),
}
"""What each column may be called."""
CALLED: dict[str, Kind] = {
    **dict.fromkeys(("school", "skole", "skule"), "school"),
    **dict.fromkeys(("age", "alder"), "age"),
    **dict.fromkeys(("place", "sted", "stad"), "place"),
}
MOST = 500
MOST_PEOPLE = 2_000_000
FIRST_YEAR = 2000
LONGEST_SOURCE = 120
DASHES = str.maketrans("–—−", "---")


class Living(NamedTuple):
    """How many young people there are of a school, an age or a place."""

    kind: Kind
    name: str
    n: int
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a figure can be of, and the year it is."""

    names: Mapping[Kind, Sequence[str]]
    year: int

    def find(self, kind: Kind, typed: str) -> str | None:
        """Find a name, however its capitals and dashes are."""
        plain = typed.casefold().translate(DASHES)
        return next((name for name in self.names[kind] if name.casefold() == plain), None)


def known_here(tx: Tx, municipality_id: str, today: str) -> Known:
    """Read which schools, ages and places there are."""
    schools = [str(each["name"]) for each in municipalities.list_of(tx, municipality_id, "schools")]
    places = [each for each in groups.places_known(tx, municipality_id) if each not in schools]
    return Known({"school": schools, "age": AGE_BANDS, "place": places}, int(today[:4]))


def read_one(typed: Mapping[str, str], known: Known) -> Living | Fault:
    """Make a figure of what was typed, or say what is wrong with it.

    >>> known = Known({"school": ["Nes skole"], "age": ["10-12"], "place": []}, 2026)
    >>> read_one({"kind": "Skole", "name": "nes skole", "n": "240", "year": "2026", "source": "GSI"}, known)
    Living(kind='school', name='Nes skole', n=240, year=2026, source='GSI')
    """
    cells = {name: " ".join(clean(typed.get(name) or "").split()) for name in FIELDS}
    kind = CALLED.get(cells["kind"].casefold())
    if kind is None:
        return Fault(0, "kind", cells["kind"])
    name = known.find(kind, cells["name"])
    if name is None:
        return Fault(0, f"unknown.{kind}", cells["name"])
    n = _number(cells["n"].replace(" ", ""))
    if n is None or not 1 <= n <= MOST_PEOPLE:
        return Fault(0, "n")
    year = _number(cells["year"])
    if year is None or not FIRST_YEAR <= year <= known.year:
        return Fault(0, "year", str(known.year))
    if not 0 < len(cells["source"]) <= LONGEST_SOURCE:
        return Fault(0, "source", str(LONGEST_SOURCE))
    return Living(kind, name, n, year, cells["source"])


def read_file(body: bytes, known: Known) -> list[Living]:
    """Read a file whole, or name every line that is wrong."""
    if len(body) > LARGEST:
        raise BadCatalogue(Fault(0, "large"))
    rows = rows_of(body)
    if not rows or not any(rows[0]):
        raise BadCatalogue(Fault(0, "empty"))
    named = [_column(cell) for cell in rows[0]]
    if missing := [each for each in FIELDS if each not in named]:
        raise BadCatalogue(Fault(1, "columns", ", ".join(missing)))
    found, wrong = _read_rows(rows, named, known)
    if len(found) > MOST:
        wrong.append(Fault(0, "many", str(MOST)))
    if wrong or not found:
        raise BadCatalogue(*(wrong[:FAULTS_TOLD] or [Fault(0, "empty")]))
    return list(found.values())


def _read_rows(
    rows: Sequence[Sequence[str]], named: Sequence[str], known: Known
) -> tuple[dict[tuple[str, str], Living], list[Fault]]:
    found: dict[tuple[str, str], Living] = {}
    wrong: list[Fault] = []
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        each = read_one({name: cell for name, cell in zip(named, row, strict=False) if name}, known)
        if isinstance(each, Living) and (each.kind, each.name) in found:
            each = Fault(0, "twice", each.name)
        if isinstance(each, Fault):
            wrong.append(each._replace(line=number))
        else:
            found[each.kind, each.name] = each
    return found, wrong


def write_csv(figures: Iterable[Living]) -> str:
    """Write figures as a file that `read_file` reads back as they are."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(FIELDS)
    rows.writerows(figures)
    return out.getvalue()


def look(tx: Tx, desk: Desk, today: str) -> dict[str, Any]:
    """List what is known, what each figure can be of, and what the record says of the schools already."""
    here = desk.municipality.id
    return {
        "figures": [each._asdict() for each in living_here(tx, here)],
        "names": {kind: list(names) for kind, names in known_here(tx, here, today).names.items()},
        "schools": [
            {"name": str(each["name"]), "n": int(each["pupils"])}
            for each in municipalities.list_of(tx, here, "schools")
        ],
        "year": int(today[:4]),
    }


def living_here(tx: Tx, municipality_id: str) -> list[Living]:
    """List the figures that a municipality gave."""
    return [Living(*(row[name] for name in FIELDS)) for row in heard.living_here(tx, municipality_id)]


def compare(tx: Tx, desk: Desk, figures: Sequence[Living]) -> dict[str, int]:
    """Tell what bringing in a file would do, and do nothing."""
    had = {(each.kind, each.name): each for each in living_here(tx, desk.municipality.id)}
    old = [had.get((each.kind, each.name)) for each in figures]
    added = sum(each is None for each in old)
    same = sum(each == figure for each, figure in zip(old, figures, strict=True))
    return {"added": added, "changed": len(figures) - added - same, "same": same}


def keep(tx: Tx, desk: Desk, figures: Sequence[Living], now: int) -> None:
    """Keep figures in place of those that stood for the same."""
    here, staff = desk.municipality.id, desk.staff.id
    heard.put_living(tx, here, figures, staff, now)
    audit.append(tx, here, staff, "living-kept", str(len(figures)), now)


def drop(tx: Tx, desk: Desk, kind: Kind, name: str, now: int) -> None:
    """Take one figure away."""
    if not heard.drop_living(tx, desk.municipality.id, kind, name):
        raise OutOfReach
    audit.append(tx, desk.municipality.id, desk.staff.id, "living-dropped", "1", now)


def _column(cell: str) -> str:
    wanted = cell.strip().casefold()
    return next((name for name, called in COLUMNS.items() if wanted in called), "")


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else None
