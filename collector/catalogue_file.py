"""Reads what exists already from a file that somebody saved from a spreadsheet: CSV or XLSX.

One rule: a file is read whole or not at all, every fault is named by its line, and what a cell holds is
words: a formula is never worked out here.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from collector.catalogue import FIELDS, MOST, Fault, check_entry
from collector.store.catalogue import Entry

LARGEST = 1_000_000
LARGEST_UNPACKED = 50_000_000
"""An XLSX file is a packed one; one that unpacks to more is none that anybody wrote."""
FAULTS_TOLD = 20
NEEDED = ("name", "tags")
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "navn", "namn", "tilbud"),
    "about": ("about", "om", "beskrivelse", "omtale"),
    "place": ("place", "sted", "stad"),
    "days": ("days", "dager", "dagar", "når"),
    "age": ("age", "alder"),
    "price": ("price", "pris"),
    "link": ("link", "lenke", "lenkje", "nettside"),
    "tags": ("tags", "merkelapper", "merkelappar"),
    "until": ("until", "til", "sluttdato", "slutt"),
}
"""What each column may be called."""


class BadCatalogue(ValueError):
    """A file that cannot be taken as a catalogue; every line that is wrong is named."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(f"{each.line}: {each.key}" for each in faults))
        self.faults = faults


class Sheet(NamedTuple):
    """What a file holds, and the columns in it that nobody reads."""

    entries: list[Entry]
    unread: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, by the names of its columns."""

    number: int
    cells: Mapping[str, str]


def read_file(body: bytes, known: Mapping[str, str]) -> Sheet:
    """Read a file; `known` finds a tag by its id or by its name, in small letters."""
    if len(body) > LARGEST:
        raise BadCatalogue(Fault(0, "large"))
    return read_rows(rows_of(body), known)


def rows_of(body: bytes) -> list[list[str]]:
    """Read the rows of a file, whatever they are about."""
    return _rows_of_xlsx(body) if body.startswith(b"PK") else _rows_of_csv(body)


def read_rows(rows: Sequence[Sequence[str]], known: Mapping[str, str]) -> Sheet:
    """Read the rows of a table whose first row names its columns."""
    if not rows or not any(rows[0]):
        raise BadCatalogue(Fault(0, "empty"))
    named = [_column(cell) for cell in rows[0]]
    if missing := [each for each in NEEDED if each not in named]:
        raise BadCatalogue(Fault(1, "columns", ", ".join(missing)))
    entries: list[Entry] = []
    wrong: list[Fault] = []
    seen: set[str] = set()
    for line in _lines(rows, named):
        found = check_entry(line.cells, known)
        if isinstance(found, Entry) and found.name.casefold() in seen:
            found = Fault(0, "twice", found.name)
        if isinstance(found, Fault):
            wrong.append(found._replace(line=line.number))
            continue
        seen.add(found.name.casefold())
        entries.append(found)
    if len(entries) > MOST:
        wrong.append(Fault(0, "many", str(MOST)))
    if wrong:
        raise BadCatalogue(*wrong[:FAULTS_TOLD])
    return Sheet(entries, [cell for cell, name in zip(rows[0], named, strict=False) if cell and not name])


def write_csv(entries: Iterable[Entry]) -> str:
    """Write entries as a file that `read_file` reads back as they are.

    >>> write_csv([Entry("1", "Sjakk", "Torsdager.", ("tabletop",))]).splitlines()[1]
    'Sjakk,Torsdager.,,,,,,tabletop,'
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(FIELDS)
    rows.writerows(
        [" ".join(each.tags) if name == "tags" else getattr(each, name) or "" for name in FIELDS]
        for each in entries
    )
    return out.getvalue()


def _column(cell: str) -> str:
    wanted = cell.strip().lower()
    return next((name for name, called in COLUMNS.items() if wanted in called), "")


def _lines(rows: Sequence[Sequence[str]], named: Sequence[str]) -> Iterator[Line]:
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            yield Line(number, {name: cell for name, cell in zip(named, row, strict=False) if name})


def _rows_of_csv(body: bytes) -> list[list[str]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCatalogue(Fault(0, "letters")) from None
    first = text.splitlines()[:1]
    semicolons = bool(first) and first[0].count(";") > first[0].count(",")
    try:
        return list(csv.reader(io.StringIO(text), delimiter=";" if semicolons else ",", strict=True))
    except csv.Error:
        raise BadCatalogue(Fault(0, "quotes")) from None


def _rows_of_xlsx(body: bytes) -> list[list[str]]:
    """Read the first sheet; a formula's cell holds what its program last showed there."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise BadCatalogue(Fault(0, "large"))
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError):
        raise BadCatalogue(Fault(0, "sheet")) from None
    return [[_as_text(cell) for cell in row] for row in rows]


def _as_text(cell: object) -> str:
    """Write a cell as a person reads it.

    >>> _as_text(13.0), _as_text(datetime(2027, 6, 18)), _as_text("=1+1")
    ('13', '2027-06-18', '=1+1')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
