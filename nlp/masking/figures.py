"""Tells the figures of books, films, games and songs from people who bear the same names.

The one rule: one name alone is a figure only where its title stands in the text.
"""

from functools import cache
from typing import NamedTuple

from nlp.lists import rows
from nlp.masking.line import Line

_FAR = 1_000


class Cast(NamedTuple):
    """The figures of one work, the words that tell it, and how many figures tell it as well."""

    need: int
    titles: tuple[str, ...]
    figures: frozenset[str]


@cache
def _casts() -> dict[str, tuple[Cast, ...]]:
    """Figure -> the casts that it belongs to."""
    found: dict[str, list[Cast]] = {}
    for need, titles, figures in rows("figures.tsv"):
        cast = Cast(int(need), tuple(titles.split("|")), frozenset(figures.split()))
        for figure in cast.figures:
            found.setdefault(figure, []).append(cast)
    return {figure: tuple(casts) for figure, casts in found.items()}


def is_figure(whole: Line, place: int) -> bool:
    """Whether the work is told by its title, or by enough others of its figures."""
    plain = whole.words[place].plain
    casts = _casts().get(plain) or _casts().get(plain.removesuffix("s"), ())
    return any(_is_told(whole, cast, plain) for cast in casts)


def _is_told(whole: Line, cast: Cast, plain: str) -> bool:
    if len(cast.figures & whole.capitals) >= cast.need:
        return True
    text = whole.text[:_FAR].lower()
    return any(title != plain and _stands(title, text) for title in cast.titles)


def _stands(title: str, text: str) -> bool:
    place = text.find(title)
    return place >= 0 and not text[max(0, place - 1) : place].isalpha()
