"""How long answers took: the median of whole days, and the same as everybody is told it.

One rule: everybody is told a median in days that stand far apart, and only of as many as are told.
"""

from collections.abc import Mapping

DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)


def median_days(days: Mapping[str, int]) -> int | None:
    """Tell within how many days half of those who were answered heard.

    >>> median_days({"0": 1, "9": 1, "3": 1}), median_days({})
    (3, None)
    """
    left = sum(days.values()) / 2
    for waited, n in sorted((int(name), n) for name, n in days.items()):
        left -= n
        if left <= 0:
            return waited
    return None


def as_told(days: int) -> int:
    """Tell days as the next that everybody is told.

    >>> as_told(0), as_told(8), as_told(400)
    (1, 10, 365)
    """
    return next((each for each in DAYS if each >= days), DAYS[-1])
