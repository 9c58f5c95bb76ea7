"""The wishes behind one figure of a summary, for those who may read them.

One rule: a figure that is hidden on the summary opens nothing.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from collector.desk import Desk, OutOfReach
from collector.review import as_shown
from collector.store import behind
from collector.store.behind import Behind
from collector.store.front import Tx
from collector.summary import figures
from collector.summary.cells import BY_TAG, BY_WISH
from collector.summary.slices import NoSuchSlice, Slice

PAGE = 20
LISTS = {kind: name for name, kind in (BY_TAG | BY_WISH | {"places": "place"}).items()}
"""Who wished (school, age) opens nothing for anybody: it would tell of each wish who sent it."""
WHEN = ("week", "month")
EVERY = "approved"


def look(tx: Tx, desk: Desk, asked: Slice, what: str, name: str, before: str) -> dict[str, Any]:
    """List the wishes behind a figure, as many as a page takes."""
    if not desk.may_answer:
        raise OutOfReach
    n = find_figure(tx, desk, asked, what, name)
    of = in_time(asked, what, name) if what in WHEN else asked
    found = behind.list_some(tx, Behind(of.extent, what, name, n, before), PAGE + 1)
    names = {each.id: each.name for each in asked.rounds}
    return {
        "of": asked.named(),
        "what": what,
        "name": name,
        "n": n,
        "wishes": [as_shown(wish, names) for wish in found[:PAGE]],
        "more": found[PAGE - 1].id if len(found) > PAGE else None,
    }


def find_figure(tx: Tx, desk: Desk, asked: Slice, what: str, name: str) -> int:
    """Find the figure as it is shown to this one; what is hidden, or is no figure, opens nothing."""
    told = figures.shown(tx, desk, asked)
    if what == EVERY:
        cells = {name: told["totals"]["approved"]}
    elif what in WHEN:
        cells = {cell["first"]: cell for cell in told["over_time"] if told["over_time_by"] == what}
    else:
        cells = {cell["id"]: cell for cell in told[LISTS[what]]}
    if name not in cells or cells[name]["n"] is None:
        raise OutOfReach
    return int(cells[name]["n"])


def in_time(asked: Slice, what: str, name: str) -> Slice:
    """Bound a slice by a week or a month besides."""
    try:
        first = date.fromisoformat(name)
    except ValueError:
        raise NoSuchSlice("summary.wrong.day") from None
    last = first + timedelta(days=6)
    if what == "month":
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return replace(
        asked,
        first=max(asked.first, first.isoformat()),
        last=min(asked.last or last.isoformat(), last.isoformat()),
    )
