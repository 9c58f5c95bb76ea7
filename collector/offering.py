"""Lets a leader keep the list of what exists already: see it, add, change, take away, bring in a whole file.

One rule: what is kept is what `catalogue.check_entry` lets through, and each name stands once.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from collector import catalogue
from collector.catalogue import Changes, Fault, is_there
from collector.desk import Desk, OutOfReach
from collector.ids import new_id
from collector.store import audit
from collector.store import catalogue as kept
from collector.store.catalogue import Entry
from collector.store.front import Tx

PAGE = 100


def look(tx: Tx, desk: Desk, after: str, today: str) -> dict[str, Any]:
    """List what exists, by name."""
    entries = [each for each in kept.entries_of(tx, desk.municipality.id) if each.name > after]
    fits = kept.fits_of(tx, desk.municipality.id)
    return {
        "entries": [as_listed(each, fits.get(each.id, (0, 0)), today) for each in entries[:PAGE]],
        "more_after": entries[PAGE - 1].name if len(entries) > PAGE else None,
    }


def find(tx: Tx, desk: Desk, entry_id: str) -> Entry:
    """Find one of the municipality's own."""
    entry = kept.find_entry(tx, desk.municipality.id, entry_id)
    if entry is None:
        raise OutOfReach
    return entry


def keep(tx: Tx, desk: Desk, entry: Entry, entry_id: str, now: int) -> Fault | None:
    """Keep a new entry, or another way to tell of one; say why where it cannot be."""
    here = desk.municipality.id
    if entry_id:
        find(tx, desk, entry_id)
    same = catalogue.by_name(kept.entries_of(tx, here)).get(entry.name.casefold())
    if same is not None and same.id != entry_id:
        return Fault(0, "taken")
    if entry_id:
        kept.change_entry(tx, here, replace(entry, id=entry_id))
    else:
        kept.add_entry(tx, here, replace(entry, id=new_id(now)), now)
    return None


def drop(tx: Tx, desk: Desk, entry_id: str) -> None:
    """Take an entry away."""
    kept.drop_entry(tx, desk.municipality.id, find(tx, desk, entry_id).name)


def compare(tx: Tx, desk: Desk, entries: list[Entry]) -> Changes:
    """Tell what bringing in a file would do, and do nothing."""
    return catalogue.compare(catalogue.by_name(kept.entries_of(tx, desk.municipality.id)), entries)


def take_in(tx: Tx, desk: Desk, entries: list[Entry], now: int) -> None:
    """Bring in a whole file."""
    catalogue.take_in(tx, desk.municipality.id, entries, now)
    audit.append(tx, desk.municipality.id, desk.staff.id, "catalogue-import", str(len(entries)), now)


def as_listed(entry: Entry, fits: tuple[int, int], today: str) -> dict[str, Any]:
    """Make what a leader sees of an entry."""
    return as_typed(entry) | {"yes": fits[0], "no": fits[1], "over": not is_there(entry, today)}


def as_typed(entry: Entry | None, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Make what stands in the form of an entry: what is kept, or what was typed."""
    shown = asdict(entry or Entry("", "", "", ())) | dict(typed or {})
    return shown | {"tags": list(shown["tags"]), "until": shown["until"] or ""}
