"""Tells how likely a wish belongs to a new tag, from the few that somebody chose for it.

The one rule: it lives in memory for as long as somebody looks; nothing of it is kept, and it gives no tag by
itself.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.examples import Example
from nlp.nearness import Vectors

AGAINST = 1_500
"""So many shipped texts are what it is not."""
_STRENGTH = 30.0
_SHARE = 0.2
"""As much as if a fifth as many texts were it as are not: few examples must not make everything unlikely."""
_SEED = 41

Floats = npt.NDArray[np.float64]


def others(shipped: Sequence[Example]) -> list[str]:
    """Draw what a new tag is told apart from: always the same of the same examples."""
    texts = sorted({each.text for each in shipped if not each.judged})
    return Random(_SEED).sample(texts, min(AGAINST, len(texts)))  # noqa: S311  no secret, only fair


class Sorter:
    """One regression on letters and, where the second reader is there, on meaning."""

    def __init__(self, ones: Sequence[str], against: Sequence[str], vectors: Vectors | None = None) -> None:
        """Learn from those that belong to it and those that do not."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # takes seconds to import
        from sklearn.linear_model import LogisticRegression

        texts = [*ones, *against]
        self._vectors = vectors
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
        self._letters.fit(texts)
        weights = {1: max(1.0, _SHARE * len(against) / len(ones)), 0: 1.0}
        self._line = LogisticRegression(
            C=_STRENGTH, solver="liblinear", intercept_scaling=3.0, class_weight=weights
        )
        self._line.fit(self._numbers(texts), [1] * len(ones) + [0] * len(against))

    def chances(self, texts: Sequence[str]) -> list[float]:
        """Tell how likely each text belongs to it."""
        if not texts:
            return []
        found: Floats = self._line.predict_proba(self._numbers(texts))[:, 1]
        return [round(float(chance), 2) for chance in found]

    def _numbers(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import csr_matrix, hstack

        letters = self._letters.transform(texts)
        if self._vectors is None:
            return letters
        return hstack([letters, csr_matrix(np.asarray(self._vectors(texts), np.float64))]).tocsr()
