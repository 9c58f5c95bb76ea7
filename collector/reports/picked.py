"""Picks the pictures of a summary that somebody asks for by name."""

from collections.abc import Mapping
from typing import Any, Literal

from collector.model import Municipality
from collector.reports.paper import drawn
from collector.reports.paper.counted import TAGS
from collector.reports.paper.parts import Picture
from collector.reports.paper.whole import day_of_figures, narrowed, title_of
from collector.reports.paper.words import Words
from collector.reports.pictures.set_in_type import Theme

Kind = Literal["activity", "barrier", "form", "time", "answered", "heard", "map"]


def picture_for(found: Mapping[str, Any], words: Words, kind: Kind) -> Picture | None:
    """Find a picture; there is none where there is nothing to draw."""
    if kind == "time":
        return drawn.picture_over_time(words, found.get("over_time") or ())
    if kind == "answered":
        return drawn.picture_of_share(words, found.get("answered") or {})
    if kind == "heard":
        return drawn.picture_of_heard(words, (found.get("missing") or {}).get("groups") or ())
    if kind == "map":
        return drawn.picture_on_map(words, found)
    part = next(name for name, each in TAGS.items() if each == kind)
    return drawn.picture_of(words, part, found.get(part) or (), words.say(f"summary.{part}"))


def theme_for(found: Mapping[str, Any], words: Words, tag: str, at_least: int | None) -> Theme | None:
    """Find what may be told of a theme outside the house: what everybody is told, and a sentence let out."""
    if at_least is None:
        return None
    told = next((each for each in found.get("stories") or () if each["tag"] == tag), None)
    how_many = words.say("paper.theme.at-least", n=words.number(at_least))
    by = words.say(f"paper.by.{'quote' if told['by'] == 'quote' else 'paraphrase'}") if told else ""
    return Theme(words.tag(tag), how_many, str(told["said"]) if told else "", by)


def source_line(found: Mapping[str, Any], words: Words, here: Municipality, today: str) -> str:
    """Say where figures are from: whose, of what, and from when."""
    as_of = words.say("paper.as-of", day=words.day(day_of_figures(found, today)))
    example = words.say("paper.example") if here.is_example else ""
    parts = ("Ekko", here.name, title_of(found, words), narrowed(found, words), as_of, example)
    return " · ".join(filter(None, parts))
