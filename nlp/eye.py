"""The one eye of a program: to make the lists ready takes half a second, and nothing in them changes."""

from functools import cache

from nlp.notice import Eye


@cache
def opened() -> Eye:
    """The shipped lists, made ready when they are first asked for and shared by whoever reads."""
    return Eye()
