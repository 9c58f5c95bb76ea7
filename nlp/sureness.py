"""How sure a reading is of its activities.

The one rule: nobody says it is sure by how it feels; what tells right from wrong was learnt from texts that
no reader had seen, and from how many signs speak for the same answer.
"""

import math
from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

from nlp.tags import ACTIVITIES, CONCERNS

ALARMS: Final = (*CONCERNS, "abusive")  # a person reads these anyway, so no reading of them is sure
JUDGED: Final = (*ACTIVITIES, "not-a-wish")
_JUDGED: Final = frozenset(JUDGED)


class Answer(NamedTuple):
    """What somebody answers: each label's chance, and those given."""

    chances: Mapping[str, float]
    given: Set[str]


def signs(answer: Answer, first: Answer, named: Set[str]) -> tuple[float, ...]:
    """What tells right from wrong: the chances of both, and whether all who were asked say the same.

    >>> dance = Answer({"dance": 0.9}, {"dance"})
    >>> signs(dance, dance, {"dance"})
    (0.9, 0.9, 1.0, 1.0, 1.0)
    """
    given = answer.given & _JUDGED
    return (
        alone(answer),
        alone(first),
        float(given == first.given & _JUDGED),
        float(given == named & _JUDGED),
        float(len(given) == 1),
    )


def alone(answer: Answer) -> float:
    """As sure as the least likely tag that is given, and no surer than that nothing was missed.

    >>> round(alone(Answer({"gaming": 0.3, "dance": 0.3}, set())), 2)
    0.4
    """
    given = answer.given
    least = min((answer.chances[label] for label in JUDGED if label in given), default=1.0)
    missed = sum(answer.chances.get(label, 0.0) for label in JUDGED if label not in given)
    return min(least, 1.0 - missed)


def weigh(told: Sequence[float], weights: Sequence[float]) -> float:
    """How likely the answer is right; the last weight stands alone."""
    raw = sum(sign * weight for sign, weight in zip(told, weights, strict=False)) + weights[-1]
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, raw))))
