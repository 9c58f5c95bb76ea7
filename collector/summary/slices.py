"""What a summary is about: a round or all of them, and of those a place or a period if that was asked for.

One rule: a slice never reaches beyond one municipality, and what cannot be summed up is refused by its name.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from collector.desk import Desk, OutOfReach
from collector.model import Round
from collector.store import groups, rounds
from collector.store.counts_in import Extent
from collector.store.front import Tx
from collector.summary.cells import as_named

ALL = "all"
"""Stands where a round's code does: everything in the municipality. No code is so short."""


class NoSuchSlice(Exception):
    """It cannot be summed up so; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rounds, in one place or from a day to a day if so."""

    municipality_id: str
    rounds: tuple[Round, ...]
    whole: bool = False
    """Every round of the municipality."""
    place: str = ""
    first: str = ""
    last: str = ""
    """Days, both with it, as 2026-09-01; either may be left open."""

    @property
    def is_narrow(self) -> bool:
        """Tell whether only a part of its rounds' wishes is meant."""
        return bool(self.place or self.first or self.last)

    @property
    def extent(self) -> Extent:
        """Say it as the kept figures are read."""
        ids = tuple(each.id for each in self.rounds)
        return Extent(self.municipality_id, ids, self.whole, self.place, self.first, self.last)

    def named(self) -> dict[str, Any]:
        """Name it for a page or a program."""
        kind = "place" if self.place else "period" if self.is_narrow else "all" if self.whole else "round"
        return {
            "kind": kind,
            "code": ALL if self.whole else self.rounds[0].code,
            "rounds": [as_named(each) for each in self.rounds],
            "place": self.place,
            "first": self.first,
            "last": self.last,
        }


def find_slice(tx: Tx, desk: Desk, code: str, place: str = "", first: str = "", last: str = "") -> Slice:
    """Find what was asked for, within reach of whoever asks."""
    here = desk.municipality.id
    if code == ALL:
        found = tuple(rounds.rounds_of(tx, here))
    else:
        asked = rounds.find_round(tx, code)
        if asked is None or asked.municipality.id != here:
            raise OutOfReach
        found = (asked,)
    if place and (first or last):
        raise NoSuchSlice("summary.wrong.both")
    if place and place not in groups.places_known(tx, here):
        raise NoSuchSlice("summary.wrong.place")
    if not (_is_day(first) and _is_day(last)):
        raise NoSuchSlice("summary.wrong.day")
    if first and last and last < first:
        raise NoSuchSlice("summary.wrong.order")
    return Slice(here, found, code == ALL, place, first, last)


def _is_day(typed: str) -> bool:
    """Tell whether this is a day, or nothing."""
    try:
        return not typed or date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False
