"""Sets a picture as one that stands alone: a slide with its heading, a theme for the press with its sentence.

One rule: where the figures are from and from when stands on every picture that can be taken away.
"""

from typing import Any, NamedTuple

from collector.reports.paper.parts import Picture
from collector.reports.typeset import draw

DOTS = 152.4
"""Sixteen to nine, 320 millimetres wide: 1,920 dots."""
PRESS_DOTS = 304.8
"""3,840 dots: large enough for a newspaper's whole width."""


class Theme(NamedTuple):
    """What is told of one theme: what it is called, how many, in words, and a sentence that stands for it."""

    name: str
    how_many: str
    said: str
    by: str


def draw_slide(picture: Picture, source: str, language: str) -> bytes:
    """Draw a picture as a slide, to be read from the back of a room."""
    data = {"language": language, "title": picture.title, "svg": picture.draw("slide"), "alt": picture.alt}
    return draw("slide", {**data, "source": source}, DOTS)


def draw_theme(theme: Theme, source: str, language: str) -> bytes:
    """Draw a theme for the press."""
    return draw("theme", tell_theme(theme, source, language), PRESS_DOTS)


def tell_theme(theme: Theme, source: str, language: str) -> dict[str, Any]:
    """Say everything that stands on a theme's picture."""
    return {"language": language, "source": source, **theme._asdict()}
