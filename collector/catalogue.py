"""Knows what exists already, and finds what answers a wish.

One rule: it is told as the municipality wrote it and asked about once; nobody is turned away by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from collector.ids import new_id
from collector.store import catalogue
from collector.store.catalogue import Entry
from collector.store.front import Tx
from collector.texts import LANGUAGES, Catalogue
from nlp.clean import clean
from nlp.tags import ACTIVITIES

FIELDS = ("name", "about", "place", "days", "age", "price", "link", "tags", "until")
LONGEST = {"name": 80, "about": 240, "place": 80, "days": 80, "age": 40, "price": 40, "link": 300}
MOST = 2_000


class Fault(NamedTuple):
    """What is wrong with a line of a file, or with a form: `key` names the sentence that says so."""

    line: int
    key: str
    what: str = ""

    @property
    def sentence(self) -> str:
        """Name the sentence in the catalogues."""
        return f"here.wrong.{self.key}"


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
    fitting = [each for each in entries if is_there(each, today) and wanted.intersection(each.tags)]
    return max(fitting, key=lambda each: (len(wanted.intersection(each.tags)), -len(each.tags)), default=None)


def is_there(entry: Entry, today: str) -> bool:
    """Tell whether something is not over yet."""
    return entry.until is None or entry.until >= today


def nothing_answers(entries: Iterable[Entry], wished: Mapping[str, int], today: str) -> dict[str, int]:
    """Pick, of what was wished for, what nothing that is there answers.

    >>> nothing_answers([Entry("1", "Sjakk", "", ("tabletop",))], {"dance": 9, "tabletop": 4}, "2026-01-01")
    {'dance': 9}
    """
    answered = {tag for each in entries if is_there(each, today) for tag in each.tags}
    return {tag: n for tag, n in wished.items() if tag not in answered}


def check_entry(typed: Mapping[str, str], known: Mapping[str, str]) -> Entry | Fault:
    """Make an entry of what was typed, or say what is wrong with it."""
    cells = {name: " ".join(clean(typed.get(name) or "").split()) for name in FIELDS}
    tags, unknown = read_tags(typed.get("tags") or "", known)
    if not cells["name"]:
        return Fault(0, "name")
    if unknown:
        return Fault(0, "tag", ", ".join(unknown))
    if not tags:
        return Fault(0, "tags")
    if not any(cells[name] for name in ("about", "place", "days", "link")):
        return Fault(0, "about")
    if too_long := next((name for name, most in LONGEST.items() if len(cells[name]) > most), ""):
        return Fault(0, f"long.{too_long}", str(LONGEST[too_long]))
    if cells["link"] and not _is_link(cells["link"]):
        return Fault(0, "link")
    if cells["until"] and not _is_day(cells["until"]):
        return Fault(0, "until")
    told = {name: cells[name] for name in LONGEST}
    return Entry("", tags=tags, until=cells["until"] or None, **told)


def read_tags(typed: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """Find tags by their ids or their names, with commas between or, for ids, spaces; and what is none.

    >>> read_tags("Dans, band tabletop; ludo", {"dans": "dance", "band": "band", "tabletop": "tabletop"})
    (('dance', 'band', 'tabletop'), ['ludo'])
    """
    found: list[str] = []
    unknown: list[str] = []
    for part in typed.replace(";", ",").split(","):
        whole = " ".join(part.split())
        for each in [whole] if whole.lower() in known else whole.split():
            (found if each.lower() in known else unknown).append(known.get(each.lower(), each))
    return tuple(dict.fromkeys(found)), unknown


def known_tags(texts: Catalogue, own_tags: Iterable[str] = ()) -> dict[str, str]:
    """Name every tag that something can answer to, by its id and by its name in each language."""
    ids = [*ACTIVITIES, *own_tags]
    names = {texts.name("tag", tag, language).lower(): tag for tag in ids for language in LANGUAGES}
    return names | {tag: tag for tag in ids}


def take_in(tx: Tx, municipality_id: str, entries: Sequence[Entry], now: int) -> Changes:
    """Keep what a file holds; what stands under the same name is changed, and the rest is left as it is."""
    had = by_name(catalogue.entries_of(tx, municipality_id))
    changes = compare(had, entries)
    for entry in entries:
        old = had.get(entry.name.casefold())
        if old is None:
            catalogue.add_entry(tx, municipality_id, replace(entry, id=new_id(now)), now)
        elif replace(entry, id=old.id) != old:
            catalogue.change_entry(tx, municipality_id, replace(entry, id=old.id))
    return changes


def by_name(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Find entries by their names; capitals make no new one."""
    return {each.name.casefold(): each for each in entries}


def compare(had: Mapping[str, Entry], entries: Sequence[Entry]) -> Changes:
    """Tell what an import would do."""
    old = [had.get(entry.name.casefold()) for entry in entries]
    added = sum(each is None for each in old)
    same = sum(
        each is not None and replace(entry, id=each.id) == each
        for each, entry in zip(old, entries, strict=True)
    )
    return Changes(added, len(entries) - added - same, same)


def _is_link(text: str) -> bool:
    """Tell whether a link leads to a page.

    >>> _is_link("https://ekko.test/sjakk"), _is_link("javascript:alert(1)"), _is_link("https://[")
    (True, False, False)
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
