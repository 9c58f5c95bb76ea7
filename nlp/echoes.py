"""Hears in a text's meaning the lines about danger and abuse that it resembles.

The one rule: what is kept are lines that ship with the program, made up for it; never a young person's,
neither the words nor their vector.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from nlp.tags import CONCERNS
from nlp.way import Numbers

LABELS: Final = (*CONCERNS, "abusive")
SPREAD = 2.0
"""How fast likeness fades with the distance between two vectors of length one."""


@dataclass(frozen=True, slots=True)
class Echoes:
    """The vectors of the kept lines, how much each speaks for each of the labels, and where that begins."""

    kept: Numbers
    speaks: Numbers
    offset: Numbers

    def hear(self, vectors: Numbers) -> Numbers:
        """How much speaks for each label, for one vector or for many rows of them."""
        heard: Numbers = likeness(vectors, self.kept) @ self.speaks + self.offset
        return heard


def likeness(vectors: Numbers, kept: Numbers) -> Numbers:
    """1 for the same meaning, towards 0 the farther it is; all vectors have the length one.

    >>> likeness(np.eye(2), np.eye(2)).round(2).tolist()
    [[1.0, 0.02], [0.02, 1.0]]
    """
    near: Numbers = np.exp(2.0 * SPREAD * (vectors @ kept.T - 1.0))
    return near
