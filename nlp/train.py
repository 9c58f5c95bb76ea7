"""Trains a model from labelled examples, with scikit-learn; asked only when there is no model yet.

The one rule: thresholds and sureness come from texts that the model being judged has not seen, and the
vocabulary holds only what at least five texts say, so that it cannot remember one person's rare word.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from nlp.features import BLOCKS, letter_terms, sign_terms, word_terms
from nlp.lists import rows
from nlp.masking import mask
from nlp.model import Model
from nlp.notice import Eye, Noticed
from nlp.sureness import ALARMS, JUDGED, sureness
from nlp.tags import ACTIVITIES, BARRIERS, CONCERNS, FLAGS, FORMS

LABELS = (*ACTIVITIES, *BARRIERS, *FORMS, *(flag for flag in FLAGS if flag != "personal"))
FEWEST_TEXTS = 5
_SCALE = {word_terms: 1.0, letter_terms: 1.0, sign_terms: 1.5}
_STRENGTH = 8.0  # C of the regressions
_FOLDS = 4
_ENOUGH_TO_CALIBRATE = 30
_RIGHT_WHEN_SURE = 0.9  # the goal is 0.97, see docs/tagger.md
_FEWEST_SURE = 20
_ALARMS_FROM = 0.4  # below it the model guesses by the small words around one it never met
_FALSE_ALARMS = 0.005  # of unseen texts without concern

Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.int8]


class Example(NamedTuple):
    """One labelled text."""

    language: str
    tags: frozenset[str]
    text: str


def shipped() -> list[Example]:
    """The examples beside the code."""
    return [
        Example(row[0], frozenset(filter(None, row[1].split(","))), row[2]) for row in rows("examples.tsv")
    ]


def train(examples: Iterable[Example], eye: Eye | None = None) -> Model:
    """A model of the examples."""
    eye = eye or Eye()
    examples = list(examples)
    noticed = [eye.notice(mask(example.text).text) for example in examples]
    truth = np.array([[label in example.tags for label in LABELS] for example in examples], np.int8)
    matrix, vocabularies, idf = _count(noticed)
    weights = _fit(matrix, truth)
    unseen = _out_of_fold(matrix, truth)
    slope, offset = _calibrate(unseen, truth)
    chances = 1 / (1 + np.exp(-(unseen * slope + offset)))
    thresholds = _thresholds(chances, truth)
    return Model(
        labels=LABELS,
        vocabularies=vocabularies,
        idf=idf.astype(np.float32),
        scale=tuple(_SCALE[block] for block in BLOCKS),
        weights=weights.astype(np.float32),
        slope=slope.astype(np.float32),
        offset=offset.astype(np.float32),
        thresholds=dict(zip(LABELS, (round(float(number), 3) for number in thresholds), strict=True)),
        sure_from=_sure_from(chances, truth, thresholds),
    )


def _count(noticed: Sequence[Noticed]) -> tuple[csr_matrix, tuple[dict[str, int], ...], Floats]:
    """The texts as numbers; each block has length one, and the vocabularies follow one another."""
    blocks, vocabularies, idf, offset = [], [], [], 0
    for terms in BLOCKS:
        ours = terms is sign_terms  # signs are our own words, not theirs
        vectoriser = TfidfVectorizer(
            analyzer=terms,
            sublinear_tf=True,
            use_idf=not ours,
            min_df=1 if ours else FEWEST_TEXTS,
            dtype=np.float64,
        )
        blocks.append(vectoriser.fit_transform(noticed) * _SCALE[terms])
        vocabularies.append({term: int(place) + offset for term, place in vectoriser.vocabulary_.items()})
        idf.append(np.ones(len(vectoriser.vocabulary_)) if ours else vectoriser.idf_)
        offset += len(vectoriser.vocabulary_)
    return csr_matrix(hstack(blocks)), tuple(vocabularies), np.concatenate(idf)


def _fit(matrix: Any, truth: Truth) -> Floats:
    """One regression per label, stacked; the last row is the intercepts."""
    columns = [_fit_one(matrix, truth[:, place]) for place in range(truth.shape[1])]
    return np.stack(columns, axis=1)


def _fit_one(matrix: Any, wanted: npt.NDArray[np.int8]) -> Floats:
    if wanted.min() == wanted.max():  # nothing to tell apart: always, or never
        return np.append(np.zeros(matrix.shape[1]), 10.0 if wanted[0] else -10.0)
    regression = LogisticRegression(C=_STRENGTH, solver="liblinear", intercept_scaling=3.0, max_iter=300)
    regression.fit(matrix, wanted)
    return np.append(regression.coef_[0], regression.intercept_[0])


def _out_of_fold(matrix: Any, truth: Truth) -> Floats:
    """What each text scores by a model that has not seen it."""
    unseen = np.zeros(truth.shape)
    for known, held in KFold(_FOLDS, shuffle=True, random_state=7).split(truth):
        weights = _fit(matrix[known], truth[known])
        unseen[held] = matrix[held] @ weights[:-1] + weights[-1]
    return unseen


def _calibrate(unseen: Floats, truth: Truth) -> tuple[Floats, Floats]:
    """A sigmoid per label with enough examples, one for all the others together."""
    pooled = _sigmoid(unseen.ravel(), truth.ravel())
    pairs = [
        _sigmoid(unseen[:, place], truth[:, place])
        if truth[:, place].sum() >= _ENOUGH_TO_CALIBRATE
        else pooled
        for place in range(truth.shape[1])
    ]
    return np.array([slope for slope, _ in pairs]), np.array([offset for _, offset in pairs])


def _sigmoid(scores: Floats, truth: npt.NDArray[np.int8]) -> tuple[float, float]:
    regression = LogisticRegression(C=10.0, solver="liblinear", intercept_scaling=10.0).fit(
        scores.reshape(-1, 1), truth
    )
    return max(0.2, float(regression.coef_[0, 0])), float(regression.intercept_[0])


def _thresholds(chances: Floats, truth: Truth) -> Floats:
    """The cut with the best F1 on unseen texts for each label, drawn towards the cut that is best for all."""
    cuts = np.arange(0.2, 0.71, 0.025)
    for_all = cuts[int(np.argmax([_f1(chances.ravel() >= cut, truth.ravel()) for cut in cuts]))]
    best = []
    for place in range(truth.shape[1]):
        own = cuts[int(np.argmax([_f1(chances[:, place] >= cut, truth[:, place]) for cut in cuts]))]
        trust = min(1.0, float(truth[:, place].sum()) / 100)
        best.append(trust * own + (1 - trust) * for_all)
    return np.maximum(best, _quiet_from(chances, truth))


def _quiet_from(chances: Floats, truth: Truth) -> Floats:
    """From where the model alone may give each label: concern only where it rarely alarms falsely."""
    grave = [LABELS.index(label) for label in CONCERNS]
    fine = chances[~truth[:, grave].any(axis=1)]
    least = np.zeros(truth.shape[1])
    for place in grave:
        rarely = np.quantile(fine[:, place], 1 - _FALSE_ALARMS)
        least[place] = max(_ALARMS_FROM, float(rarely))
    return least


def _f1(given: npt.NDArray[np.bool_], truth: npt.NDArray[np.int8]) -> float:
    right = int((given & (truth == 1)).sum())
    return 2 * right / max(1, int(given.sum()) + int(truth.sum()))


def _sure_from(chances: Floats, truth: Truth, thresholds: Floats) -> float:
    """The lowest sureness from which the activities of unseen wishes (alarms aside) are right enough."""
    wishes = ~truth[:, [LABELS.index(label) for label in ALARMS]].any(axis=1)
    chances, truth = chances[wishes], truth[wishes]
    judged = [LABELS.index(label) for label in JUDGED]
    given = chances >= thresholds
    right = (given[:, judged] == (truth[:, judged] == 1)).all(axis=1)
    sure = np.array([_sureness(*row) for row in zip(chances, given, strict=True)])
    for least in np.arange(0.5, 0.99, 0.01):
        if (sure >= least).sum() >= _FEWEST_SURE and right[sure >= least].mean() >= _RIGHT_WHEN_SURE:
            return round(float(least), 2)
    return 0.99


def _sureness(chances: Floats, given: npt.NDArray[np.bool_]) -> float:
    named = dict(zip(LABELS, chances.tolist(), strict=True))
    return sureness(named, {label for label, is_given in zip(LABELS, given, strict=True) if is_given})
