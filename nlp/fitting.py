"""Fits the weights, with scikit-learn: counts the terms of many texts, and one regression for each label.

The one rule: the vocabulary holds only what at least five texts or senders say, so that it cannot remember
one person's rare word; and a label is learnt only from texts whose hand judged it.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits

from nlp.echoes import Echoes, likeness
from nlp.features import BLOCKS, letter_terms, sign_terms, word_terms
from nlp.notice import Noticed
from nlp.vocabulary import common
from nlp.way import Numbers

_FIRST = 3  # of so many lines one is in the first part that a support vector machine is fitted on
_WITHIN = 1e-3  # so near the margin is on it, as for the solver itself
_AT_ONCE = 1000
SCALE = {word_terms: 1.0, letter_terms: 1.0, sign_terms: 0.5}

Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.int8]
Known = npt.NDArray[np.bool_]


def count(
    noticed: Sequence[Noticed], senders: Sequence[str] = ()
) -> tuple[csr_matrix, tuple[dict[str, int], ...], Floats]:
    """The texts as numbers, each block but the signs of length one; the vocabularies follow one another."""
    blocks, vocabularies, idf, offset = [], [], [], 0
    for terms in BLOCKS:
        ours = terms is sign_terms  # signs are our own words, not theirs
        vectoriser = TfidfVectorizer(
            analyzer=terms,
            lowercase=False,  # the terms are made by us
            sublinear_tf=True,
            use_idf=not ours,
            norm=None if ours else "l2",
            vocabulary=None if ours else common(noticed, senders or [""] * len(noticed), terms),
            dtype=np.float64,
        )
        blocks.append(vectoriser.fit_transform(noticed) * SCALE[terms])
        vocabularies.append({term: int(place) + offset for term, place in vectoriser.vocabulary_.items()})
        idf.append(np.ones(len(vectoriser.vocabulary_)) if ours else vectoriser.idf_)
        offset += len(vectoriser.vocabulary_)
    return csr_matrix(hstack(blocks)), tuple(vocabularies), np.concatenate(idf)


def fit(matrix: Any, truth: Truth, known: Known, strength: float) -> Floats:
    """One regression per label, stacked; the last row is the intercepts."""

    def column(place: int) -> Floats:
        rows = np.flatnonzero(known[:, place])
        return _fit_one(matrix[rows], truth[rows, place], strength)

    cores = os.cpu_count() or 1
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(cores) as threads:  # one solver for each core
        return np.stack(list(threads.map(column, range(truth.shape[1]))), axis=1)


def _fit_one(matrix: Any, wanted: npt.NDArray[np.int8], strength: float) -> Floats:
    if not wanted.any() or wanted.all():  # nothing to tell apart: always, or never
        return np.append(np.zeros(matrix.shape[1]), 10.0 if wanted.any() else -10.0)
    regression = LogisticRegression(C=strength, solver="liblinear", intercept_scaling=3.0, max_iter=300)
    regression.fit(matrix, wanted)
    return np.append(regression.coef_[0], regression.intercept_[0])


def fit_together(vectors: Numbers, truth: Truth, known: Known, strength: float) -> Floats:
    """The same regressions on few dense numbers, all labels in one go."""
    middle = vectors.mean(axis=0)
    centred = np.hstack([vectors - middle, np.ones((len(vectors), 1), vectors.dtype)]).astype(np.float64)
    shape = (centred.shape[1], truth.shape[1])

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        raw = centred @ weights
        missed = known * (np.logaddexp(0, raw) - truth * raw)
        slope = centred.T @ (known * (expit(raw) - truth))
        slope[:-1] += weights[:-1] / strength
        return float(missed.sum() + (weights[:-1] ** 2).sum() / (2 * strength)), slope.ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    weights = found.x.reshape(shape)
    weights[-1] -= middle @ weights[:-1]
    return np.asarray(weights, np.float64)


def fit_echoes(vectors: Numbers, truth: Truth, known: Known, strength: float) -> Echoes:
    """One support vector machine for each label; only the lines that one of them leans on are kept."""
    weights, offset = np.zeros(truth.shape), np.zeros(truth.shape[1])
    for place in range(truth.shape[1]):
        rows = np.flatnonzero(known[:, place])
        if len(set(truth[rows, place])) < 2:  # nothing to tell apart: never
            offset[place] = -1.0
            continue
        machine = _lean(vectors[rows], truth[rows, place] == 1, strength)
        weights[rows[machine.lines], place] = machine.weights
        offset[place] = machine.offset
    leant_on = weights.any(axis=1)
    numbers = vectors[leant_on], weights[leant_on], offset
    return Echoes(*(number.astype(np.float32) for number in numbers))


class _Machine(NamedTuple):
    """The lines that a support vector machine leans on, and how much on each."""

    lines: npt.NDArray[np.intp]
    weights: Floats
    offset: float

    def hear(self, vectors: Numbers) -> Floats:
        """How much speaks for the label; some lines at once, or the likeness of all would need gigabytes."""
        kept = vectors[self.lines]
        parts = (vectors[place : place + _AT_ONCE] for place in range(0, len(vectors), _AT_ONCE))
        return np.concatenate([likeness(part, kept) @ self.weights for part in parts]) + self.offset


def _lean(vectors: Numbers, wanted: npt.NDArray[np.bool_], strength: float) -> _Machine:
    """The machine of all lines, fitted on some: those that it does not hold apart join, until it holds all.

    Then those left out would change nothing. It takes a fifth of the time of all lines at once, since the
    likeness of the few fits in memory.
    """
    part, leant_on = (np.zeros(len(vectors), np.bool_) for _ in range(2))
    for kind in (wanted, ~wanted):
        part[np.flatnonzero(kind)[::_FIRST]] = True
    while True:
        lines = np.flatnonzero(part)
        machine = SVC(C=strength, kernel="precomputed")
        machine.fit(_all_likeness(vectors[lines]), wanted[lines])
        found = _Machine(lines[machine.support_], machine.dual_coef_[0], float(machine.intercept_[0]))
        apart = np.where(wanted, 1, -1) * found.hear(vectors)
        joining = (apart < 1 - _WITHIN) & ~part
        if not joining.any():
            return found
        leant_on[found.lines] = True  # once leant on a line stays, so that this ends
        part = leant_on | joining


def _all_likeness(vectors: Numbers) -> Floats:
    """How alike every two lines are, as exactly as the solver wants it."""
    alike = np.empty((len(vectors), len(vectors)))
    for place in range(0, len(vectors), _AT_ONCE):
        alike[place : place + _AT_ONCE] = likeness(vectors[place : place + _AT_ONCE], vectors)
    return alike
