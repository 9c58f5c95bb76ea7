"""Shows what became of a round's wishes to everybody, so that an answer finds those who lost their receipt.

One rule: never a word of any wish, and no figure under ten; figures that live move in steps of ten.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from collector.model import Round
from collector.small_numbers import FEW_IN_PUBLIC
from collector.store import counts, rounds, told
from collector.store.front import Tx
from collector.store.told import Told

PAGE = 20
TAGS = 5
AFTER_ALL = "~"
"""Sorts behind every id."""


class Answered(NamedTuple):
    """A page of what was answered in a round; `older` is where the next one begins."""

    asked: Round
    answers: list[dict[str, Any]]
    older: str | None
    percent: int | None
    """At least so large a part of the approved wishes has an answer; None where a part is too small."""


def look(tx: Tx, code: str, before: str = "") -> Answered | None:
    """Show a page of what stands answered, the newest first, alike answers as one."""
    asked = rounds.find_round(tx, code)
    if asked is None:
        return None
    found = told.told_in_round(tx, asked.id, before or AFTER_ALL, PAGE + 1)
    older = found[PAGE - 1].last if len(found) > PAGE else None
    shown = [as_shown(tx, each) for each in found[:PAGE]]
    return Answered(asked, shown, older, share_answered(counts.figures_of(tx, asked.id)))


def share_answered(figures: Mapping[str, Mapping[str, int]]) -> int | None:
    """Tell the share answered in whole tens, where neither part of it is too small to be told.

    >>> share_answered({"state": {"approved": 99}, "answered": {"all": 80}})
    80
    >>> share_answered({"state": {"approved": 99}, "answered": {"all": 95}}) is None  # four have none
    True
    """
    approved = figures.get("state", {}).get("approved", 0)
    answered = figures.get("answered", {}).get("all", 0)
    if answered < FEW_IN_PUBLIC or 0 < approved - answered < FEW_IN_PUBLIC:
        return None
    return answered * 10 // approved * 10


def as_shown(tx: Tx, each: Told) -> dict[str, Any]:
    """Make what everybody sees of an answer."""
    return {
        "status": each.status,
        "text": each.text,
        "tags": told.tags_of(tx, each.id)[:TAGS],
        "at_least": in_steps(each.n),
    }


def in_steps(n: int) -> int | None:
    """Round a figure down to a step; one that is too small is not told.

    >>> in_steps(9), in_steps(10), in_steps(39)
    (None, 10, 30)
    """
    return n // FEW_IN_PUBLIC * FEW_IN_PUBLIC or None
