"""Puts the parts of a summary together: everything a page, a document or a program shows of a slice.

One rule: each part is made by its own room from the same slice and the same figures, each read once; nothing
is worked out here.
"""

from typing import Any

from collector.desk import Desk
from collector.here import start_of
from collector.store import groups, rounds
from collector.store.front import Tx
from collector.summary import figures, mapping, missing, notes, stories, unanswered
from collector.summary.cells import BY_TAG, as_named
from collector.summary.slices import Slice


def list_rounds(tx: Tx, desk: Desk) -> list[dict[str, Any]]:
    """List the rounds that can be summed up."""
    return [as_named(each) for each in rounds.rounds_of(tx, desk.municipality.id)]


def list_choices(tx: Tx, desk: Desk) -> dict[str, Any]:
    """List what somebody may choose to sum up: rounds and places."""
    return {
        "rounds": list_rounds(tx, desk),
        "places": groups.places_known(tx, desk.municipality.id),
    }


def sum_up(tx: Tx, desk: Desk, asked: Slice, today: str, now: int | None = None) -> dict[str, Any]:
    """Sum up a slice; what exists already is looked up as it stands today."""
    told = figures.tell(tx, desk, asked, today)
    cells = figures.by_theme(told)
    return {
        "of": asked.named(),
        "as_of": start_of(today) if now is None else now,
        "small_hidden": not desk.sees_small_numbers,
        **told,
        **mapping.place_on_map(tx, asked.municipality_id, told["places"]),
        **stories.tell(tx, desk, asked, cells),
        **missing.tell(tx, desk, asked),
        **unanswered.tell(tx, asked, today, cells),
        **notes.tell(tx, desk, asked),
    }


def sum_up_kind(tx: Tx, desk: Desk, asked: Slice, kind: str, now: int) -> dict[str, Any]:
    """Sum up what one picture is drawn of, and read nothing else: a page has three of them beside it."""
    if kind == "heard":
        told = missing.tell(tx, desk, asked)
    elif kind in BY_TAG.values():
        told = figures.tags(tx, desk, asked, [kind])
    elif kind == "map":
        cells = figures.places(tx, desk, asked)
        told = mapping.place_on_map(tx, asked.municipality_id, cells)
    else:
        told = figures.shown(tx, desk, asked)
    return {"of": asked.named(), "as_of": now, **told}
