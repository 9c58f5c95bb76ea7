"""Scores the masking: how much of what should be hidden is, and how often a clean line is touched.

The one rule: only the exact substring counts as hidden, since more hides a wish and less shows a person.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.examples import HELD
from nlp.masking import mask
from nlp.score import Figure, divide, draws, figure, share


class Line(NamedTuple):
    """One text, and what in it points at a person."""

    text: str
    spans: tuple[str, ...]


class Masking(NamedTuple):
    """How much of what should be hidden is, and how often a clean line is touched."""

    found: Figure
    touched: Figure
    lines: int


def held_lines() -> list[Line]:
    """The lines that no rule was written from: language, spans with | between, text."""
    return [
        Line(text, tuple(filter(None, spans.split("|"))))
        for path in sorted(HELD.glob("personal-*.tsv"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
        for _, spans, text in [line.split("\t")]
    ]


def score_masking(lines: Sequence[Line]) -> Masking | None:
    """Hide what there is in every line and count; None where there are no lines."""
    if not lines:
        return None
    weights = draws(len(lines))
    hidden = [Counter(mask(line.text).hidden) for line in lines]
    wanted = [Counter(line.spans) for line in lines]
    right = np.array(
        [(ours & theirs).total() for ours, theirs in zip(hidden, wanted, strict=True)], np.float64
    )
    spans = np.array([each.total() for each in wanted], np.float64)
    clean = np.array([not line.spans for line in lines], np.bool_)
    touched = np.array([bool(each) for each in hidden], np.bool_)
    return Masking(
        figure(divide(weights @ right, weights @ spans)), figure(share(weights, touched, clean)), len(lines)
    )
