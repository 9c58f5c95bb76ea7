"""What is few, and one figure as somebody is shown it.

One rule: `collector/steps.py` says what is told of few; nobody hides a figure by a rule of its own.
"""

from typing import NamedTuple

FEW = 5
"""Inside a municipality, cells under this are hidden; trust.md says why, and why ten in public."""
FEW_IN_PUBLIC = 10


class Cell(NamedTuple):
    """One figure, or why it is not shown."""

    name: str
    n: int | None
    hidden: str = ""
    """«few» where it is under a step."""
