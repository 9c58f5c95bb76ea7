"""The trained weights: reads a noticed text and gives every label a probability in one product.

The one rule: a model is data (npz and JSON, each with its hash in the card), never code, never pickle.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.features import BLOCKS, sign_terms, word_terms
from nlp.notice import Noticed
from nlp.spelling import lemma
from nlp.sureness import Answer, signs, weigh
from nlp.way import Numbers, Way, read_way

FORMAT = 3
FILES = ("weights.npz", "words.json")


class Scored(NamedTuple):
    """The answer, what the first reader alone would have answered, and the way it was weighed."""

    answer: Answer
    first: Answer
    way: Way

    def sureness(self, given: Set[str], named: Set[str]) -> float:
        """How likely it is that just the given labels are right."""
        return weigh(signs(Answer(self.answer.chances, given), self.first, named), self.way.sure)


class DamagedModelError(ValueError):
    """The model's files are missing, changed or of another format."""


@dataclass(frozen=True, slots=True)
class Model:
    """One vocabulary per block of features, the weights of words and of meaning, and how to weigh them.

    `taught_by` names the vectors that `meant` was trained on: none others may be asked.
    """

    labels: tuple[str, ...]
    vocabularies: tuple[dict[str, int], ...]
    idf: Numbers
    scale: tuple[float, ...]
    weights: Numbers
    alone: Way
    taught_by: str = ""
    meant: Numbers | None = None
    together: Way | None = None

    def score(self, noticed: Noticed, vector: Numbers | None = None) -> "Scored":
        """The probability of each label, by words alone and, given the text's vector, with its meaning."""
        places, values = self.vector(noticed)
        words, named = values @ self.weights[places], self.named(noticed)
        first = self._answer(self.alone, self.alone.chances(words, named))
        if vector is None or self.meant is None or self.together is None:
            return Scored(first, first, self.alone)
        meaning = vector @ self.meant[:-1] + self.meant[-1]
        return Scored(
            self._answer(self.together, self.together.chances(words, named, meaning)), first, self.together
        )

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
        places: list[int] = [len(self.idf)]
        values: list[float] = [1.0]
        for terms, vocabulary, scale in zip(BLOCKS, self.vocabularies, self.scale, strict=True):
            found = [
                (vocabulary[term], count)
                for term, count in Counter(terms(noticed)).items()
                if term in vocabulary
            ]
            weights = [(1.0 + math.log(count)) * float(self.idf[place]) for place, count in found]
            length = 1.0 if terms is sign_terms else math.sqrt(sum(w * w for w in weights)) or 1.0
            places += [place for place, _ in found]
            values += [scale * weight / length for weight in weights]
        return np.array(places, np.int64), np.array(values, np.float32)

    def save(self, folder: Path) -> None:
        """Writes the two data files and the card that holds their hashes."""
        folder.mkdir(parents=True, exist_ok=True)
        meant = np.zeros((0, len(self.labels))) if self.meant is None else self.meant
        np.savez_compressed(
            folder / "weights.npz",
            idf=self.idf.astype(np.float16),
            weights=self.weights.astype(np.float16),
            meant=meant.astype(np.float16),
        )
        words = {
            "labels": self.labels, "vocabularies": self.vocabularies, "scale": self.scale,
            "alone": self.alone.as_dict(), "taught_by": self.taught_by,
            "together": self.together.as_dict() if self.together else None,
        }  # fmt: skip
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        hashes = {name: _hash(folder / name) for name in FILES}
        (folder / "card.json").write_text(json.dumps({"format": FORMAT, "hashes": hashes}), encoding="utf-8")


def load(folder: Path) -> Model:
    """The model in a folder, or DamagedModelError when anything about it is not as it was written."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if card["format"] != FORMAT or any(_hash(folder / name) != card["hashes"][name] for name in FILES):
            raise DamagedModelError("The model's files are not those its card describes.")
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            return _model(words, arrays)
    except DamagedModelError:
        raise
    except Exception as problem:
        raise DamagedModelError(f"The model cannot be read ({type(problem).__name__}).") from None


def _model(words: dict[str, Any], arrays: Any) -> Model:
    model = Model(
        labels=tuple(words["labels"]),
        vocabularies=tuple(
            {str(term): int(place) for term, place in block.items()} for block in words["vocabularies"]
        ),
        idf=arrays["idf"].astype(np.float32),
        scale=tuple(float(number) for number in words["scale"]),
        weights=arrays["weights"].astype(np.float32),
        alone=read_way(words["alone"]),
        taught_by=str(words["taught_by"]),
        meant=arrays["meant"].astype(np.float32) if len(arrays["meant"]) else None,
        together=read_way(words["together"]) if words["together"] else None,
    )
    if not _fits(model):
        raise DamagedModelError("The model's tables do not fit each other.")
    return model


def _fits(model: Model) -> bool:
    labels = len(model.labels)
    sides = [model.weights.shape == (len(model.idf) + 1, labels), len(model.alone.offset) == labels]
    if model.meant is not None:
        sides.append(model.meant.shape[1:] == (labels,))
    if model.together is not None:
        sides.append(model.meant is not None and len(model.together.offset) == labels)
    return all(sides) and all(set(way.thresholds) == set(model.labels) for way in _ways(model))


def _ways(model: Model) -> Iterable[Way]:
    return (way for way in (model.alone, model.together) if way)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
