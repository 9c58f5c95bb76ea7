"""The lists of a municipality: its places, its schools and its holidays, typed row by row or read from CSV.

One rule: a list is taken whole or not at all, and every row that is wrong is named with why.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collector.facts import LONGEST_NAME, NotFit, tidy_day
from nlp.clean import clean

COLUMNS = {
    "places": ("name", "north", "east"),
    "schools": ("name", "from", "to", "pupils"),
    "holidays": ("name", "from", "to"),
}
"""What a CSV file's first line holds, and what a row of a form is called."""
MAY_LACK = ("north", "east")
"""A file of places need not say where they are."""
MOST = 500
LAST_GRADE, MOST_PUPILS = 13, 5_000
Typed = Mapping[str, str]
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be taken: its number, counted from one, and the sentence that says why."""

    row: int
    why: str


class BadList(ValueError):
    """Rows of which some are wrong; nothing was taken."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(f"{len(wrong)} rows")
        self.wrong = tuple(wrong)


def read_rows(what: str, rows: Iterable[Typed]) -> list[Entry]:
    """Read every row that holds anything, or name those that are wrong.

    >>> read_rows("schools", [{"name": "Skolen", "from": "1", "to": "7", "pupils": "240"}, {"name": ""}])
    [{'name': 'Skolen', 'grade_from': 1, 'grade_to': 7, 'pupils': 240}]
    """
    entries: list[Entry] = []
    wrong, seen = [], set[str]()
    for number, typed in enumerate(rows, 1):
        row = {column: clean(typed.get(column) or "") for column in COLUMNS[what]}
        if not any(row.values()):
            continue
        try:
            entry = read_row(what, row)
            key = f"{entry['name'].casefold()} {entry.get('from_day', '')}"
            if key in seen:
                raise NotFit("row.twice")
        except NotFit as problem:
            wrong.append(Wrong(number, problem.why))
            continue
        seen.add(key)
        entries.append(entry)
    if len(entries) > MOST:
        wrong.append(Wrong(MOST + 1, "row.many"))
    if wrong:
        raise BadList(wrong)
    return entries


def read_row(what: str, row: Typed) -> Entry:
    """Read one row."""
    if not row["name"] and row.get("north"):
        raise NotFit("row.nameless")
    if not row["name"] or "\n" in row["name"] or len(row["name"]) > LONGEST_NAME:
        raise NotFit("row.name")
    return {"name": row["name"], **REST[what](row)}


def read_grades(row: Typed) -> Entry:
    """Read the grades and the number of pupils of a school."""
    first, last = _number(row["from"], "row.grades"), _number(row["to"], "row.grades")
    pupils = _number(row["pupils"], "row.pupils")
    if not 1 <= first <= last <= LAST_GRADE:
        raise NotFit("row.grades")
    if not 1 <= pupils <= MOST_PUPILS:
        raise NotFit("row.pupils")
    return {"grade_from": first, "grade_to": last, "pupils": pupils}


def read_point(row: Typed) -> Entry:
    """Read where a place is, if that is said: degrees north and east, somewhere in Norway.

    >>> read_point({"north": "61,2305", "east": "9.4512"})
    {'north': 61.2305, 'east': 9.4512}
    """
    if not row["north"] and not row["east"]:
        return {"north": None, "east": None}
    try:
        north, east = (float(row[each].replace(",", ".")) for each in ("north", "east"))
    except ValueError:
        raise NotFit("row.point") from None
    if not is_in_norway(north, east):
        raise NotFit("row.point")
    return {"north": round(north, 5), "east": round(east, 5)}


def is_in_norway(north: float, east: float) -> bool:
    """Tell whether degrees can be of a place in Norway or Svalbard; the two turned round cannot.

    >>> is_in_norway(59.91, 10.75), is_in_norway(10.75, 59.91)
    (True, False)
    """
    return 57 <= north <= 81 and 2 <= east <= 34


def read_span(row: Typed) -> Entry:
    """Read a holiday's first and last day; one day alone needs no last one."""
    try:
        first = tidy_day(row["from"])
        last = tidy_day(row["to"] or row["from"])
    except NotFit:
        raise NotFit("row.days") from None
    if last < first:
        raise NotFit("row.days")
    return {"from_day": first, "to_day": last}


def as_typed(what: str, entry: Entry) -> dict[str, str]:
    """Write a kept entry as a row of the form."""
    kept = {"from": ("grade_from", "from_day"), "to": ("grade_to", "to_day")}
    return {
        column: _written(next(entry[name] for name in kept.get(column, (column,)) if name in entry))
        for column in COLUMNS[what]
    }


def _written(value: object) -> str:
    return "" if value is None else str(value)


def read_csv(what: str, text: str) -> list[Typed]:
    """Read a CSV file's rows by the names in its first line; semicolons do as well as commas."""
    lines = text.lstrip("\ufeff")
    first = lines.splitlines()[:1]
    rows = csv.DictReader(
        io.StringIO(lines), delimiter=";" if first and ";" in first[0] else ",", strict=True
    )
    try:
        rows.fieldnames = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        if any(name not in rows.fieldnames for name in COLUMNS[what] if name not in MAY_LACK):
            raise BadList([Wrong(0, "row.columns")])
        read = list(rows)
    except csv.Error:
        raise BadList([Wrong(rows.line_num, "row.csv")]) from None
    if wide := [number for number, row in enumerate(read, 1) if any(row.get(None) or ())]:
        raise BadList([Wrong(number, "row.wide") for number in wide])
    return [{name: row.get(name) or "" for name in COLUMNS[what]} for row in read]


def _number(typed: str, why: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise NotFit(why)
    return int(typed)


REST: dict[str, Callable[[Typed], Entry]] = {
    "places": read_point,
    "schools": read_grades,
    "holidays": read_span,
}
