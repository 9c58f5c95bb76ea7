"""The nouns of young people's groups: a group, a rule that sends wishes to one, a line of its inbox."""

from dataclasses import dataclass
from typing import Literal

UNKNOWN = "unknown"
"""Stands in a rule for those of whom nothing is known: no place was named, no age was told."""
AGE_BANDS = ("10-12", "13-15", "16-19")

LineStatus = Literal["new", "taken", "done", "passed", "returned"]
"""Nobody touched it; the group works on it; it is through; another group has it; the leader has it back."""
LINE_STATUSES: tuple[LineStatus, ...] = ("new", "taken", "done", "passed", "returned")
PILES: tuple[LineStatus, ...] = ("new", "taken", "done")
"""What a group sees of its inbox."""
How = Literal["rule", "hand", "passed"]
"""Who put a wish into an inbox: a rule, a leader, or another group."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some young people who look after the wishes of a place together."""

    id: str
    municipality_id: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Wishes about any of these tags, from any of these places and ages, go to a group; none means all."""

    id: str
    group_id: str
    tags: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may ask of a wish."""

    tags: frozenset[str]
    places: frozenset[str]
    age: str


@dataclass(frozen=True, slots=True)
class Line:
    """One wish in one group's inbox; its id tells nothing of when the wish was written."""

    id: str
    group_id: str
    wish_id: str
    is_in: bool
    status: LineStatus
    how: How
    came_from: str | None
    reason: str
    arrived_at: int
    moved_at: int
