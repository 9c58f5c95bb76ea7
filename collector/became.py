"""Shows everybody what became of a municipality's wishes: «dere sa - vi gjorde».

One rule: the municipality's own lines, and never a sender's words unless she said yes and a leader let them
stand; no figure under ten, and figures move in steps.
"""

import re
from collections.abc import Mapping
from typing import Any

from collector.model import Municipality, Round
from collector.showing_answers import AFTER_ALL, TAGS, in_steps, share_answered
from collector.small_numbers import FEW_IN_PUBLIC
from collector.store import counts, released, rounds, told
from collector.store.front import Tx
from collector.store.released import Quote
from collector.store.told import Told

PAGE = 20
ON_THE_WALL = 12
QUOTED = 2
STEPS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)
"""Days; a median is told as the next of these."""
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "á": "a", "č": "c", "đ": "d", "ŋ": "n", "š": "s"})
Figures = Mapping[str, Mapping[str, int]]


def find_place(tx: Tx, name: str) -> Municipality | None:
    """Find a municipality by its name in an address; a real one before the example."""
    named = [each for each in rounds.municipalities(tx) if in_address(each.name) == name]
    return min(named, key=lambda each: each.is_example, default=None)


def in_address(name: str) -> str:
    """Write a name so that it can stand in an address and be typed from a wall.

    >>> in_address("Sør-Varanger"), in_address("Kárášjohka")
    ('sor-varanger', 'karasjohka')
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(LETTERS)).strip("-") or "x"


def look(
    tx: Tx, place: Municipality, now: int, tag: str = "", code: str = "", before: str = ""
) -> dict[str, Any]:
    """Show a page of what was answered, the newest first, with the figures of the whole municipality."""
    named = {each.id: each for each in rounds.rounds_of(tx, place.id)}
    chosen = next((each.id for each in named.values() if each.code == code), "") if code else ""
    found = told.told_here(tx, place.id, before or AFTER_ALL, PAGE + 1, tag=tag, round_id=chosen)
    quotes = released.quotes_here(tx, place.id)
    return {
        **figures(tx, place, named),
        "tag": tag,
        "code": code if chosen else "",
        "answers": [as_shown(tx, each, named, quotes) for each in found[:PAGE]],
        "older": found[PAGE - 1].last if len(found) > PAGE else None,
        "open": newest_open(named, now),
    }


def wall(tx: Tx, place: Municipality, now: int, n: int) -> dict[str, Any]:
    """Show one of the newest answers, and which comes next."""
    named = {each.id: each for each in rounds.rounds_of(tx, place.id)}
    found = told.told_here(tx, place.id, AFTER_ALL, ON_THE_WALL)
    quotes = released.quotes_here(tx, place.id)
    shown = as_shown(tx, found[n % len(found)], named, quotes) if found else None
    next_one = (n + 1) % len(found) if found else 0
    return {
        **figures(tx, place, named),
        "answer": shown,
        "next": next_one,
        "open": newest_open(named, now),
    }


def figures(tx: Tx, place: Municipality, named: Mapping[str, Round]) -> dict[str, Any]:
    """Tell the share answered, the median wait, and how much was answered by tag and by round."""
    of_rounds = counts.figures_here(tx, place.id)
    whole = counts.together(of_rounds.values())
    by_round = [
        {"code": named[each].code, "name": named[each].name, **as_told(found)}
        for each, found in of_rounds.items()
        if each in named
    ]
    tags = {tag: in_steps(n) for tag, n in whole.get("told", {}).items()}
    return {
        "municipality": place.name,
        "at": in_address(place.name),
        "example": place.is_example,
        **as_told(whole),
        "tags": sorted(
            ({"id": tag, "at_least": n} for tag, n in tags.items() if n),
            key=lambda each: (-each["at_least"], each["id"]),
        ),
        "rounds": [each for each in by_round if each["at_least"]],
    }


def as_told(found: Figures) -> dict[str, int | None]:
    """Make what everybody may know of some figures.

    >>> as_told({"state": {"approved": 40}, "answered": {"all": 20}, "days": {"2": 11, "30": 9}})
    {'at_least': 20, 'percent': 50, 'days': 2}
    """
    answered = found.get("answered", {}).get("all", 0)
    return {
        "at_least": in_steps(answered),
        "percent": share_answered(found),
        "days": in_public(counts.median_days(found.get("days", {}))) if answered >= FEW_IN_PUBLIC else None,
    }


def in_public(days: int | None) -> int | None:
    """Tell days in steps.

    >>> in_public(0), in_public(8), in_public(400)
    (1, 10, 365)
    """
    return None if days is None else next((step for step in STEPS if step >= days), STEPS[-1])


def as_shown(tx: Tx, each: Told, named: Mapping[str, Round], quotes: list[Quote]) -> dict[str, Any]:
    """Make what everybody sees of an answer."""
    said = [
        {"words": quote.words, "language": quote.language}
        for quote in quotes
        if (quote.round_id, quote.status, quote.answer) == (each.round_id, each.status, each.text)
    ]
    asked = named.get(each.round_id)
    return {
        "status": each.status,
        "text": each.text,
        "tags": told.tags_of(tx, each.id)[:TAGS],
        "at_least": in_steps(each.n),
        "round": asked.name if asked else "",
        "said": said[:QUOTED],
    }


def newest_open(named: Mapping[str, Round], now: int) -> str | None:
    """Name the code of the round that opened last and takes wishes now."""
    taking = [each for each in named.values() if each.is_open(now) and each.kind == "open"]
    return max(taking, key=lambda each: each.opens_at).code if taking else None
