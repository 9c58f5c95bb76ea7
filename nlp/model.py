"""The trained weights: reads a noticed text and gives every label a probability in one product.

The one rule: a model is data (npz and JSON, each with its hash in the card), never code, never pickle.
"""

import hashlib
import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.features import BLOCKS, word_terms
from nlp.notice import Noticed
from nlp.spelling import lemma

FORMAT = 1
Numbers = npt.NDArray[np.float32]


class DamagedModelError(ValueError):
    """The model's files are missing, changed or of another format."""


@dataclass(frozen=True, slots=True)
class Model:
    """One vocabulary per block of features, the weights, and how sure is sure."""

    labels: tuple[str, ...]
    vocabularies: tuple[dict[str, int], ...]
    idf: Numbers
    scale: tuple[float, ...]
    weights: Numbers
    slope: Numbers
    offset: Numbers
    thresholds: dict[str, float]
    sure_from: float

    def score(self, noticed: Noticed) -> dict[str, float]:
        """The probability of each label."""
        places, values = self._vector(noticed)
        raw = values @ self.weights[places] if len(places) else np.zeros(len(self.labels), np.float32)
        chances = 1.0 / (1.0 + np.exp(-np.clip(raw * self.slope + self.offset, -30, 30)))
        return dict(zip(self.labels, chances.tolist(), strict=True))

    def knows(self, word: str) -> bool:
        """Whether the model has met a plain word often enough to remember it."""
        return lemma(word) in self.vocabularies[BLOCKS.index(word_terms)]

    def _vector(self, noticed: Noticed) -> tuple[npt.NDArray[np.int64], Numbers]:
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
            length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
            places += [place for place, _ in found]
            values += [scale * weight / length for weight in weights]
        return np.array(places, np.int64), np.array(values, np.float32)

    def save(self, folder: Path) -> None:
        """Writes the two data files and the card that holds their hashes."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / "weights.npz",
            idf=self.idf.astype(np.float16),
            weights=self.weights.astype(np.float16),
            slope=self.slope,
            offset=self.offset,
        )
        words = {
            "labels": self.labels, "vocabularies": self.vocabularies, "scale": self.scale,
            "thresholds": self.thresholds, "sure_from": self.sure_from,
        }  # fmt: skip
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        hashes = {name: _hash(folder / name) for name in ("weights.npz", "words.json")}
        (folder / "card.json").write_text(json.dumps({"format": FORMAT, "hashes": hashes}), encoding="utf-8")


def load(folder: Path) -> Model:
    """The model in a folder, or DamagedModelError when anything about it is not as it was written."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if card["format"] != FORMAT or any(
            _hash(folder / name) != card["hashes"][name] for name in ("weights.npz", "words.json")
        ):
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
        slope=arrays["slope"].astype(np.float32),
        offset=arrays["offset"].astype(np.float32),
        thresholds={str(label): float(number) for label, number in words["thresholds"].items()},
        sure_from=float(words["sure_from"]),
    )
    if model.weights.shape != (len(model.idf) + 1, len(model.labels)) or len(model.slope) != len(
        model.labels
    ):
        raise DamagedModelError("The model's tables do not fit each other.")
    return model


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
