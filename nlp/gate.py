"""Decides whether a new model is no worse than an old one: the first gate before it goes live.

The one rule: a difference that a coin could have made stops nobody, and a real loss stops everybody. Both
models read the same texts, so what is drawn is the difference on them, not two figures apart.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.marks import Marks, concerned
from nlp.score import Floats, draws, f1, share

TOLERANCE = 0.02
"""A loss above this stops a model even where the gold set is too small to be certain of it."""
CERTAIN = 0.95
"""A loss of any size stops a model when so many of the drawings show one."""


class Difference(NamedTuple):
    """One figure of the old and of the new model; `worse` in how many of the drawings the new one loses."""

    name: str
    old: float
    new: float
    loss: float
    worse: float

    @property
    def stops(self) -> bool:
        """Whether this alone keeps the new model from going live."""
        return self.loss > TOLERANCE or (self.loss > 0 and self.worse >= CERTAIN)


def compare(old: Marks, new: Marks) -> list[Difference]:
    """What the new model lost or won on the texts that both have read."""
    weights = draws(len(old.examples))
    measured = {name: (measure(old, weights), measure(new, weights)) for name, measure in _MEASURES.items()}
    return [_difference(name, *pair) for name, pair in measured.items() if np.isfinite(pair[0][0])]


def losses(differences: Sequence[Difference]) -> list[Difference]:
    """Those that stop it."""
    return [each for each in differences if each.stops]


def _difference(name: str, old: Floats, new: Floats) -> Difference:
    loss = (new - old) if name == "concern alarms" else (old - new)
    told = loss[1:][np.isfinite(loss[1:])]
    worse = float((told > 0).mean()) if len(told) else 0.0
    return Difference(name, float(old[0]), float(new[0]), round(float(loss[0]), 6), worse)


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
