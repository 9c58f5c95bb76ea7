"""Missing voices: who was heard of those who live here, by school, age and place, and where to go next.

One rule: a sender counts once and a class by how many were in the room; what is few, or none, stays
hidden from everybody, also in the order of what is proposed; what cannot be known is said not to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collector.desk import Desk
from collector.living import KINDS, Kind, Living, living_here
from collector.small_numbers import FEW
from collector.steps import Figures
from collector.store import groups, heard, municipalities
from collector.store.front import Tx
from collector.store.heard import Heard
from collector.summary.guarding import told_of_each
from collector.summary.slices import Slice

NEXT = 3
ENOUGH = 0.5
"""Where half of them were heard, nobody need be told to go there."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Who was heard in the rounds of a slice, and where these were held."""

    heard: Mapping[str, Heard]
    present: Mapping[str, int]
    held: Mapping[str, str]
    asked: frozenset[str]

    def people(self, round_id: str) -> int:
        """Count who was heard in a round: its senders, and whoever was there when a class answered."""
        return self.heard[round_id].get("all", {}).get("all", 0) + self.present.get(round_id, 0)

    def of(self, kind: Kind, name: str) -> int:
        """Count who was heard of a school, an age or a place; where a round was held, all of it was."""
        return sum(
            self.people(each)
            if kind != "age" and self.held.get(each) == name
            else told.get(kind, {}).get(name, 0)
            for each, told in self.heard.items()
        )

    def knows(self, kind: Kind, names: Sequence[str]) -> bool:
        """Tell whether anybody could have been heard of this kind: it was asked, held there, or named."""
        if kind != "age" and any(self.held.get(each) in names for each in self.heard):
            return True
        return kind in self.asked or any(told.get(kind) for told in self.heard.values())

    def is_mostly_untold(self, kind: Kind) -> bool:
        """Tell whether most senders did not say it, so that the shares say little."""
        everybody = sum(told.get("all", {}).get("all", 0) for told in self.heard.values())
        told = sum(sum(told.get(kind, {}).values()) for told in self.heard.values())
        return kind != "place" and everybody >= 2 * FEW and told * 2 < everybody


def tell(tx: Tx, desk: Desk, asked: Slice) -> dict[str, Any]:
    """Tell who was heard and who was not, against who lives here."""
    living = lives_here(tx, asked.municipality_id)
    counted = count(tx, desk, asked)
    by_kind = {kind: [each for each in living if each.kind == kind] for kind in KINDS}
    could = [kind for kind in KINDS if counted.knows(kind, [each.name for each in by_kind[kind]])]
    groups_told = [
        as_told(desk, each, counted.of(each.kind, each.name)) for each in living if each.kind in could
    ]
    return {
        "missing": {
            "known": bool(living),
            "groups": groups_told,
            "next": [each | {"why": _why(each)} for each in where_next(groups_told)],
            "lacking": [kind for kind in KINDS if not by_kind[kind]],
            "unasked": [kind for kind in KINDS if by_kind[kind] and kind not in could],
            "unsure": [kind for kind in could if by_kind[kind] and counted.is_mostly_untold(kind)],
            "of_the_whole": asked.is_narrow,
            "several": len(asked.rounds) > 1,
        }
    }


def count(tx: Tx, desk: Desk, asked: Slice) -> Counted:
    """Read who was heard in the rounds of a slice, as far as anybody is told it."""
    held = groups.round_places(tx, asked.municipality_id)
    ids = [each.id for each in asked.rounds]
    classes = [each.id for each in asked.rounds if each.kind == "class"]
    senders = heard.senders_of(tx, ids) if desk.sees_small_numbers else None
    told = told_of_each(tx, asked, FEW)
    return Counted(
        {each: heard_of(told[each], None if senders is None else senders.get(each, 0)) for each in ids},
        {each: heard.present_in_classes(tx, each) for each in classes},
        held,
        frozenset(what for each in asked.rounds for what in each.asks),
    )


def heard_of(told: Figures, senders: int | None) -> Heard:
    """Make of what is told of one round how many senders there are by school, age and place, in steps."""
    everybody = told.get("senders", {}).get("all", 0) if senders is None else senders
    return {
        "all": {"all": everybody},
        "place": told.get("heard-place", {}),
        "age": told.get("age", {}),
        "school": told.get("school", {}),
    }


def lives_here(tx: Tx, municipality_id: str) -> list[Living]:
    """List how many live here: what the municipality gave, and of other schools what its record says."""
    given = living_here(tx, municipality_id)
    known = {each.name for each in given if each.kind == "school"}
    recorded = [
        Living("school", str(each["name"]), int(each["pupils"]), 0, "")
        for each in municipalities.list_of(tx, municipality_id, "schools")
        if each["name"] not in known
    ]
    return sorted([*given, *recorded], key=lambda each: (KINDS.index(each.kind), each.name))


def as_told(desk: Desk, living: Living, n: int) -> dict[str, Any]:
    """Make what is shown of a group: few, or nobody, is hidden from everybody.

    `over` says that as many were heard as live there, or more: then no share is told.
    """
    hidden = "few" if n < FEW else ""
    shown = None if hidden else n if desk.sees_small_numbers else n // FEW * FEW
    return {
        "kind": living.kind,
        "name": living.name,
        "lives": living.n,
        "year": living.year or None,
        "source": living.source,
        "heard": shown,
        "hidden": hidden,
        "over": shown is not None and shown >= living.n,
        "percent": None if shown is None else min(100, shown * 100 // living.n),
    }


def where_next(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choose where to go next: the lowest share first, and of the same the most people.

    >>> found = [{"heard": 40, "lives": 90, "name": "B"}, {"heard": None, "lives": 400, "name": "A"}]
    >>> [each["name"] for each in where_next(found)]
    ['A', 'B']
    """
    low = [each for each in found if share_of(each) < ENOUGH]
    return sorted(low, key=lambda each: (share_of(each), -each["lives"], each["name"]))[:NEXT]


def share_of(group: Mapping[str, Any]) -> float:
    """Tell a share by what is shown; where few were heard, as if they were four: the order is mute."""
    n = FEW - 1 if group["heard"] is None else int(group["heard"])
    return min(1.0, n / max(1, int(group["lives"])))


def _why(group: Mapping[str, Any]) -> str:
    return "few" if group["heard"] is None else "share"
