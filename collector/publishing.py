"""Publishes a summary: a picture with a number that stands as it was, of what everybody may be told.

One rule: it is made of what everybody is told of rounds, in tens, and so no two of them differ by fewer; it
holds words only that their sender and a leader let stand, and loses them when either takes them back.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from collector.desk import Desk, OutOfReach
from collector.ids import new_id
from collector.model import Municipality
from collector.small_numbers import FEW_IN_PUBLIC
from collector.steps import share_answered
from collector.store import audit, municipalities, notes, own_tags, people, published, rounds
from collector.store.front import Tx
from collector.store.notes import LISTS
from collector.store.published import Published, Story
from collector.summary.citing import without_numbers
from collector.summary.guarding import told_of
from collector.summary.notes import kept_for
from collector.summary.slices import ALL, Slice, find_slice

PAGE = 20
LONGEST_WHY = 300
STORIES = 12
OF_ONE_TAG = 2
READ = 600
"""So many rows of words and tags are looked at for stories."""
KINDS = ("activity", "barrier", "form", "place", "age", "school", "language", "source", "week")
AFTER_ALL = 1_000_000_000
NOTE = "note"
"""Who wrote a line that the group noted itself, where others are a quote of a young person."""


class CannotPublish(Exception):
    """It was not published; `key` names the sentence that says why, `number` what says the same already."""

    def __init__(self, key: str, number: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.number = number


class Draft(NamedTuple):
    """What would be published."""

    body: str
    stories: tuple[Story, ...]

    @property
    def seen(self) -> str:
        """Name it, so that what is published is what somebody looked at."""
        return hashlib.sha256(json.dumps([self.body, self.stories]).encode()).hexdigest()[:16]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing that everybody may be told."""
        return json.loads(self.body)["approved"] is None


def draft(
    tx: Tx, asked: Slice, municipality: Municipality, *, stories: bool, with_notes: bool = False
) -> Draft:
    """Make what would be published of a slice at this moment; with quotes and notes if so."""
    told = told_of(tx, asked, FEW_IN_PUBLIC)
    approved = told.get("state", {}).get("approved")
    answered = min(told.get("answered", {}).get("all", 0), approved or 0) or None
    body = {
        "of": asked.named() | {"municipality": municipality.name, "example": municipality.is_example},
        "approved": approved,
        "senders": told.get("senders", {}).get("all"),
        "answered": answered,
        "percent": share_answered(told, FEW_IN_PUBLIC, len(asked.rounds)) if answered else None,
        "figures": {kind: [{"id": name, "n": n} for name, n in told.get(kind, {}).items()] for kind in KINDS},
        "names": own_names(tx, asked, told.get("activity", {})),
    }
    said = quotes(tx, asked, list(told.get("activity", {}))) if stories and approved else ()
    wrote = noted(tx, asked) if with_notes and approved else ()
    return Draft(json.dumps(body, ensure_ascii=False, separators=(",", ":")), (*said, *wrote))


def noted(tx: Tx, asked: Slice) -> tuple[Story, ...]:
    """Give what the group wrote of a round or everything here, and did not strike, without wishes' numbers.

    A number tells how many wishes came before it.
    """
    if asked.is_narrow or not asked.rounds:
        return ()
    standing = [
        each for each in notes.notes_of(tx, asked.municipality_id, kept_for(asked)) if not each.struck_by
    ]
    said = [(each, without_numbers(each.words)) for each in standing]
    return tuple(Story(each.id, each.list, "", words, NOTE) for each, words in said if words)


def quotes(tx: Tx, asked: Slice, tags: Sequence[str]) -> tuple[Story, ...]:
    """Choose words that may stand in public, at most two about each tag that is told of, the newest first.

    A place or a period is told of without words: what somebody says there may be all that was said.
    """
    if asked.is_narrow or not asked.rounds:
        return ()
    found: dict[str, Story] = {}
    about: dict[str, int] = {}
    rounds = [each.id for each in asked.rounds]
    for row in published.to_quote(tx, asked.municipality_id, rounds, READ):
        if row["id"] in found or row["tag"] not in tags or about.get(row["tag"], 0) >= OF_ONE_TAG:
            continue
        about[row["tag"]] = about.get(row["tag"], 0) + 1
        found[row["id"]] = Story(row["id"], row["tag"], row["language"], row["text"], "quote")
    return tuple(sorted(found.values(), key=lambda each: list(tags).index(each.tag))[:STORIES])


def own_names(tx: Tx, asked: Slice, tags: Sequence[str] | dict[str, int]) -> dict[str, dict[str, str]]:
    """Read what a municipality's own tags are called now: a picture keeps the name that it was made with."""
    names = own_tags.names_here(tx, asked.municipality_id)
    return {tag: names[tag] for tag in tags if tag in names}


def for_everybody(tx: Tx, code: str) -> dict[str, Any]:
    """Show what everybody is told of a round at this moment: the same figures, not yet published."""
    asked = rounds.find_round(tx, code)
    if asked is None:
        raise OutOfReach
    made = draft(tx, Slice(asked.municipality.id, (asked,)), asked.municipality, stories=False)
    return as_read(made.body, ())


def preview(
    tx: Tx, desk: Desk, asked: tuple[str, str, str, str], *, stories: bool, with_notes: bool = False
) -> dict[str, Any]:
    """Show exactly what others would see."""
    found = find_slice(tx, desk, *asked)
    made = draft(tx, found, desk.municipality, stories=stories, with_notes=with_notes)
    same = published.newest_of(tx, desk.municipality.id, slice_name(*asked))
    return {
        "asked": dict(zip(("code", "place", "first", "last"), asked, strict=True)),
        "seen": made.seen,
        "empty": made.is_empty,
        "same_as": same.number if same and (same.body, same.stories) == (made.body, made.stories) else None,
        "with_stories": stories,
        "has_stories": any(each.by_whom != NOTE for each in made.stories),
        "with_notes": with_notes,
        "has_notes": any(each.by_whom == NOTE for each in made.stories),
        **as_read(made.body, made.stories),
    }


def publish(
    tx: Tx,
    desk: Desk,
    asked: tuple[str, str, str, str],
    seen: str,
    now: int,
    *,
    stories: bool,
    with_notes: bool = False,
) -> int:
    """Publish what was looked at, and tell its number."""
    if not desk.may_publish:
        raise OutOfReach
    here = desk.municipality.id
    municipalities.move(tx, here)  # whoever publishes at the same moment waits, and gets the next number
    found = find_slice(tx, desk, *asked)
    made = draft(tx, found, desk.municipality, stories=stories, with_notes=with_notes)
    if made.is_empty:
        raise CannotPublish("empty")
    if made.seen != seen:
        raise CannotPublish("changed")
    named = slice_name(*asked)
    same = published.newest_of(tx, here, named)
    if same and (same.body, same.stories) == (made.body, made.stories):
        raise CannotPublish("same", same.number)
    number = published.next_number(tx, here)
    print_ = published.print_of(here, number, named, now, made.body, made.stories)
    new = Published(
        new_id(now),
        here,
        number,
        named,
        desk.staff.id,
        now,
        made.body,
        print_,
        0,
        None,
        None,
        "",
        made.stories,
    )
    published.add(tx, new)
    audit.append(tx, here, desk.staff.id, "published", new.id, now)
    return number


def withdraw(tx: Tx, desk: Desk, number: int, why: str, now: int) -> None:
    """Take a published summary back, and say why; doing it twice changes nothing."""
    found = find(tx, desk, number)
    why = " ".join(why.split())[:LONGEST_WHY]
    if not why:
        raise CannotPublish("why")
    if published.withdraw(tx, found.id, desk.staff.id, why, now):
        audit.append(tx, desk.municipality.id, desk.staff.id, "published-withdrawn", found.id, now)


def find(tx: Tx, desk: Desk, number: int) -> Published:
    """Find a published summary of this municipality."""
    found = published.find(tx, desk.municipality.id, number)
    if found is None:
        raise OutOfReach
    return found


def look(tx: Tx, desk: Desk, number: int) -> dict[str, Any]:
    """Show a published summary as it was published; one that was taken back, or is damaged, shows nothing."""
    found = find(tx, desk, number)
    about = as_listed(found, people.names_of(tx, desk.municipality.id))
    shown = found.is_whole and found.withdrawn_at is None
    return about | (as_read(found.body, found.stories) if shown else NOTHING)


NOTHING: dict[str, Any] = {"told": None, "stories": [], "notes": {}}


def list_all(tx: Tx, desk: Desk, before: int) -> dict[str, Any]:
    """List what was published, the newest first."""
    found = published.listed(tx, desk.municipality.id, before or AFTER_ALL, PAGE + 1)
    names = people.names_of(tx, desk.municipality.id)
    return {
        "published": [as_listed(each, names) for each in found[:PAGE]],
        "older": found[PAGE - 1].number if len(found) > PAGE else None,
    }


def as_listed(found: Published, names: dict[str, str]) -> dict[str, Any]:
    """Make what a list tells of a published summary."""
    code, place, first, last = json.loads(found.slice) if found.is_whole else ("", "", "", "")
    name = _round_name(found) if found.is_whole else ""
    return {
        "number": found.number,
        "at": found.at,
        "by": names.get(found.staff_id, ""),
        "code": code,
        "name": name,
        "place": place,
        "first": first,
        "last": last,
        "whole": found.is_whole,
        "taken_out": found.taken_out,
        "withdrawn_at": found.withdrawn_at,
        "withdrawn_by": names.get(found.withdrawn_by or "", ""),
        "why": found.why,
    }


def as_read(body: str, stories: Sequence[Story]) -> dict[str, Any]:
    """Read what is published."""
    said = [
        {"tag": each.tag, "language": each.language, "said": each.said, "by": each.by_whom}
        for each in stories
        if each.by_whom != NOTE
    ]
    wrote = {
        name: [each.said for each in stories if each.by_whom == NOTE and each.tag == name] for name in LISTS
    }
    return {
        "told": json.loads(body),
        "stories": said,
        "notes": {name: lines for name, lines in wrote.items() if lines},
    }


def damaged(tx: Tx, municipality_id: str) -> list[int]:
    """Name the published summaries that are not as they were published."""
    return [each.number for each in published.all_of(tx, municipality_id) if not each.is_whole]


def slice_name(code: str, place: str, first: str, last: str) -> str:
    """Name a slice so that what was published of it is found again.

    >>> slice_name("glad-elg", "", "", "")
    '["glad-elg","","",""]'
    """
    return json.dumps([code, place, first, last], ensure_ascii=False, separators=(",", ":"))


def _round_name(found: Published) -> str:
    of = json.loads(found.body)["of"]
    return "" if of["code"] == ALL else str(of["rounds"][0]["name"])
