"""Chooses how both readers' scores become chances, and from which chance on a tag is given.

The one rule: it sees only texts that no reader has learnt from; where a label has few of them, it leans on
what holds for all labels of its kind.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from nlp.fitting import Floats, Known, Truth
from nlp.sureness import ALARMS, JUDGED, Answer, signs
from nlp.tags import CONCERNS, KIND_OF
from nlp.way import Way

_LEAN = 48.0  # a label's own figures count as much as its kind's where so many texts have it
_CUTS = np.arange(0.1, 0.8, 0.02)
_AS_GOOD = 0.005  # so much F1 is within what another sample would give
_ALARM_CUTS = np.arange(0.1, 0.96, 0.02)
_ALARMS_ON_WISHES = 0.02
RIGHT_WHEN_SURE = 0.97
_FEWEST_SURE = 20
_NEVER = 0.999
_PARTS = 5


def choose(
    labels: Sequence[str],
    scores: Sequence[Floats],
    truth: Truth,
    known: Known,
    first: Way | None = None,
) -> Way:
    """A way to weigh evidence on texts that no reader had seen: the words, what is named, and the meaning.

    `first` is the way by words alone, for one that has the meaning besides.
    """
    slopes, offset = _calibrate(labels, scores, truth, known)
    words, named, meaning = (*slopes, np.zeros(len(labels)))[:3]
    way = Way(
        words.astype(np.float32),
        named.astype(np.float32),
        meaning.astype(np.float32),
        offset.astype(np.float32),
        dict.fromkeys(labels, 0.5),
        (0.0,),
        _NEVER,
    )
    chances = way.chances(*scores)  # type: ignore[arg-type]  # floats of either length
    thresholds = _thresholds(labels, chances.astype(np.float64), truth, known)
    cuts = dict(zip(labels, (round(float(cut), 3) for cut in thresholds), strict=True))
    way = replace(way, thresholds=cuts)
    return _learn_sureness(labels, scores, truth, known, way, first or way)


def kind_of(label: str) -> str:
    """A label's kind; what a municipality adds is an activity, and every flag is a kind of its own."""
    kind = KIND_OF.get(label, "activities")
    return label if kind == "flags" else kind


def _calibrate(
    labels: Sequence[str], scores: Sequence[Floats], truth: Truth, known: Known
) -> tuple[list[Floats], Floats]:
    """How much each evidence weighs, alike for all labels of a kind."""
    slopes = [np.ones(len(labels)) for _ in scores]
    offset = np.zeros(len(labels))
    for kind in {kind_of(label) for label in labels}:
        places = [place for place, label in enumerate(labels) if kind_of(label) == kind]
        judged = known[:, places]
        wanted = truth[:, places][judged]
        if not wanted.any() or wanted.all():
            continue
        evidence = np.stack([score[:, places][judged] for score in scores], axis=1)
        line = LogisticRegression(C=10.0).fit(evidence, wanted)
        for slope, number in zip(slopes, line.coef_[0], strict=True):
            slope[places] = max(0.0, float(number))
        offset[places] = float(line.intercept_[0])
    return slopes, offset


def _thresholds(labels: Sequence[str], chances: Floats, truth: Truth, known: Known) -> Floats:
    """The cut with the best F1 for each label, drawn towards the cut that is best for its kind."""
    best = np.zeros(len(labels))
    for kind in {kind_of(label) for label in labels}:
        places = [place for place, label in enumerate(labels) if kind_of(label) == kind]
        of_all = _best_cut(chances[:, places], truth[:, places], known[:, places])
        for place in places:
            own = _best_cut(chances[:, [place]], truth[:, [place]], known[:, [place]])
            seen = float(truth[known[:, place], place].sum())
            trust = seen / (seen + _LEAN)
            best[place] = trust * own + (1 - trust) * of_all
    for place, cut in _alarm_cut(labels, chances, truth, known).items():
        best[place] = cut
    return best


def _best_cut(chances: Floats, truth: Truth, known: Known) -> float:
    """The middle of the cuts that are about as good as the best, whose own top is chance."""
    given, wanted = chances[known], truth[known] == 1
    reached = np.array([_f1(given >= cut, wanted) for cut in _CUTS])
    return float(np.median(_CUTS[reached >= reached.max() - _AS_GOOD]))


def _f1(given: npt.NDArray[np.bool_], wanted: npt.NDArray[np.bool_]) -> float:
    right = int((given & wanted).sum())
    return 2 * right / max(1, int(given.sum()) + int(wanted.sum()))


def _alarm_cut(labels: Sequence[str], chances: Floats, truth: Truth, known: Known) -> dict[int, float]:
    """From where the model alone raises concern, and says "now": what costs least, quiet on plain wishes."""
    now, any_of_both = (labels.index(level) for level in CONCERNS)
    others = [place for place, label in enumerate(labels) if kind_of(label) == "activities"]
    judged = known[:, any_of_both]
    worried, wanted = chances[judged, any_of_both], truth[judged, any_of_both] == 1
    plain = worried[~wanted & known[judged][:, others].all(axis=1)]
    bearable = [cut for cut in _ALARM_CUTS if (plain >= cut).sum() <= _ALARMS_ON_WISHES * len(plain)]
    from_here = min(bearable or _ALARM_CUTS[-1:], key=lambda cut: _cost(worried >= cut, wanted))
    told, urgent = chances[judged, now][wanted], truth[judged, now][wanted] == 1
    at_once = min(_ALARM_CUTS, key=lambda cut: _cost(told >= cut, urgent))
    return {any_of_both: float(from_here), now: float(at_once)}


def _cost(raised: npt.NDArray[np.bool_], wanted: npt.NDArray[np.bool_]) -> int:
    """Missing one is worse than three false alarms."""
    return 3 * int((wanted & ~raised).sum()) + int((raised & ~wanted).sum())


def _learn_sureness(
    labels: Sequence[str], scores: Sequence[Floats], truth: Truth, known: Known, way: Way, first: Way
) -> Way:
    """What tells right readings of wishes from wrong ones (alarms aside), and from where that is enough."""
    judged = [place for place, label in enumerate(labels) if label in JUDGED]
    alarms = [place for place, label in enumerate(labels) if label in ALARMS]
    wishes = np.flatnonzero(known[:, judged].all(axis=1) & ~(truth[:, alarms] == 1).any(axis=1))
    told, right = [], []
    for row in wishes:
        evidence = [score[row] for score in scores]
        answer, before = _answer(labels, way, evidence), _answer(labels, first, evidence[:2])
        named = {label for label, is_named in zip(labels, evidence[1], strict=True) if is_named}
        told.append(signs(answer, before, named))
        truly = {labels[place] for place in judged if truth[row, place]}
        right.append(answer.given & {*JUDGED} == truly)
    if not any(right) or all(right):
        return way
    line = LogisticRegression(C=3.0)
    unseen = cross_val_predict(line, told, right, cv=_PARTS, method="predict_proba")[:, 1]
    line.fit(told, right)
    weights = (*(round(float(number), 3) for number in line.coef_[0]), round(float(line.intercept_[0]), 3))
    return replace(way, sure=weights, sure_from=_sure_from(unseen, np.array(right)))


def _answer(labels: Sequence[str], way: Way, evidence: Sequence[Floats]) -> Answer:
    chances = dict(zip(labels, way.chances(*evidence).tolist(), strict=True))  # type: ignore[arg-type]
    return Answer(chances, way.given(chances))


def _sure_from(sure: Floats, right: npt.NDArray[np.bool_]) -> float:
    """The lowest sureness from which readings are right often enough; one unlucky text is forgiven."""
    for least in np.arange(0.5, _NEVER, 0.005):
        above = sure >= least
        if above.sum() >= _FEWEST_SURE and (right[above].sum() + 1) / above.sum() >= RIGHT_WHEN_SURE:
            return round(float(least), 3)
    return _NEVER
