"""Shows a leader the next few wishes together, each with its tags to switch, and approves them in one press.

One rule: each is shown whole, and what needs more than a look at its words and tags is left to the queue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from collector.desk import Desk
from collector.many import Chosen, Done, decide_each
from collector.model import Wish
from collector.review import as_decided, as_shown, give, may_choose
from collector.store import claims, rounds
from collector.store.front import Tx
from collector.store.queue import Who
from collector.walking import HELD_FOR, Place, cursor, find_next

TOGETHER = 8
"""As many as are read with care in one go, and decided before the claims end."""
LOOKED_AT = 60


def look(tx: Tx, desk: Desk, after: str, now: int, *, claim: bool = False) -> dict[str, Any]:
    """Show the next few past a place in the queue; `claim` keeps them from the others meanwhile."""
    who = Who(desk.municipality.id, desk.staff.id, now)
    if claim:
        claims.let_go(tx, desk.staff.id)
    found = find_next(tx, who, Place(after=after), LOOKED_AT)
    plain = [wish for wish in found if is_plain(wish)]
    ours = [wish for wish in plain[:TOGETHER] if not claim or _claim(tx, who, wish.id)]
    last = plain[TOGETHER - 1] if len(plain) > TOGETHER else found[-1] if len(found) == LOOKED_AT else None
    names = {each.id: each.name for each in rounds.rounds_of(tx, desk.municipality.id)}
    return {
        "after": after,
        "wishes": [as_shown(wish, names) for wish in ours],
        "past": cursor(ours[-1], "unsure") if ours else after,
        "more_after": cursor(last, "unsure") if last else "",
    }


def is_plain(wish: Wish) -> bool:
    """Tell whether the words and the tags are all there is to see about a wish: no flag is on it.

    >>> from dataclasses import replace
    >>> from collector.model import Tag
    >>> lan = Wish("1", "m", "r", None, "paper", "nb", "LAN", "waiting", True, 1)
    >>> is_plain(lan), is_plain(replace(lan, tags=(Tag("flag", "abusive"),)))
    (True, False)
    """
    return all(tag.kind != "flag" for tag in wish.tags)


def approve(
    tx: Tx, desk: Desk, chosen: Sequence[Chosen], about: Mapping[str, frozenset[str]], now: int
) -> Done:
    """Let each be about what was chosen for it and approve it, if it is still as it was seen."""

    def decided(wish: Wish) -> Wish:
        return as_decided(about_what(tx, desk, wish, about.get(wish.id, frozenset())), "approve")

    return decide_each(tx, desk, chosen, "approve", decided, now)


def about_what(tx: Tx, desk: Desk, wish: Wish, chosen: frozenset[str]) -> Wish:
    """Let a wish be about what was chosen; where that is what stood, nothing about it changes."""
    had = {tag.id for tag in wish.tags if tag.given and tag.kind != "flag"}
    chosen = frozenset(tag for tag in chosen if tag in had or may_choose(tx, desk, tag))
    flags = tuple(tag for tag in wish.tags if tag.kind == "flag")
    return wish if chosen == had else replace(wish, tags=flags + give(wish, chosen))


def _claim(tx: Tx, who: Who, wish_id: str) -> bool:
    return claims.claim(tx, who.municipality_id, wish_id, who.staff_id, who.now, who.now + HELD_FOR)
