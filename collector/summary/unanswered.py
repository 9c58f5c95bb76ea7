"""What was wished for and nothing that exists answers, with what must be asked for, and of whom.

One rule: it shows no smaller figure than the rest of the summary does; where nobody wrote down what exists,
it says that and nothing else.
"""

from collections.abc import Mapping
from typing import Any

from collector.asking import whom
from collector.catalogue import is_there, nothing_answers
from collector.store import asking, catalogue
from collector.store.front import Tx
from collector.summary.slices import Slice


def tell(tx: Tx, asked: Slice, today: str, cells: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Tell what nothing answers, as it stands today, of the activities whose cells are told."""
    there = [each for each in catalogue.entries_of(tx, asked.municipality_id) if is_there(each, today)]
    if not there:
        return {"nothing_answers": [], "catalogue_empty": True}
    unmet = nothing_answers(there, dict.fromkeys(cells, 1), today)
    here = asking.asked_here(tx, asked.municipality_id)
    return {
        "nothing_answers": [cells[tag] | whom(tag, here) for tag in unmet],
        "catalogue_empty": False,
    }
