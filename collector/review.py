"""Lets a leader decide about wishes: approve, change what they are about, hold back, undo step by step.

One rule: a decision holds only for the wish as the decider saw it, and its record holds no word of the wish.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from collector import routing
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.intake import kind_of
from collector.model import TAG_KINDS, Tag, Wish, WishState
from collector.store import counts, decisions, own_tags, queue, rounds, same, wishes
from collector.store.front import Row, Tx
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

SHOWN: tuple[WishState, ...] = ("waiting", "held", "not-a-wish", "approved")
"""The states a leader may look through; a case is for the duty adult alone."""
BECOMES: dict[str, WishState] = {
    "approve": "approved",
    "hold": "held",
    "not-a-wish": "not-a-wish",
    "wait": "waiting",
}
MERGE = "merge"
UNDOABLE = frozenset({*BECOMES, "retag", MERGE})
CLEARED_BY_APPROVAL = frozenset({"abusive", "not-a-wish"})
CHOOSABLE = frozenset((*ACTIVITIES, *BARRIERS, *FORMS))


def as_shown(wish: Wish, round_names: dict[str, str]) -> dict[str, Any]:
    """Make what a leader sees of a wish: the masked text, never the raw words."""
    return {
        "id": wish.id,
        "number": wish.number,
        "text": wish.text,
        "language": wish.language,
        "source": wish.source,
        "round": round_names.get(wish.round_id, ""),
        "received_at": wish.received_at,
        "state": wish.state,
        "sure": wish.sure,
        "may_show": wish.may_show,
        "tags": names_of(tag for tag in wish.tags if tag.given),
        "suggested": names_of(tag for tag in wish.tags if not tag.given),
        "flags": [tag.id for tag in wish.tags if tag.kind == "flag" and tag.given],
        "answered": wish.answer.status if wish.answer else None,
        "seen": seen_as(wish),
    }


def names_of(tags: Iterable[Tag]) -> list[dict[str, Any]]:
    """Name tags for a page: what it is about first, then what is in the way, then how.

    How likely each is stands beside it where the tagger gave it; what a person said is no guess.
    """
    ordered = sorted(tags, key=lambda tag: TAG_KINDS.index(tag.kind))
    return [
        {"kind": tag.kind, "id": tag.id, "by": tag.by, "percent": percent_of(tag)}
        for tag in ordered
        if tag.kind != "flag"
    ]


def percent_of(tag: Tag) -> int | None:
    """Tell how likely the tagger held a tag, in whole percents and never quite certain.

    >>> percent_of(Tag("activity", "gaming", 0.9)), percent_of(Tag("activity", "gaming", by="leader"))
    (90, None)
    """
    return max(1, min(99, round(100 * tag.probability))) if tag.by == "tagger" else None


def seen_as(wish: Wish) -> str:
    """Sum up what a decision rests on: the words, where the wish is and what it is about."""
    about = sorted((tag.kind, tag.id, tag.given) for tag in wish.tags)
    told = json.dumps([wish.text, wish.state, about, *([wish.same_as] if wish.same_as else [])])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def show_one(tx: Tx, desk: Desk, wish_id: str) -> dict[str, Any]:
    """Open one wish by itself."""
    wish = queue.find_for_review(tx, desk.municipality.id, wish_id)
    if wish is None:
        raise OutOfReach
    return as_shown(wish, {each.id: each.name for each in rounds.rounds_of(tx, desk.municipality.id)})


def decide(tx: Tx, desk: Desk, wish_id: str, what: str, seen: str, now: int) -> None:
    """Approve a wish, hold it back, say that it is none, or let it wait again."""
    wish = take(tx, desk, wish_id, seen)
    change(tx, desk, wish, as_decided(wish, what), what, now)


def as_decided(wish: Wish, what: str) -> Wish:
    """Make what a decision makes of a wish."""
    state = BECOMES[what]
    tags = tuple(tag for tag in wish.tags if state != "approved" or tag.id not in CLEARED_BY_APPROVAL)
    return replace(wish, state=state, tags=tags)


def retag(tx: Tx, desk: Desk, wish_id: str, chosen: frozenset[str], seen: str, now: int) -> None:
    """Say anew what a wish is about; whatever was only suggested and not chosen is gone."""
    wish = take(tx, desk, wish_id, seen)
    kept = tuple(tag for tag in wish.tags if tag.kind == "flag")
    had = {tag.id for tag in wish.tags if tag.given}
    chosen = frozenset(tag for tag in chosen if tag in had or may_choose(tx, desk, tag))
    change(tx, desk, wish, replace(wish, tags=kept + give(wish, chosen)), "retag", now)


def put_tag(tx: Tx, desk: Desk, wish_id: str, tag_id: str, on: bool, seen: str, now: int) -> None:
    """Add one tag or take one away, and leave the others as they are."""
    wish = take(tx, desk, wish_id, seen)
    if not may_choose(tx, desk, tag_id):
        raise OutOfReach
    change(tx, desk, wish, as_tagged(wish, tag_id, on=on), "retag", now)


def as_tagged(wish: Wish, tag_id: str, *, on: bool) -> Wish:
    """Make what adding or dropping one tag makes of a wish."""
    others = tuple(tag for tag in wish.tags if tag.id != tag_id or tag.kind == "flag")
    return replace(wish, tags=others + (give(wish, frozenset({tag_id})) if on else ()))


def may_choose(tx: Tx, desk: Desk, tag_id: str) -> bool:
    """Tell whether a leader may give a tag: those of nlp.tags, and the municipality's own that are in use."""
    return tag_id in CHOOSABLE or tag_id in own_tags.names_here(tx, desk.municipality.id)


def give(wish: Wish, chosen: frozenset[str]) -> tuple[Tag, ...]:
    """Make given tags of what a leader chose; those that stood already stay as they were."""
    had = {tag.id: tag for tag in wish.tags if tag.given and tag.kind != "flag"}
    return tuple(had.get(tag_id) or Tag(kind_of(tag_id), tag_id, by="leader") for tag_id in sorted(chosen))


def undo(tx: Tx, desk: Desk, wish_id: str, now: int) -> None:
    """Take back one's own latest decision about a wish, then the one before it, while nobody came after."""
    wish, step = find_own_step(tx, desk, wish_id)
    if step["what"] not in UNDOABLE:
        raise DecidedAlready
    put_back(tx, desk, wish, step, now)


def find_own_step(tx: Tx, desk: Desk, wish_id: str) -> tuple[Wish, Row]:
    """Take a wish whose latest step is one's own and not undone, with that step."""
    wishes.hold_still(tx, wish_id)
    wish = queue.find_for_review(tx, desk.municipality.id, wish_id)
    if wish is None:
        raise OutOfReach
    step = standing_step(decisions.steps_of(tx, desk.municipality.id, wish_id))
    if step is None or step["staff_id"] != desk.staff.id or not json.loads(step["details"]).get("before"):
        raise DecidedAlready
    return wish, step


def put_back(tx: Tx, desk: Desk, wish: Wish, step: Row, now: int) -> None:
    """Let a wish be where, about what, and one with which it was before a step."""
    before = json.loads(step["details"])["before"]
    tags, same = decisions.read_tags(before["tags"]), before.get("same_as", wish.same_as)
    old = replace(wish, state=before["state"], tags=tags, same_as=same)
    change(tx, desk, wish, old, "undo", now, batch=None, alone=True)


def standing_step(steps: Iterable[Row]) -> Row | None:
    """Find the latest step that was not undone; they come newest first, and each undo took back one.

    >>> standing_step([{"what": "undo"}, {"what": "hold"}, {"what": "retag"}])["what"]
    'retag'
    """
    undone = 0
    for step in steps:
        if step["what"] == "undo":
            undone += 1
        elif undone:
            undone -= 1
        else:
            return step
    return None


def take(tx: Tx, desk: Desk, wish_id: str, seen: str) -> Wish:
    """Take a wish to decide about, if it is here and still as it was shown."""
    wishes.hold_still(tx, wish_id)
    wish = queue.find_for_review(tx, desk.municipality.id, wish_id)
    if wish is None:
        raise OutOfReach
    if seen_as(wish) != seen:
        raise DecidedAlready
    return wish


def change(
    tx: Tx,
    desk: Desk,
    old: Wish,
    new: Wish,
    what: str,
    now: int,
    *,
    batch: str | None = None,
    alone: bool = False,
) -> None:
    """Put the new in place of the old: its state, its tags, the figures, its groups and the record.

    Wishes that are one with it go where it goes, but where the change is about it `alone`.
    """
    others = () if alone else same.ones(tx, new.id)
    batch = batch or (new_id(now) if others else None)
    with counts.one_move(tx) as count:
        count(old, -1)
        if new.state != old.state:
            waits = new.state == "waiting"
            queue.set_state(tx, new.id, new.state, None if waits else desk.staff.id, None if waits else now)
        if new.tags != old.tags:
            wishes.replace_tags(tx, new.id, new.tags)
        if new.same_as != old.same_as:
            same.put(tx, new.id, new.same_as)
        count(new, +1)
    routing.route(tx, new, now)
    record(tx, desk, old, new, what, now, batch)
    for other in others:
        change(tx, desk, other, as_one_with(other, new), what, now, batch=batch, alone=True)


def as_one_with(wish: Wish, lead: Wish) -> Wish:
    """Let a wish be where and about what another is; what the program noticed in its own words stays."""
    own = tuple(tag for tag in wish.tags if tag.kind == "flag" and tag.id not in CLEARED_BY_APPROVAL)
    return replace(wish, state=lead.state, tags=(*(tag for tag in lead.tags if tag.kind != "flag"), *own))


def record(tx: Tx, desk: Desk, old: Wish, new: Wish, what: str, now: int, batch: str | None = None) -> None:
    """Write down who did what, and how it was before and after."""
    sides = {"before": old, "after": new}
    details: dict[str, dict[str, Any]] = {
        side: {"state": wish.state, "tags": decisions.write_tags(wish.tags)} for side, wish in sides.items()
    }
    if old.same_as != new.same_as:
        for side, wish in sides.items():
            details[side]["same_as"] = wish.same_as
    here, staff = desk.municipality.id, desk.staff.id
    decisions.add_decision(tx, new_id(now), here, staff, old.id, what, details, now, batch)
