"""How sure a reading is of its activities.

The one rule: it is as sure as its least likely tag, and no surer than that nothing was missed.
"""

from collections.abc import Mapping, Set
from typing import Final

from nlp.tags import ACTIVITIES, CONCERNS

ALARMS: Final = (*CONCERNS, "abusive")  # a person reads these anyway, so no reading of them is sure
JUDGED: Final = (*ACTIVITIES, "not-a-wish")


def sureness(chances: Mapping[str, float], given: Set[str]) -> float:
    """How likely it is that just the given ones of the judged labels are right.

    >>> round(sureness({"gaming": 0.9, "dance": 0.05}, {"gaming"}), 2)
    0.9
    >>> round(sureness({"gaming": 0.3, "dance": 0.3}, set()), 2)
    0.4
    """
    least = min((chances[label] for label in JUDGED if label in given), default=1.0)
    missed = sum(chances.get(label, 0.0) for label in JUDGED if label not in given)
    return min(least, 1.0 - missed)
