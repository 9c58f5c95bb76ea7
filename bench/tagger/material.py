"""The texts of the bench: what everybody learns, chooses a cut on, and is judged by.

The one rule: wishes only (whose hand looked for all tags), and nobody is judged on what was learnt or cut on.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bench.tagger.talk import Lesson
from nlp import examples
from nlp.examples import Example
from nlp.tags import ACTIVITIES


class Material(NamedTuple):
    """Three sets of texts that share none."""

    learnt: list[Example]
    choose: list[Example]
    judge: list[Example]
    note: str


def material(every: int = 1) -> Material:
    """All of it, or to try things out every so-manieth text to learn."""
    learnt = wishes(examples.shipped())[::every]
    return divide(learnt, wishes(examples.held("choose")), wishes(examples.held("judge")))


def divide(learnt: list[Example], choose: list[Example], judge: list[Example]) -> Material:
    """Where nothing is held back to judge by, the last hands of "choose" judge and the others choose."""
    note = "unseen texts held back to judge by"
    if not judge:
        hands = sorted({example.hand for example in choose})
        judging = set(hands[len(hands) // 2 :])
        judge = [example for example in choose if example.hand in judging]
        choose = [example for example in choose if example.hand not in judging]
        note = 'no texts are held back to judge by yet: half of the hands of "choose" chose, the others judge'
    return Material(learnt, choose, judge, note)


def wishes(given: Sequence[Example]) -> list[Example]:
    """The texts whose hand looked for every tag."""
    return [example for example in given if not example.judged]


def activities_of(example: Example) -> frozenset[str]:
    """The activities among a text's tags."""
    return example.tags & frozenset(ACTIVITIES)


def lesson(example: Example) -> Lesson:
    """An example as a peer gets it."""
    return {
        "text": example.text,
        "language": example.language,
        "hand": example.hand,
        "tags": sorted(example.tags),
        "activities": sorted(activities_of(example)),
    }
