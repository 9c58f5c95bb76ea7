"""Scores marked answers: how much of each tag is found, and how much of what is given is right.

The one rule: no figure stands without its interval, drawn from the texts a thousand times.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.marks import KINDS, Bools, Marks, concerned, spoken
from nlp.sureness import ALARMS
from nlp.tags import CONCERNS

LANGUAGES = ("nb", "nn", "dial", "en", "mix", "se")
DRAWS = 1_000
_SEED = 20

Floats = npt.NDArray[np.float64]


class Figure(NamedTuple):
    """A share between 0 and 1 and where it lies in 95 of 100 drawings; None where nothing tells."""

    value: float | None
    low: float | None
    high: float | None


class Row(NamedTuple):
    """How well one tag is found, or several taken together; `texts` is how often it should have been."""

    precision: Figure
    recall: Figure
    f1: Figure
    texts: int


class Kind(NamedTuple):
    """A kind of tags: the mean over its tags, all of them together, and each."""

    macro: Figure
    micro: Row
    tags: dict[str, Row]


class Alarms(NamedTuple):
    """Concern: what was found, and what was raised where there is none (on look-alikes, on plain wishes)."""

    found: Figure
    found_now: Figure
    false_near: Figure
    false_plain: Figure


class Scores(NamedTuple):
    """Everything that is known about how good a reader is; `languages` hold the same of their own texts."""

    texts: int
    kinds: dict[str, Kind]
    sure: Figure
    right_when_sure: Figure
    language: Figure
    alarms: Alarms
    languages: dict[str, "Scores"]


def score(marks: Marks) -> Scores:
    """Every figure of all texts together and of each language."""
    by_language = {
        language: [n for n, example in enumerate(marks.examples) if example.language == language]
        for language in LANGUAGES
    }
    languages = {name: _score(marks.only(rows)) for name, rows in by_language.items() if rows}
    return _score(marks)._replace(languages=languages)


def draws(texts: int) -> Floats:
    """How often each text counts: once, and then in each of the same 1,000 drawings with putting back."""
    if not texts:
        return np.ones((1, 0))
    drawn = np.random.default_rng(_SEED).multinomial(texts, np.full(texts, 1 / texts), size=DRAWS)
    return np.concatenate([np.ones((1, texts)), drawn])


def share(weights: Floats, hit: Bools, of: Bools) -> Floats:
    """Which share of some texts was hit, in each drawing; not a number where none was drawn."""
    return divide(weights @ (hit & of), weights @ of)


def f1(right: Floats, extra: Floats, missed: Floats) -> Floats:
    """The balance of precision and recall."""
    return divide(2 * right, 2 * right + extra + missed)


def _score(marks: Marks) -> Scores:
    weights = draws(len(marks.examples))
    counts = [weights @ table.astype(np.float64) for table in (marks.right, marks.extra, marks.missed)]
    sure, right = _sure(marks, weights)
    long, told = spoken(marks)
    return Scores(
        texts=len(marks.examples),
        kinds={name: _kind(marks, name, counts) for name in KINDS},
        sure=sure,
        right_when_sure=right,
        language=figure(share(weights, told, long)),
        alarms=_alarms(marks, weights),
        languages={},
    )


def _kind(marks: Marks, name: str, counts: Sequence[Floats]) -> Kind:
    rows = {marks.labels[n]: _row([table[:, [n]] for table in counts]) for n in marks.places(name)}
    asked = [n for n in marks.places(name) if marks.right[:, n].any() or marks.missed[:, n].any()]
    each = f1(*(table[:, asked] for table in counts))
    told = np.isfinite(each)
    macro = divide(np.where(told, each, 0).sum(axis=1), told.sum(axis=1).astype(np.float64))
    return Kind(figure(macro), _row([table[:, marks.places(name)] for table in counts]), rows)


def _row(counts: Sequence[Floats]) -> Row:
    right, extra, missed = (table.sum(axis=1) for table in counts)
    return Row(
        figure(divide(right, right + extra)),
        figure(divide(right, right + missed)),
        figure(f1(right, extra, missed)),
        int(right[0] + missed[0]),
    )


def _sure(marks: Marks, weights: Floats) -> tuple[Figure, Figure]:
    """How often it is sure of a wish's activities, and how often these are then just right; alarms aside."""
    judged = [*marks.places("activities"), *marks.places("not-a-wish")]
    exact: Bools = ~np.any(marks.extra[:, judged] | marks.missed[:, judged], axis=1)
    wishes = np.array([not one.judged and one.tags.isdisjoint(ALARMS) for one in marks.examples], np.bool_)
    sure = np.array([one.sure for one in marks.answers], np.bool_)
    return figure(share(weights, sure, wishes)), figure(share(weights, exact, wishes & sure))


def _alarms(marks: Marks, weights: Floats) -> Alarms:
    judged, there, raised = concerned(marks)
    now = np.array([CONCERNS[0] in example.tags for example in marks.examples], np.bool_)
    near = np.array([bool(example.judged) for example in marks.examples], np.bool_)
    rows = (judged & there, judged & now, judged & ~there & near, judged & ~there & ~near)
    return Alarms(*(figure(share(weights, raised, of)) for of in rows))


def divide(part: Floats, whole: Floats) -> Floats:
    shares: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return shares


def figure(drawn: Floats) -> Figure:
    """The figure itself stands first, then the drawings."""
    told = drawn[1:][np.isfinite(drawn[1:])]
    if not np.isfinite(drawn[0]) or not len(told):
        return Figure(None, None, None)
    low, high = np.quantile(told, (0.025, 0.975))
    return Figure(*(round(float(number), 4) for number in (drawn[0], low, high)))
