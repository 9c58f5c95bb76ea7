"""Knows what exists already, and finds what answers a wish.

One rule: it is told as the municipality wrote it and asked about once; nobody is turned away by it.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from collector.ids import new_id
from collector.store import catalogue
from collector.store.catalogue import Entry
from collector.store.front import Tx
from nlp.tags import ACTIVITIES

COLUMNS = ("name", "about", "tags", "until")
LONGEST_NAME, LONGEST_ABOUT = 80, 240
MOST = 2_000


class BadCatalogue(ValueError):
    """A file that cannot be taken as a catalogue; every line that is wrong is named."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import did, or would do."""

    added: int
    changed: int
    same: int


def find_answer(entries: Iterable[Entry], activities: Sequence[str], today: str) -> Entry | None:
    """Choose what answers a wish best: the most of its activities, and then the narrower offer.

    >>> chess = Entry("1", "Sjakk", "Torsdager.", ("tabletop",))
    >>> find_answer([chess], ["tabletop"], "2026-01-01") == chess
    True
    >>> find_answer([chess], ["dance"], "2026-01-01") is None
    True
    """
    wanted = frozenset(activities)
    open_now = [each for each in entries if each.until is None or each.until >= today]
    fitting = [each for each in open_now if wanted.intersection(each.tags)]
    return max(fitting, key=lambda each: (len(wanted.intersection(each.tags)), -len(each.tags)), default=None)


def read_catalogue(text: str, own_tags: Iterable[str] = ()) -> list[Entry]:
    """Read a CSV file with the columns name, about, tags and until; semicolons do as well as commas."""
    first = text.lstrip("\ufeff").splitlines()[:1]
    if not first:
        raise BadCatalogue("The file is empty. Its first line names the columns: name,about,tags,until")
    rows = csv.DictReader(
        io.StringIO(text.lstrip("\ufeff")), delimiter=";" if ";" in first[0] else ",", strict=True
    )
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    if missing := [name for name in COLUMNS[:3] if name not in names]:
        raise BadCatalogue(
            f"The first line lacks the columns {', '.join(missing)}. It is: {','.join(COLUMNS)}"
        )
    rows.fieldnames = names
    known = {*ACTIVITIES, *own_tags}
    entries, wrong, seen = [], [], set[str]()
    try:
        for row in rows:
            entry, why = _read_row(row, known)
            if entry and entry.name.casefold() in seen:
                entry, why = None, "stands twice"
            if entry is None:
                wrong.append(f"line {rows.line_num}: {why}")
                continue
            seen.add(entry.name.casefold())
            entries.append(entry)
    except csv.Error as error:
        wrong.append(f"after line {rows.line_num}: {error}")
    if len(entries) > MOST:
        wrong.append(f"{len(entries)} entries are more than the {MOST} that a catalogue holds")
    if wrong:
        raise BadCatalogue("Nothing was taken in. Mend these and import it again:\n" + "\n".join(wrong[:20]))
    return entries


def take_in(tx: Tx, municipality_id: str, entries: Sequence[Entry], now: int) -> Changes:
    """Keep what a file holds; what stands under the same name is changed, and the rest is left as it is."""
    had = {each.name: each for each in catalogue.entries_of(tx, municipality_id)}
    changes = compare(had, entries)
    for entry in entries:
        old = had.get(entry.name)
        ours = Entry(old.id if old else new_id(now), entry.name, entry.about, entry.tags, entry.until)
        if ours != old:
            catalogue.put_entry(tx, municipality_id, ours, now)
    return changes


def compare(had: dict[str, Entry], entries: Sequence[Entry]) -> Changes:
    """Tell what an import would do."""
    added = sum(entry.name not in had for entry in entries)
    same = sum(
        (old.about, old.tags, old.until) == (entry.about, entry.tags, entry.until)
        for entry in entries
        if (old := had.get(entry.name))
    )
    return Changes(added, len(entries) - added - same, same)


def _read_row(row: dict[str, str | None], known: set[str]) -> tuple[Entry | None, str]:
    cells = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
    tags = tuple(dict.fromkeys(cells["tags"].replace(",", " ").replace(";", " ").split()))
    until = cells["until"]
    unknown = [tag for tag in tags if tag not in known]
    if not cells["name"] or not cells["about"] or not tags:
        return None, "name, about and tags must all be filled in"
    if len(cells["name"]) > LONGEST_NAME or len(cells["about"]) > LONGEST_ABOUT:
        return None, f"a name has at most {LONGEST_NAME} letters and what is told about it {LONGEST_ABOUT}"
    if unknown:
        return None, f"there is no tag {', '.join(unknown)} (docs/tagger.md lists them)"
    if until and not _is_day(until):
        return None, "until is a day, written as 2027-06-18"
    return Entry("", cells["name"], cells["about"], tags, until or None), ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
