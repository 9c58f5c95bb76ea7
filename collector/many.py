"""Lets a leader decide about many wishes at once: those that say the same as one, near-copies first.

One rule: nothing that somebody else decided meanwhile is overwritten; such a wish is left out and told of.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.model import Wish
from collector.review import MERGE, as_decided, as_one_with, as_shown, as_tagged, change, may_choose, seen_as
from collector.store import queue, rounds, same, wishes
from collector.store.front import Tx
from collector.store.queue import Who
from nlp.likeness import NEAR, stretches

AT_ONCE = 200
"""So many are decided in one press: what takes longer would keep others waiting."""
COMPARED = 200
"""So many, the newest, are compared with the wish."""
LISTED = 100
STANDING = 10
ALIKE = 0.3
"""So much of their letters two wishes about the same share at least, to be offered together."""


class TooMany(Exception):
    """More were chosen than one press may decide; nothing was done."""


class Chosen(NamedTuple):
    """A wish that was ticked, and how it looked then."""

    wish_id: str
    seen: str


class Done(NamedTuple):
    """The wishes that a press decided about, and how many it left as they were."""

    wish_ids: tuple[str, ...]
    left: int


Decided = Callable[[Wish], Wish]


def look(tx: Tx, desk: Desk, wish_id: str, now: int) -> dict[str, Any]:
    """Show a wish with those that wait and are like it, and those like it that are approved already."""
    wish = find(tx, desk, wish_id)
    names = {each.id: each.name for each in rounds.rounds_of(tx, desk.municipality.id)}
    who = Who(desk.municipality.id, desk.staff.id, now)
    near, about = sort_by_likeness(wish, waiting_around(tx, who, wish))
    stand = queue.newest_alike_in_length(tx, who, wish, "approved", COMPARED)
    standing, _ = sort_by_likeness(wish, stand)
    shown = as_shown(wish, names)
    return {
        "wish": shown,
        "near": [as_shown(each, names) for each in near[:LISTED]],
        "about": [as_shown(each, names) for each in about[: LISTED - min(LISTED, len(near))]],
        "standing": [as_shown(each, names) for each in standing[:STANDING]],
        "ones": [as_shown(each, names) for each in same.ones(tx, wish.id)[:LISTED]],
        "voices": same.count_voices(tx, wish.id),
    }


def waiting_around(tx: Tx, who: Who, wish: Wish) -> list[Wish]:
    """Find the wishes that wait to be compared: the newest, and of its round the newest about as long."""
    newest = queue.newest_waiting(tx, who, wish.id, COMPARED)
    as_long = queue.newest_alike_in_length(tx, who, wish, "waiting", COMPARED)
    return list({each.id: each for each in (*as_long, *newest)}.values())


def sort_by_likeness(wish: Wish, others: Iterable[Wish]) -> tuple[list[Wish], list[Wish]]:
    """Sort out the near-copies of a wish, the likest first, and those that are about the very same."""
    ours = stretches(wish.text)
    shares = [(share_of(ours, stretches(other.text)), other) for other in others]
    shares.sort(key=lambda pair: (-pair[0], pair[1].id))
    near = [other for share, other in shares if share >= NEAR]
    about = activities(wish)
    alike = [
        other for share, other in shares if ALIKE <= share < NEAR and about and activities(other) == about
    ]
    return near, alike


def share_of(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Tell how much of what either of two texts holds, both hold."""
    return len(ours & theirs) / (len(ours | theirs) or 1)


def activities(wish: Wish) -> frozenset[str]:
    """Tell which activities a wish is about."""
    return frozenset(tag.id for tag in wish.tags if tag.given and tag.kind == "activity")


def approve(tx: Tx, desk: Desk, chosen: Sequence[Chosen], now: int) -> Done:
    """Approve each with the tags that it has."""
    return decide_each(tx, desk, chosen, "approve", lambda wish: as_decided(wish, "approve"), now)


def tag(tx: Tx, desk: Desk, chosen: Sequence[Chosen], tag_id: str, now: int) -> Done:
    """Add one tag to each, and leave what else it is about."""
    if not may_choose(tx, desk, tag_id):
        raise OutOfReach
    return decide_each(tx, desk, chosen, "retag", lambda wish: as_tagged(wish, tag_id, on=True), now)


def merge(tx: Tx, desk: Desk, lead_id: str, chosen: Sequence[Chosen], now: int) -> Done:
    """Let each be one with a wish: it keeps its voice, and goes where that goes from here on."""
    wishes.hold_still(tx, lead_id)
    lead = find(tx, desk, lead_id)
    others = [each for each in chosen if each.wish_id not in {lead_id, lead.same_as}]
    if lead.same_as is not None:
        raise DecidedAlready  # it is one with another itself by now
    return decide_each(
        tx, desk, others, MERGE, lambda wish: replace(as_one_with(wish, lead), same_as=lead.id), now
    )


def part(tx: Tx, desk: Desk, wish_id: str, seen: str, now: int) -> None:
    """Let a wish stand by itself again, where and about what it is now."""
    wishes.hold_still(tx, wish_id)
    wish = find(tx, desk, wish_id)
    if seen_as(wish) != seen or wish.same_as is None:
        raise DecidedAlready
    change(tx, desk, wish, replace(wish, same_as=None), MERGE, now, alone=True)


def find(tx: Tx, desk: Desk, wish_id: str) -> Wish:
    """Find a wish that a leader may decide about."""
    wish = queue.find_for_review(tx, desk.municipality.id, wish_id)
    if wish is None:
        raise OutOfReach
    return wish


def decide_each(tx: Tx, desk: Desk, chosen: Sequence[Chosen], what: str, decided: Decided, now: int) -> Done:
    """Decide about each that is still as it was seen; always in one order, so that two cannot lock."""
    if len(chosen) > AT_ONCE:
        raise TooMany
    batch, done = new_id(now), []
    for wish_id, seen in sorted(set(chosen)):
        wishes.hold_still(tx, wish_id)
        wish = queue.find_for_review(tx, desk.municipality.id, wish_id)
        if wish is None or seen_as(wish) != seen:
            continue
        for one in same.ones(tx, wish_id) if what == MERGE else ():
            change(tx, desk, one, decided(one), what, now, batch=batch, alone=True)
        change(tx, desk, wish, decided(wish), what, now, batch=batch, alone=what == MERGE)
        done.append(wish_id)
    return Done(tuple(done), len(set(chosen)) - len(done))
