"""Decides whether a new model is no worse than an old one: the first gate before it goes live.

The one rule: a difference that a coin could have made stops nobody, and a real loss stops everybody. Both
models read the same texts, so what is drawn is the difference on them, not two figures apart.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.marks import Marks, concerned
from nlp.score import Floats, draws, f1, share
from nlp.tags import KIND_OF

TOLERANCE = 0.02
"""A loss above this stops a model even where the gold set is too small to be certain of it."""
CERTAIN = 0.95
"""A loss of any size stops a model when so many of the drawings show one."""
TAG_LOSS = 0.1
TAG_CERTAIN = 0.99
"""One tag's loss stops it from this size on, where so many of the drawings show one: of fifty tags, some
lose a little by chance each time."""
FEWEST_OF_A_TAG = 5


class Difference(NamedTuple):
    """One figure of the old and of the new model; `worse` in how many of the drawings the new one loses."""

    name: str
    old: float
    new: float
    loss: float
    worse: float
    is_tag: bool = False

    @property
    def stops(self) -> bool:
        """Whether this alone keeps the new model from going live."""
        if self.is_tag:
            return self.loss > TAG_LOSS and self.worse >= TAG_CERTAIN
        return self.loss > TOLERANCE or (self.loss > 0 and self.worse >= CERTAIN)


def compare(old: Marks, new: Marks) -> list[Difference]:
    """What the new model lost or won on the texts that both have read."""
    weights = draws(len(old.examples))
    measured = {name: (measure(old, weights), measure(new, weights)) for name, measure in _MEASURES.items()}
    return [_difference(name, *pair) for name, pair in measured.items() if np.isfinite(pair[0][0])]


def compare_tags(old: Marks, new: Marks) -> list[Difference]:
    """The same of each tag that enough of the texts have."""
    weights = draws(len(old.examples))
    asked = (old.right | old.missed).sum(axis=0)
    found = []
    for place, tag in enumerate(old.labels):
        if KIND_OF.get(tag) == "flags" or asked[place] < FEWEST_OF_A_TAG:
            continue
        pair = _of_one(old, place, weights), _of_one(new, new.labels.index(tag), weights)
        found.append(_difference(tag, *pair)._replace(is_tag=True))
    return found


def losses(differences: Sequence[Difference]) -> list[Difference]:
    """Those that stop it."""
    return [each for each in differences if each.stops]


def _difference(name: str, old: Floats, new: Floats) -> Difference:
    loss = (new - old) if name == "concern alarms" else (old - new)
    told = loss[1:][np.isfinite(loss[1:])]
    worse = float((told > 0).mean()) if len(told) else 0.0
    return Difference(name, float(old[0]), float(new[0]), round(float(loss[0]), 6), worse)


def _of_one(marks: Marks, place: int, weights: Floats) -> Floats:
    tables = (marks.right, marks.extra, marks.missed)
    return f1(*(weights @ table[:, place].astype(np.float64) for table in tables))


def _micro(kind: str, marks: Marks, weights: Floats) -> Floats:
    places = marks.places(kind)
    right, extra, missed = (
        weights @ table[:, places].sum(axis=1).astype(np.float64)
        for table in (marks.right, marks.extra, marks.missed)
    )
    return f1(right, extra, missed)


def _found(marks: Marks, weights: Floats) -> Floats:
    judged, there, raised = concerned(marks)
    return share(weights, raised, judged & there)


def _alarmed(marks: Marks, weights: Floats) -> Floats:
    judged, there, raised = concerned(marks)
    return share(weights, raised, judged & ~there)


_MEASURES = {
    "activities": lambda marks, weights: _micro("activities", marks, weights),
    "barriers": lambda marks, weights: _micro("barriers", marks, weights),
    "concern found": _found,
    "concern alarms": _alarmed,
}
