"""One stretch of a text that is to be hidden."""

from typing import NamedTuple


class Span(NamedTuple):
    """The letters from `start` up to `end` and the mark that takes their place."""

    start: int
    end: int
    mark: str
