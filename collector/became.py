"""Shows everybody what became of a municipality's wishes: «dere sa - vi gjorde».

One rule: the municipality's own lines, and never a sender's words unless she said yes and a leader let them
stand; every figure is one that stands for everybody, or put together of those (docs/decisions/0016).
"""

import re
from collections.abc import Mapping
from typing import Any

from collector.model import Municipality, Round
from collector.showing_answers import AFTER_ALL, as_shown
from collector.small_numbers import FEW_IN_PUBLIC
from collector.steps import Figures, share_answered
from collector.store import counts, released, rounds, standing, told
from collector.store.front import Tx
from collector.store.told import Told
from collector.waits import median_days

PAGE = 20
ON_THE_WALL = 12
QUOTED = 2
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "á": "a", "č": "c", "đ": "d", "ŋ": "n", "š": "s"})


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
    stands = stands_of(tx, named)
    return {
        **figures(place, named, stands),
        "tag": tag,
        "code": code if chosen else "",
        "answers": with_words(tx, place, found[:PAGE], named, stands),
        "older": found[PAGE - 1].last if len(found) > PAGE else None,
        "open": newest_open(named, now),
    }


def wall(tx: Tx, place: Municipality, now: int, n: int) -> dict[str, Any]:
    """Show one of the newest answers, and which comes next."""
    named = {each.id: each for each in rounds.rounds_of(tx, place.id)}
    found = told.told_here(tx, place.id, AFTER_ALL, ON_THE_WALL)
    stands = stands_of(tx, named)
    one = [found[n % len(found)]] if found else []
    return {
        **figures(place, named, stands),
        "answer": next(iter(with_words(tx, place, one, named, stands)), None),
        "next": (n + 1) % len(found) if found else 0,
        "open": newest_open(named, now),
    }


def stands_of(tx: Tx, named: Mapping[str, Round]) -> dict[str, Figures]:
    """Read what is told of each round, the newest first."""
    found = standing.told_to(tx, sorted(named, reverse=True), FEW_IN_PUBLIC, counts.told_of)
    return {round_id: told.get(standing.WHOLE, {}) for round_id, told in found.items()}


def figures(place: Municipality, named: Mapping[str, Round], stands: Mapping[str, Figures]) -> dict[str, Any]:
    """Tell the share answered, the median wait, and how much was answered by tag and by round."""
    whole = counts.together(stands.values())
    by_round = [
        {"code": named[each].code, "name": named[each].name, **as_told(found)}
        for each, found in stands.items()
    ]
    return {
        "municipality": place.name,
        "at": in_address(place.name),
        "example": place.is_example,
        **as_told(whole, len(stands)),
        "tags": sorted(
            ({"id": tag, "at_least": n} for tag, n in whole.get("told", {}).items()),
            key=lambda each: (-int(each["at_least"]), str(each["id"])),
        ),
        "rounds": [each for each in by_round if each["at_least"]],
    }


def as_told(stands: Figures, rounds: int = 1) -> dict[str, int | None]:
    """By what is told of rounds, say how many have an answer, what part, and how long half of them waited.

    >>> as_told({"state": {"approved": 90}, "answered": {"all": 40}, "waited": {"2": 30, "30": 10}})
    {'at_least': 40, 'percent': 40, 'days': 2}
    """
    return {
        "at_least": stands.get("answered", {}).get("all"),
        "percent": share_answered(stands, FEW_IN_PUBLIC, rounds),
        "days": median_days(stands.get("waited", {})),
    }


def with_words(
    tx: Tx,
    place: Municipality,
    found: list[Told],
    named: Mapping[str, Round],
    stands: dict[str, Figures],
) -> list[dict[str, Any]]:
    """Make what everybody sees of some answers, with words that may stand beside them."""
    quotes = released.quotes_here(tx, place.id)
    return [
        shown
        | {
            "round": named[each.round_id].name if each.round_id in named else "",
            "said": [
                {"words": quote.words, "language": quote.language}
                for quote in quotes
                if (quote.round_id, quote.status, quote.answer) == (each.round_id, each.status, each.text)
            ][:QUOTED],
        }
        for each, shown in zip(found, as_shown(tx, found, stands), strict=True)
    ]


def newest_open(named: Mapping[str, Round], now: int) -> str | None:
    """Name the code of the round that opened last and takes wishes now."""
    taking = [each for each in named.values() if each.is_open(now) and each.kind == "open"]
    return max(taking, key=lambda each: each.opens_at).code if taking else None
