"""Marks a reader's answers as a teacher would: each label of each text is given rightly, wrongly, or missed.

The one rule: a label is marked only where the text's hand looked for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.examples import Example
from nlp.reader import Reader
from nlp.reading import Reading
from nlp.tags import ACTIVITIES, BARRIERS, CONCERNS, FLAGS, FORMS, KIND_OF

KINDS = {"activities": ACTIVITIES, "barriers": BARRIERS, "forms": FORMS, **{flag: (flag,) for flag in FLAGS}}

_WRITTEN_AS = {"dial": ("nb", "nn")}  # dialect is told as the written form it is nearest to
_LONG_ENOUGH = 4  # words

Bools = npt.NDArray[np.bool_]


class Answer(NamedTuple):
    """What a reader gave one text, whether it was sure, and which language it took it for."""

    tags: frozenset[str]
    sure: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """For each text and label: given rightly, given wrongly, or missed."""

    labels: tuple[str, ...]
    examples: tuple[Example, ...]
    answers: tuple[Answer, ...]
    right: Bools
    extra: Bools
    missed: Bools

    def places(self, kind: str) -> list[int]:
        """Where the labels of a kind stand; a municipality's own are activities."""
        own = kind == "activities"
        return [n for n, tag in enumerate(self.labels) if tag in KINDS[kind] or (own and tag not in KIND_OF)]

    def only(self, chosen: Sequence[int]) -> "Marks":
        """The same of some of the texts."""
        rows = np.array(chosen, np.int64)
        return Marks(
            self.labels,
            tuple(self.examples[n] for n in chosen),
            tuple(self.answers[n] for n in chosen),
            self.right[rows],
            self.extra[rows],
            self.missed[rows],
        )


def answer(reading: Reading) -> Answer:
    """What was given in a reading, of every kind."""
    given = (*reading.activities, *reading.barriers, *reading.forms, *reading.flags)
    return Answer(frozenset(given), reading.sure, reading.language)


def answers(reader: Reader, examples: Iterable[Example]) -> list[Answer]:
    """What a reader gives each text."""
    return [answer(reader.read(example.text)) for example in examples]


def mark(examples: Sequence[Example], given: Sequence[Answer]) -> Marks:
    """Mark the answers as a teacher would."""
    own = {tag for example in examples for tag in example.tags} - KIND_OF.keys()  # whose hands knew them
    labels = (*KIND_OF, *sorted(own))
    shape = (len(examples), len(labels))
    wanted = np.array([[tag in one.tags for tag in labels] for one in examples], np.bool_).reshape(shape)
    gave = np.array([[tag in one.tags for tag in labels] for one in given], np.bool_).reshape(shape)
    known = np.array([[one.tells_of(tag) for tag in labels] for one in examples], np.bool_).reshape(shape)
    tables = known & wanted & gave, known & ~wanted & gave, known & wanted & ~gave
    return Marks(labels, tuple(examples), tuple(given), *tables)


def spoken(marks: Marks) -> tuple[Bools, Bools]:
    """Of each text: whether it is long enough to tell its language, and whether that was told rightly."""
    texts = list(zip(marks.examples, marks.answers, strict=True))
    long = [one.language != "mix" and len(one.text.split()) >= _LONG_ENOUGH for one in marks.examples]
    right = [answer.language in _WRITTEN_AS.get(one.language, (one.language,)) for one, answer in texts]
    return np.array(long, np.bool_), np.array(right, np.bool_)


def concerned(marks: Marks) -> tuple[Bools, Bools, Bools]:
    """Of each text: whether its hand judged concern, whether there is one, whether an alarm was raised."""
    judged = np.array([example.tells_of(CONCERNS[0]) for example in marks.examples], np.bool_)
    there = np.array([not example.tags.isdisjoint(CONCERNS) for example in marks.examples], np.bool_)
    raised = np.array([not one.tags.isdisjoint(CONCERNS) for one in marks.answers], np.bool_)
    return judged, there, raised
