"""What a check found: how it is, what is true, and what to do next.

One rule: a finding names places and numbers of things, never a person, an address or anybody's words.
"""

from typing import Literal, NamedTuple

How = Literal["good", "look", "wrong"]


class Finding(NamedTuple):
    """One line for whoever looks after the machine."""

    how: How
    what: str
    do: str = ""


def good(what: str) -> Finding:
    """All is as it should be."""
    return Finding("good", what)


def look(what: str, do: str) -> Finding:
    """It works, and somebody should look at this."""
    return Finding("look", what, do)


def wrong(what: str, do: str) -> Finding:
    """Something that was promised does not hold."""
    return Finding("wrong", what, do)
