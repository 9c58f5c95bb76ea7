"""How evidence becomes chances, one for each way of asking: by words alone, or by words and meaning.

The one rule: everything here was chosen on texts that no reader had learnt from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]
_NUMBERS = ("words", "named", "meaning", "offset")


@dataclass(frozen=True, slots=True)
class Way:
    """One label's chance is a sigmoid of both readers' scores, and of whether the lists name it; from its
    threshold on it is given.
    """

    words: Numbers
    named: Numbers
    meaning: Numbers
    offset: Numbers
    thresholds: dict[str, float]
    sure: tuple[float, ...]
    sure_from: float

    def chances(self, words: Numbers, named: Numbers, meaning: Numbers | None = None) -> Numbers:
        """The chance of each label; works on one text's evidence and on many rows alike."""
        raw: Any = words * self.words + named * self.named + self.offset
        if meaning is not None:
            raw = raw + meaning * self.meaning
        chances: Numbers = 1.0 / (1.0 + np.exp(-np.clip(raw, -30, 30)))
        return chances

    def given(self, chances: Mapping[str, float]) -> frozenset[str]:
        """The labels whose chance reaches their threshold."""
        return frozenset(label for label, chance in chances.items() if chance >= self.thresholds[label])

    def as_dict(self) -> dict[str, Any]:
        """What the model's file keeps."""
        numbers = {name: getattr(self, name).round(4).tolist() for name in _NUMBERS}
        return {**numbers, "thresholds": self.thresholds, "sure": self.sure, "sure_from": self.sure_from}


def read_way(kept: dict[str, Any]) -> Way:
    """The way that a model's file keeps."""
    thresholds = {str(label): float(number) for label, number in kept["thresholds"].items()}
    numbers = {name: np.array(kept[name], np.float32) for name in _NUMBERS}
    sure = tuple(float(number) for number in kept["sure"])
    return Way(**numbers, thresholds=thresholds, sure=sure, sure_from=float(kept["sure_from"]))
