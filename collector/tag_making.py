"""Lets a leader make a tag of what no tag fits, give it to old wishes, take that back, rename it and end it.

One rule: such a tag belongs to one municipality. What a person said of a wish stands: a tag that is given to
many is given as the tagger would, and never where somebody took it away.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from secrets import choice
from string import ascii_lowercase
from typing import Any, NamedTuple

from collector import municipality
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.learning import ONLY_WITH_A_YES
from collector.model import Tag
from collector.own_tags import FEWEST, LONGEST_NAME
from collector.review import change
from collector.store import decisions, wishes
from collector.store import own_tags as store
from collector.store.front import Row, Tx
from collector.store.queue import find_for_review
from collector.themes import own_id
from nlp.examples import Example
from nlp.handed_in import LANGUAGES, LONGEST_ID
from nlp.likeness import distinct
from nlp.vocabulary import SENDER

NAMED_IN = ("nb", "nn", "en", "se")
MOST_AT_ONCE = 200
"""So many wishes get a tag in one go: as many as a page shows."""
LAST = "~"
"""Sorts after every id."""
APPLIED, UNAPPLIED = "tag-given", "tag-taken-back"
_LETTERS = 4


class NoName(Exception):
    """A tag must have a name in bokmål, and no name may be too long."""


class Made(NamedTuple):
    """What teaches one such tag, and the wishes that it comes from."""

    examples: list[Example]
    wish_ids: list[str]


class Candidates(NamedTuple):
    """Some old wishes that may get a tag, and what tells which: the tag's own wishes."""

    tag: dict[str, Any]
    ones: list[str]
    wishes: list[Row]


def examples_of_all(tx: Tx) -> dict[str, Made]:
    """Gather what teaches the tags that leaders made, where there is enough of it."""
    rows: dict[str, list[Row]] = {}
    for row in store.examples(tx, ONLY_WITH_A_YES):
        rows.setdefault(row["tag"], []).append(row)
    return {
        tag: Made([_example(tag, row) for row in each], [row["id"] for row in each])
        for tag, each in rows.items()
        if len(distinct([row["text"] for row in each])) >= FEWEST
    }


def make(tx: Tx, desk: Desk, names: Mapping[str, str], wish_ids: Sequence[str], now: int) -> str:
    """Make a tag of some wishes, which get it at once; its id tells nobody elsewhere what it is about."""
    kept = _names(names)
    tag = _new_id(kept["nb"])
    store.add_tag(tx, tag, desk.municipality.id, desk.staff.id, now)
    store.name_tag(tx, tag, kept, now)
    if not store.add_examples(tx, desk.municipality.id, tag, wish_ids):
        raise OutOfReach
    municipality.note(tx, desk.municipality.id, desk.staff.id, "tag-made", now, tag=tag)
    give(tx, desk, tag, dict.fromkeys(wish_ids, 1.0), now)
    return tag


def show_all(tx: Tx, desk: Desk) -> list[dict[str, Any]]:
    """List a municipality's own tags and how they stand."""
    here = desk.municipality.id
    return [_shown(tx, here, row) for row in store.tags_here(tx, here)]


def show(tx: Tx, desk: Desk, tag: str) -> dict[str, Any]:
    """Show one tag: its names, what hangs on it, and the last that was done with it."""
    row, last = _find(tx, desk, tag), store.last_run(tx, tag)
    names = store.names_of(tx, tag)
    return _shown(tx, desk.municipality.id, row) | {
        "names": {language: names.get(language, "") for language in NAMED_IN},
        "maker": row["maker"],
        "in_catalogue": store.in_catalogue(tx, desk.municipality.id, tag),
        "last": _run(last) if last else None,
    }


def candidates(tx: Tx, desk: Desk, tag: str, before: str) -> Candidates:
    """Find the next old wishes that may get a tag."""
    shown = show(tx, desk, tag)
    ones = [row["text"] for row in store.examples_of(tx, tag)]
    found = store.candidates(tx, desk.municipality.id, tag, before or LAST, MOST_AT_ONCE)
    return Candidates(shown, ones, found)


def chosen(tx: Tx, desk: Desk, tag: str, wish_ids: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Read again what teaches a tag, and the texts of the wishes chosen for it that may have it."""
    _find(tx, desk, tag)
    ones = [row["text"] for row in store.examples_of(tx, tag)]
    texts = {each: store.fit_here(tx, desk.municipality.id, each) for each in wish_ids[:MOST_AT_ONCE]}
    return ones, {each: text for each, text in texts.items() if text is not None}


def give(tx: Tx, desk: Desk, tag: str, chances: Mapping[str, float], now: int) -> int:
    """Give old wishes a tag as the tagger would, and tell how many got it; they are examples of it, too."""
    if _find(tx, desk, tag)["ended_at"] is not None:
        raise DecidedAlready
    run, asked = new_id(now), sorted(chances)[:MOST_AT_ONCE]
    given = [each for each in asked if _give_one(tx, desk, tag, each, chances[each], now)]
    if given:
        store.add_run(tx, run, tag, desk.staff.id, now)
        store.add_to_run(tx, run, given)
        store.add_examples(tx, desk.municipality.id, tag, given)
    return len(given)


def take_back(tx: Tx, desk: Desk, tag: str, run_id: str, now: int) -> int:
    """Undo the last giving in one step, but where a person has given the tag since; tell from how many."""
    _find(tx, desk, tag)
    last = store.last_run(tx, tag)
    if last is None or last["id"] != run_id or not store.note_undone(tx, run_id, desk.staff.id, now):
        raise DecidedAlready
    given = store.wishes_of_run(tx, run_id)
    taken = [each for each in given if _take_from_one(tx, desk, tag, each, now)]
    store.drop_examples(tx, tag, taken)
    return len(taken)


def rename(tx: Tx, desk: Desk, tag: str, names: Mapping[str, str], now: int) -> None:
    """Let a tag be called something else, wherever it stands."""
    _find(tx, desk, tag)
    store.name_tag(tx, tag, _names(names), now)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "tag-renamed", now, tag=tag)


def end(tx: Tx, desk: Desk, tag: str, now: int) -> None:
    """Give a tag to no more wishes; those that have it keep it."""
    _find(tx, desk, tag)
    if store.set_ended(tx, tag, desk.staff.id, now):
        municipality.note(tx, desk.municipality.id, desk.staff.id, "tag-ended", now, tag=tag)


def begin_again(tx: Tx, desk: Desk, tag: str, now: int) -> None:
    """Let an ended tag be given again."""
    _find(tx, desk, tag)
    if store.set_ended(tx, tag, None, None):
        municipality.note(tx, desk.municipality.id, desk.staff.id, "tag-begun-again", now, tag=tag)


def _give_one(tx: Tx, desk: Desk, tag: str, wish_id: str, chance: float, now: int) -> bool:
    """Give one wish a tag, unless it has it, may not have it, or a person took it away."""
    wishes.hold_still(tx, wish_id)
    wish = find_for_review(tx, desk.municipality.id, wish_id)
    if wish is None or store.fit_here(tx, desk.municipality.id, wish_id) is None:
        return False
    if any(each.id == tag and each.given for each in wish.tags) or _took_away(tx, wish_id, tag):
        return False
    others = tuple(each for each in wish.tags if each.id != tag)
    given = Tag("activity", tag, chance, by="tagger")
    change(tx, desk, wish, replace(wish, tags=(*others, given)), APPLIED, now)
    return True


def _take_from_one(tx: Tx, desk: Desk, tag: str, wish_id: str, now: int) -> bool:
    wishes.hold_still(tx, wish_id)
    wish = find_for_review(tx, desk.municipality.id, wish_id)
    if wish is None or not any(each.id == tag and each.by == "tagger" for each in wish.tags):
        return False
    left = tuple(each for each in wish.tags if each.id != tag)
    change(tx, desk, wish, replace(wish, tags=left), UNAPPLIED, now)
    return True


def _took_away(tx: Tx, wish_id: str, tag: str) -> bool:
    """Tell whether a person said of a wish that a tag is wrong."""
    for row in decisions.decisions_of(tx, wish_id):
        details = json.loads(row["details"])
        if row["what"] == UNAPPLIED or "before" not in details:
            continue
        before, after = (_given(details[side]["tags"]) for side in ("before", "after"))
        if tag in before and tag not in after:
            return True
    return False


def _given(written: list[list[Any]]) -> set[str]:
    return {tag.id for tag in decisions.read_tags(written) if tag.given}


def _new_id(name: str) -> str:
    """Make an id that no other tag has, and that tells nothing of who else has one of that name."""
    ending = "".join(choice(ascii_lowercase) for _ in range(_LETTERS))
    return f"{own_id(name)[: LONGEST_ID - _LETTERS - 1]}-{ending}"


def _find(tx: Tx, desk: Desk, tag: str) -> Row:
    row = store.find_tag(tx, desk.municipality.id, tag)
    if row is None:
        raise OutOfReach
    return row


def _shown(tx: Tx, here: str, row: Row) -> dict[str, Any]:
    n = store.count_examples(tx, row["tag"])
    return {
        "tag": row["tag"],
        "made_at": row["made_at"],
        "ended_at": row["ended_at"],
        "approved": store.approved_with(tx, here, row["tag"]),
        "examples": n,
        "missing": max(0, FEWEST - n),
    }


def _run(row: Row) -> dict[str, Any]:
    return {"id": row["id"], "at": row["at"], "by": row["by_name"], "n": int(row["n"])}


def _names(typed: Mapping[str, str]) -> dict[str, str]:
    names = {each: " ".join(typed.get(each, "").split()) for each in NAMED_IN}
    names = {language: name for language, name in names.items() if name}
    if "nb" not in names or any(len(name) > LONGEST_NAME for name in names.values()):
        raise NoName
    return names


def _example(tag: str, row: Row) -> Example:
    language = row["language"] if row["language"] in LANGUAGES else "mix"
    sender = row["talk_id"] or f"{row['source']}:{row['round_id']}"
    return Example(language, frozenset({tag}), row["text"], SENDER + sender, frozenset({tag}))
