"""Lets a leader decide about wishes: approve, change what they are about, hold back, undo step by step.

One rule: a decision holds only for the wish as the decider saw it, and its record holds no word of the wish.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.intake import kind_of
from collector.model import TAG_KINDS, Tag, Wish, WishState
from collector.store import counts, decisions, learning, queue, rounds, wishes
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
UNDOABLE = frozenset({*BECOMES, "retag"})
CLEARED_BY_APPROVAL = frozenset({"abusive", "not-a-wish"})
CHOOSABLE = frozenset((*ACTIVITIES, *BARRIERS, *FORMS))


def as_shown(wish: Wish, round_names: dict[str, str]) -> dict[str, Any]:
    """Make what a leader sees of a wish: the masked text, never the raw words."""
    return {
        "id": wish.id,
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
    told = json.dumps([wish.text, wish.state, sorted((tag.kind, tag.id, tag.given) for tag in wish.tags)])
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
    state = BECOMES[what]
    tags = tuple(tag for tag in wish.tags if state != "approved" or tag.id not in CLEARED_BY_APPROVAL)
    change(tx, desk, wish, replace(wish, state=state, tags=tags), what, now)


def retag(tx: Tx, desk: Desk, wish_id: str, chosen: frozenset[str], seen: str, now: int) -> None:
    """Say anew what a wish is about; whatever was only suggested and not chosen is gone."""
    wish = take(tx, desk, wish_id, seen)
    kept = tuple(tag for tag in wish.tags if tag.kind == "flag")
    chosen = frozenset(tag for tag in chosen if may_choose(tx, tag))
    change(tx, desk, wish, replace(wish, tags=kept + give(wish, chosen)), "retag", now)


def put_tag(tx: Tx, desk: Desk, wish_id: str, tag_id: str, on: bool, seen: str, now: int) -> None:
    """Add one tag or take one away, and leave the others as they are."""
    wish = take(tx, desk, wish_id, seen)
    if not may_choose(tx, tag_id):
        raise OutOfReach
    others = tuple(tag for tag in wish.tags if tag.id != tag_id or tag.kind == "flag")
    tags = others + (give(wish, frozenset({tag_id})) if on else ())
    change(tx, desk, wish, replace(wish, tags=tags), "retag", now)


def may_choose(tx: Tx, tag_id: str) -> bool:
    """Tell whether a leader may give a tag: those of nlp.tags, and those the tagger was taught here."""
    return tag_id in CHOOSABLE or tag_id in learning.own_names(tx)


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
    """Let a wish be where, and about what, it was before a step."""
    before = json.loads(step["details"])["before"]
    tags = decisions.read_tags(before["tags"])
    change(tx, desk, wish, replace(wish, state=before["state"], tags=tags), "undo", now)


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


def change(tx: Tx, desk: Desk, old: Wish, new: Wish, what: str, now: int) -> None:
    """Put the new in place of the old: its state, its tags, the figures and the record, all or nothing."""
    counts.count(tx, old, -1)
    if new.state != old.state:
        waits = new.state == "waiting"
        queue.set_state(tx, new.id, new.state, None if waits else desk.staff.id, None if waits else now)
    if new.tags != old.tags:
        wishes.replace_tags(tx, new.id, new.tags)
    counts.count(tx, new, +1)
    record(tx, desk, old, new, what, now)


def record(tx: Tx, desk: Desk, old: Wish, new: Wish, what: str, now: int) -> None:
    """Write down who did what, and how it was before and after."""
    details = {
        "before": {"state": old.state, "tags": decisions.write_tags(old.tags)},
        "after": {"state": new.state, "tags": decisions.write_tags(new.tags)},
    }
    decisions.add_decision(tx, new_id(now), desk.municipality.id, desk.staff.id, old.id, what, details, now)
