"""Shows what became of a round's wishes to everybody, so that an answer finds those who lost their receipt.

One rule: never a word of any wish, and no figure but those that stand for everybody (docs/decisions/0016).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from collector.model import Round
from collector.small_numbers import FEW_IN_PUBLIC
from collector.steps import Figures, share_answered
from collector.store import counts, rounds, standing, told
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
    stands = standing.find(tx, asked.id, FEW_IN_PUBLIC, counts.told_of).told.get(standing.WHOLE, {})
    shown = as_shown(tx, found[:PAGE], {asked.id: stands})
    return Answered(asked, shown, older, share_answered(stands, FEW_IN_PUBLIC))


def as_shown(tx: Tx, found: Iterable[Told], stands: dict[str, Figures]) -> list[dict[str, Any]]:
    """Make what everybody sees of some answers, by what is told of the rounds that they are in."""
    answers = list(found)
    tags = told.tags_of(tx, [each.id for each in answers])
    return [
        {
            "status": each.status,
            "text": each.text,
            "tags": told_most_first(tags[each.id], stands.get(each.round_id, {}))[:TAGS],
            "at_least": stands.get(each.round_id, {}).get("alike", {}).get(each.id),
        }
        for each in answers
    ]


def told_most_first(tags: Iterable[str], of_round: Figures) -> list[str]:
    """Put what most wished for first, by what is told of the round: an order that lives would tell of few.

    >>> told_most_first(["band", "dance", "art"], {"activity": {"dance": 10}})
    ['dance', 'art', 'band']
    """
    return sorted(tags, key=lambda tag: (-of_round.get("activity", {}).get(tag, 0), tag))
