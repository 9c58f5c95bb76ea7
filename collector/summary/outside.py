"""What everybody may see of a round's figures: on a wall, on a poster, on a page for pupils, for the press.

One rule: everybody is told the very same, in whole tens that stand until ten more came (docs/decisions/0016).
"""

from typing import Any

from collector.model import Round
from collector.small_numbers import FEW_IN_PUBLIC
from collector.steps import share_answered
from collector.store.front import Tx
from collector.summary.guarding import told_of
from collector.summary.slices import Slice

GREATEST = 10


def tell(tx: Tx, asked: Round) -> dict[str, Any]:
    """Tell how many wishes there are at least, what most are about, and how many have an answer."""
    slice_ = Slice(asked.municipality.id, (asked,))
    told = told_of(tx, slice_, FEW_IN_PUBLIC)
    by_step = list(wished_for(tx, slice_).items())
    return {
        "approved": told.get("state", {}).get("approved"),
        "activities": [{"id": tag, "at_least": n} for tag, n in by_step[:GREATEST]],
        "percent": share_answered(told, FEW_IN_PUBLIC),
    }


def wished_for(tx: Tx, asked: Slice) -> dict[str, int]:
    """Tell how many at least wished for each activity, the greatest first."""
    told = told_of(tx, asked, FEW_IN_PUBLIC).get("activity", {})
    return dict(sorted(told.items(), key=lambda each: (-each[1], each[0])))
