"""Makes the pictures of a summary: what they show, in words, and how each is drawn.

One rule: what a picture says is worked out here from the same cells as its table; a part without figures
has no picture.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from collector.reports.paper.parts import Picture
from collector.reports.paper.words import Cell, Words
from collector.reports.pictures.bars import Bar, draw_bars
from collector.reports.pictures.heard import Group, draw_heard
from collector.reports.pictures.lines import Point, draw_line
from collector.reports.pictures.on_map import Spot, draw_map
from collector.reports.pictures.share import draw_share
from collector.store.outlines import Outline

GREATEST = 10
NAMED = 3
HEARD = 12


def picture_of(words: Words, part: str, cells: Sequence[Cell], title: str) -> Picture | None:
    """Draw the ten greatest of a part as bars."""
    shown = [cell for cell in cells if cell.get("n")][:GREATEST]
    if not shown:
        return None
    bars = tuple(Bar(words.name(part, cell), int(cell["n"]), words.figure(cell)) for cell in shown)
    named = [words.say("paper.alt.one", name=each.name, n=each.label) for each in bars[:NAMED]]
    alt = words.say("paper.alt.bars", what=title, greatest=words.listed(named))
    return Picture(title, alt, lambda look: draw_bars(bars, look, title, alt))


def picture_over_time(words: Words, weeks: Sequence[Cell]) -> Picture | None:
    """Draw when they came as a line."""
    if sum(1 for each in weeks if each.get("n") is not None) < 2:
        return None
    points = tuple(
        Point(words.short_day(str(each["first"])), None if each.get("n") is None else int(each["n"]))
        for each in weeks
    )
    most = max((each for each in points if each.n is not None), key=lambda each: each.n or 0)
    title = words.say("paper.over-time")
    alt = words.say(
        "paper.alt.line",
        first=points[0].name,
        last=points[-1].name,
        most=most.name,
        n=words.number(most.n or 0),
    )
    return Picture(title, alt, lambda look: draw_line(points, look, title, alt))


def picture_of_share(words: Words, answered: Cell) -> Picture | None:
    """Draw how many have an answer."""
    percent = answered.get("percent")
    if percent is None:
        return None
    title = words.say("paper.answered")
    written = words.say("paper.answered.part", n=words.figure(answered))
    rest = words.say("paper.answered.rest", percent=100 - int(percent))
    alt = words.say("paper.alt.share", percent=percent)
    return Picture(title, alt, lambda look: draw_share(int(percent), look, written, rest, title, alt))


def picture_of_heard(words: Words, groups: Sequence[Mapping[str, Any]]) -> Picture | None:
    """Draw who was heard beside who lives there."""
    known = [each for each in groups if lives_of(each)][:HEARD]
    if not known:
        return None
    drawn = tuple(
        Group(words.name("places", each), lives_of(each), heard_of(each)["n"], heard_in_words(words, each))
        for each in known
    )
    title = words.say("paper.missing.heard")
    alt = words.say(
        "paper.alt.heard", groups=words.listed([f"{each.name}: {each.label}" for each in drawn[:NAMED]])
    )
    return Picture(title, alt, lambda look: draw_heard(drawn, look, title, alt))


def picture_on_map(words: Words, found: Mapping[str, Any]) -> Picture | None:
    """Draw how many come from where on a map; only of places of which it is known where they are."""
    placed = [cell for cell in found.get("places") or () if cell.get("at")]
    if not placed:
        return None
    land = found.get("outline") or {}
    spots = tuple(
        Spot(words.name("places", cell), (cell["at"][0], cell["at"][1]), cell.get("n"), words.figure(cell))
        for cell in placed
    )
    most = sorted((each for each in spots if each.n), key=lambda each: -(each.n or 0))[:NAMED]
    title = words.say("paper.map")
    named = [words.say("paper.alt.one", name=each.name, n=each.label) for each in most]
    alt = words.say("paper.alt.bars", what=title, greatest=words.listed(named)) if named else title
    drawn_in = Outline(land.get("rings") or (), land.get("credit") or "")
    return Picture(title, alt, lambda look: draw_map(spots, drawn_in, look, title, alt))


def lives_of(group: Mapping[str, Any]) -> int:
    """Tell how many live there, as the municipality says; nothing where it says none."""
    return int(group.get("lives") or 0)


def heard_of(group: Mapping[str, Any]) -> dict[str, Any]:
    """Tell how many were heard, hidden if it is."""
    heard = group.get("heard")
    if isinstance(heard, Mapping):
        return {"n": heard.get("n"), "hidden": heard.get("hidden", "")}
    return {"n": heard, "hidden": group.get("hidden", "")}


def heard_in_words(words: Words, group: Mapping[str, Any]) -> str:
    """Say how many of how many."""
    heard, lives = words.figure(heard_of(group)), lives_of(group)
    return words.say("paper.of", n=heard, all=words.number(lives)) if lives else heard
