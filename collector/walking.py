"""Walks a leader through the queue: one wish in full, and those that come after it.

One rule: a wish that waits is shown to one leader at a time. A claim ends by itself; no decision needs one.
"""

from typing import Any, Literal, NamedTuple

from collector.desk import Desk
from collector.here import day_of, start_of
from collector.model import Wish, WishState
from collector.review import SHOWN, as_shown
from collector.store import claims, queue, rounds, same, untagged
from collector.store.front import Tx
from collector.store.queue import Who
from nlp.likeness import how_many_like

Order = Literal["oldest", "unsure"]
PAGE = 20
COMPARED = 200
"""So many of each pile, the newest, are compared with the wish that is shown."""
HELD_FOR = 5 * 60 * 1000
"""Whoever does nothing for so long does not keep a wish from the others."""


class Place(NamedTuple):
    """Where in the queue somebody is: which pile, in which order, past which wish, and at which one."""

    show: WishState = "waiting"
    order: Order = "unsure"
    after: str = ""
    wish_id: str = ""


def look(tx: Tx, desk: Desk, place: Place, now: int, *, claim: bool = False) -> dict[str, Any]:
    """Open the queue where somebody is; `claim` keeps the wish that is shown from the others meanwhile."""
    here = desk.municipality.id
    who = Who(here, desk.staff.id, now)
    found = with_chosen_first(tx, here, place, find_next(tx, who, place, PAGE + 1))
    if claim:
        found = claim_first(tx, who, place, found)
    names = {each.id: each.name for each in rounds.rounds_of(tx, here)}
    states = count_leads(tx, here)
    others = claims.count_with_others(tx, here, desk.staff.id, now)
    return {
        "show": place.show,
        "order": place.order,
        "after": place.after,
        "left": states.get(place.show, 0),
        "done": queue.count_decided_by(tx, desk.staff.id, start_of(day_of(now))),
        "wish": as_shown(found[0], names) if found else None,
        "alike": count_alike(tx, found[0]) if found else 0,
        "voices": same.count_voices(tx, found[0].id) if found else 1,
        "next": [as_shown(wish, names) for wish in found[1:PAGE]],
        "more_after": cursor(found[PAGE - 1], place.order) if len(found) > PAGE else None,
        "skip_after": cursor(found[0], place.order) if len(found) > 1 else None,
        "states": {state: states.get(state, 0) for state in SHOWN},
        "with_others": others if place.show == "waiting" else 0,
        "with_another": bool(found) and claims.is_with_another(tx, found[0].id, desk.staff.id, now),
    }


def count_leads(tx: Tx, municipality_id: str) -> dict[str, int]:
    """Count the wishes of each pile; one that is the same as another waits for nobody."""
    ones = queue.count_states(tx, municipality_id, "same")
    return {state: n - ones.get(state, 0) for state, n in queue.count_states(tx, municipality_id).items()}


def with_chosen_first(tx: Tx, municipality_id: str, place: Place, found: list[Wish]) -> list[Wish]:
    """Put the wish that somebody opened before those that come next."""
    first = queue.find_for_review(tx, municipality_id, place.wish_id) if place.wish_id else None
    return ([first] if first else []) + [wish for wish in found if wish.id != place.wish_id]


def claim_first(tx: Tx, who: Who, place: Place, found: list[Wish]) -> list[Wish]:
    """Claim the first wish that nobody was quicker to claim, and show from there on.

    What somebody opened herself is shown in any case: another leader may have asked her to look.
    """
    until = who.now + HELD_FOR
    for at, wish in enumerate(found):
        if wish.state != "waiting" or _claim(tx, who, wish.id, until) or wish.id == place.wish_id:
            claims.let_go(tx, who.staff_id, but=wish.id)
            return found[at:]
    claims.let_go(tx, who.staff_id)
    return []


def _claim(tx: Tx, who: Who, wish_id: str, until: int) -> bool:
    return claims.claim(tx, who.municipality_id, wish_id, who.staff_id, who.now, until)


def count_alike(tx: Tx, wish: Wish) -> int:
    """Count the other wishes of the round that say nearly the same, whoever sent them."""
    return how_many_like(wish.text, untagged.texts_like_in_length(tx, wish.id, COMPARED))


def find_next(tx: Tx, who: Who, place: Place, limit: int) -> list[Wish]:
    """Find the next wishes in the chosen order; `after` is where the last page ended."""
    show, after = place.show, place.after
    if place.order != "unsure":
        return queue.next_wishes(tx, who, show, after, limit)
    passed_unsure, last = after.startswith("s"), after[1:]
    found: list[Wish] = []
    if not passed_unsure:
        found = queue.next_by_sureness(tx, who, show, False, last, limit)
    if len(found) < limit:
        begin = last if passed_unsure else ""
        found += queue.next_by_sureness(tx, who, show, True, begin, limit - len(found))
    return found


def cursor(wish: Wish, order: str) -> str:
    """Mark a place in an order."""
    return wish.id if order != "unsure" else ("s" if wish.sure else "u") + wish.id
