"""The trained weights: reads a noticed text and gives every label a probability in one product.

The one rule: a model is numbers and words that anybody can look at, never code.
"""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.features import BLOCKS, sign_terms, word_terms
from nlp.notice import Noticed
from nlp.second import Second
from nlp.spelling import lemma
from nlp.sureness import Answer, signs, weigh
from nlp.way import Numbers, Way


class Scored(NamedTuple):
    """The answer, what the first reader alone would have answered, and the way it was weighed."""

    answer: Answer
    first: Answer
    way: Way

    def sureness(self, given: Set[str], named: Set[str]) -> float:
        """How likely it is that just the given labels are right."""
        return weigh(signs(Answer(self.answer.chances, given), self.first, named), self.way.sure)


@dataclass(frozen=True, slots=True)
class Model:
    """One vocabulary per block of features, their weights, how to weigh them alone, and a second reader."""

    labels: tuple[str, ...]
    vocabularies: tuple[dict[str, int], ...]
    idf: Numbers
    scale: tuple[float, ...]
    weights: Numbers
    alone: Way
    second: Second | None = None

    def score(self, noticed: Noticed, vector: Numbers | None = None) -> "Scored":
        """The probability of each label, by words alone and, given the text's vector, with its meaning."""
        places, values = self.vector(noticed)
        words, named = values @ self.weights[places], self.named(noticed)
        first = self._answer(self.alone, self.alone.chances(words, named))
        if vector is None or self.second is None:
            return Scored(first, first, self.alone)
        way = self.second.together
        both = way.chances(words, named, self.second.scores(self.labels, vector))
        return Scored(self._answer(way, both), first, way)

    def _answer(self, way: Way, chances: Numbers) -> Answer:
        by_label = dict(zip(self.labels, chances.tolist(), strict=True))
        return Answer(by_label, way.given(by_label))

    def named(self, noticed: Noticed) -> Numbers:
        """Which labels the lists name: 1 or 0 for each."""
        wanted = noticed.wanted()
        return np.array([label in wanted for label in self.labels], np.float32)

    def knows(self, word: str) -> bool:
        """Whether the model has met a plain word often enough to remember it."""
        return lemma(word) in self.vocabularies[BLOCKS.index(word_terms)]

    def vector(self, noticed: Noticed) -> tuple[npt.NDArray[np.int64], Numbers]:
        """The same numbers as the vectoriser that the model was trained with; the last column is always 1."""
        places = [np.array([len(self.idf)])]
        values: list[Numbers] = [np.ones(1, np.float32)]
        for terms, vocabulary, scale in zip(BLOCKS, self.vocabularies, self.scale, strict=True):
            counts = Counter(map(vocabulary.get, terms(noticed)))
            counts.pop(None, None)
            found = np.fromiter(counts, np.int64, len(counts))
            often = np.fromiter(counts.values(), np.float32, len(counts))
            weights = self.idf[found] * (1.0 + np.log(often))
            length = 1.0 if terms is sign_terms else float(np.sqrt(weights @ weights)) or 1.0
            places.append(found)
            values.append((weights * (scale / length)).astype(np.float32))
        return np.concatenate(places), np.concatenate(values)
