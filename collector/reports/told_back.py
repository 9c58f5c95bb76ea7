"""Tells young people what they said: one page for pupils, in plain words, and a poster for a wall.

One rule: they say what everybody may see and nothing more, and always where help is.
"""

from collections.abc import Mapping
from typing import Any

from collector.here import day_of
from collector.model import Round
from collector.reports.paper.words import Words
from collector.reports.poster import Size, bare, mark
from collector.reports.typeset import as_svg, draw, qr_code, typeset
from collector.texts import Catalogue

ON_A_PAGE = 5


class TooFew(Exception):
    """So little came in that nothing can be told back yet."""


def make_page(
    texts: Catalogue, asked: Round, found: Mapping[str, Any], address: str, language: str, now: int
) -> bytes:
    """Make the page for pupils, on A4."""
    return typeset("told_back", tell_page(texts, asked, found, address, language, now))


def make_wall_poster(
    texts: Catalogue,
    asked: Round,
    found: Mapping[str, Any],
    address: str,
    language: str,
    size: Size = "a4",
    logo: bytes | None = None,
) -> bytes:
    """Make the poster, on A4 or A3."""
    return typeset("told_back", tell_poster(texts, asked, found, address, language, size, logo))


def draw_wall_poster(
    texts: Catalogue, asked: Round, found: Mapping[str, Any], address: str, language: str
) -> bytes:
    """Draw the same poster as a picture."""
    return draw("told_back", tell_poster(texts, asked, found, address, language, "a4", None))


def tell_poster(
    texts: Catalogue,
    asked: Round,
    found: Mapping[str, Any],
    address: str,
    language: str,
    size: Size,
    logo: bytes | None,
) -> dict[str, Any]:
    """Say everything that stands on the poster."""
    return _both(texts, asked, found, address, language) | {
        "size": size,
        "large": True,
        "next": [],
        "logo": as_svg(logo),
    }


def tell_page(
    texts: Catalogue, asked: Round, found: Mapping[str, Any], address: str, language: str, now: int
) -> dict[str, Any]:
    """Say everything that stands on the page for pupils."""
    words = Words(texts, language)
    said = "pupils.open" if asked.is_open(now) and asked.closes_at else "pupils.open-ended"
    last = day_of(asked.closes_at - 1) if asked.closes_at else day_of(now)
    first = words.say(said, last=words.day(last)) if asked.is_open(now) else words.say("pupils.over")
    return _both(texts, asked, found, address, language) | {
        "size": "a4",
        "large": False,
        "next": [first, words.say("pupils.read"), words.say("pupils.answer"), words.say("pupils.no")],
        "logo": "",
    }


def _both(
    texts: Catalogue, asked: Round, found: Mapping[str, Any], address: str, language: str
) -> dict[str, Any]:
    if not found["approved"]:
        raise TooFew
    words = Words(texts, language)
    shown = found["activities"][:ON_A_PAGE]
    most = max((int(each["at_least"]) for each in shown), default=1)
    percent = found["percent"]
    return {
        "language": language,
        "title": words.say("pupils.title"),
        "round": asked.name,
        "from": asked.municipality.name,
        "many": words.say("pupils.many", n=words.number(found["approved"])),
        "most": words.say("pupils.most") if shown else "",
        "mixed": "" if shown else words.say("pupils.mixed"),
        "bars": [
            {
                "name": words.tag(str(each["id"])),
                "n": words.say("pupils.at-least", n=words.number(each["at_least"])),
                "part": int(each["at_least"]) / most,
            }
            for each in shown
        ],
        "answered": words.say("pupils.answered", percent=percent) if percent is not None else "",
        "then": words.say("pupils.next"),
        "scan": words.say("pupils.scan"),
        "go": words.say("poster.or_go"),
        "type": words.say("poster.and_type"),
        "code": asked.code,
        "address": bare(address),
        "qr": qr_code(f"{address}/c/{asked.code}/answers"),
        "no_account": words.say("poster.no_account"),
        "help": words.say("poster.help"),
        "mark": mark(texts, asked, language),
    }
