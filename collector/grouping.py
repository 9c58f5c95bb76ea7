"""Lets leaders make young people's groups, and see who is in them, what waits there and what was done.

One rule: whoever changes a group or a rule moves the municipality's version first, so that two who do go one
after the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from collector import municipality, ranking
from collector.desk import Desk, OutOfReach
from collector.group import LINE_STATUSES, Group, Line, LineStatus, Rule
from collector.ids import new_id
from collector.review import as_shown
from collector.store import group_words, groups, inbox, municipalities, rounds, routed
from collector.store.front import Tx
from nlp.clean import clean

LONGEST_NAME = 80
MOST_GROUPS = 100
PAGE = 20
DAY = 24 * 60 * 60 * 1000


class NotFit(Exception):
    """What was typed cannot be kept; `key` names the sentence that says why, `status` how a page says it."""

    def __init__(self, key: str, status: int = 422) -> None:
        super().__init__(key)
        self.key, self.status = key, status


@dataclass(frozen=True, slots=True)
class Written:
    """A group as a leader wrote it."""

    name: str
    place: str
    members: tuple[str, ...] = ()


def read_group(name: str, place: str, members: Iterable[str] = ()) -> Written:
    """Read what was typed of a group.

    >>> read_group(" Ungdomsrådet  Vika ", "Vika").name
    'Ungdomsrådet Vika'
    """
    name, place = clean_line(name), clean_line(place)
    if not name:
        raise NotFit("groups.why.name")
    return Written(name, place, tuple(members))


def clean_line(typed: str) -> str:
    """Read a name on one line."""
    line = " ".join(clean(typed).split())
    if len(line) > LONGEST_NAME:
        raise NotFit("groups.why.name")
    return line


def days_since(at: int, now: int) -> int:
    """Count whole days.

    >>> days_since(0, 3 * DAY + 5)
    3
    """
    return max(0, now - at) // DAY


def look(tx: Tx, desk: Desk, now: int) -> dict[str, Any]:
    """Show every group: who is in it, what goes to it, what waits there; and what no group has."""
    here = desk.municipality.id
    rules, of_rounds = groups.rules_here(tx, here), groups.round_places(tx, here)
    return {
        "groups": [at_a_glance(tx, group, rules, now) for group in groups.groups_here(tx, here)],
        "in_no_group": inbox.count_in_no_group(tx, here),
        "most_counted": inbox.MOST_COUNTED,
        "drafts": len(group_words.drafts_waiting(tx, here, "", PAGE)),
        "proposals": len(group_words.proposals_here(tx, here, PAGE)),
        "rounds": [
            {"code": each.code, "name": each.name, "place": of_rounds.get(each.id, "")}
            for each in rounds.rounds_of(tx, here)
        ],
        "places": groups.places_known(tx, here),
        "people": [{"id": row["id"], "name": row["name"]} for row in groups.youth_here(tx, here)],
        "routing": here in routed.left(tx),
    }


def at_a_glance(tx: Tx, group: Group, rules: Sequence[Rule], now: int) -> dict[str, Any]:
    """Make what is shown of a group among others."""
    oldest = inbox.oldest_untouched(tx, group.id)
    return {
        "id": group.id,
        "name": group.name,
        "place": group.place,
        "members": [row["name"] for row in groups.members_of(tx, group.id)],
        "new": inbox.count_pile(tx, group.id, "new"),
        "taken": inbox.count_pile(tx, group.id, "taken"),
        "oldest_days": None if oldest is None else days_since(oldest, now),
        "rules": [as_told(rule) for rule in rules if rule.group_id == group.id],
    }


def as_told(rule: Rule) -> dict[str, Any]:
    """Make what a page says a rule with."""
    return {"id": rule.id, "tags": list(rule.tags), "places": list(rule.places), "ages": list(rule.ages)}


def open_group(
    tx: Tx, desk: Desk, group_id: str, now: int, status: LineStatus = "new", after: str = ""
) -> dict[str, Any]:
    """Open one group: who is in it, its rules, how it ranks, and one pile of what it did with its wishes."""
    here, group = desk.municipality.id, find(tx, desk, group_id)
    found = inbox.pile(tx, group.id, status, after, PAGE + 1)
    names = {each.id: each.name for each in rounds.rounds_of(tx, here)}
    drafts = group_words.drafts_at(tx, [line.id for line, _ in found])
    members = {row["id"] for row in groups.members_of(tx, group.id)}
    return {
        "group": at_a_glance(tx, group, groups.rules_here(tx, here), now),
        "people": [
            {"id": row["id"], "name": row["name"], "is_in": row["id"] in members}
            for row in groups.youth_here(tx, here)
        ],
        "places": groups.places_known(tx, here),
        "pile": status,
        "piles": {each: inbox.count_pile(tx, group.id, each) for each in LINE_STATUSES},
        "most_counted": inbox.MOST_COUNTED,
        "lines": [
            as_followed(line, now) | {"wish": as_shown(wish, names), "draft": drafts.get(line.id)}
            for line, wish in found[:PAGE]
        ],
        "more_after": found[PAGE - 1][0].id if len(found) > PAGE else None,
        "ranking": ranking.result(tx, group),
    }


def as_followed(line: Line, now: int) -> dict[str, Any]:
    """Make what a leader sees of what a group did with a wish, and for how many days it has been so."""
    return {
        "id": line.id,
        "status": line.status,
        "how": line.how,
        "reason": line.reason,
        "days": days_since(line.moved_at, now),
    }


def what_groups_did(tx: Tx, desk: Desk, wish_id: str, now: int) -> list[dict[str, Any]]:
    """Tell what each group did with one wish, and what it said."""
    names = {group.id: group.name for group in groups.groups_here(tx, desk.municipality.id)}
    found = inbox.lines_of_wishes(tx, [wish_id])[wish_id]
    lines = [line for line in found if line.is_in and line.group_id in names]
    drafts = group_words.drafts_at(tx, [line.id for line in lines])
    people = groups.names_of_staff(tx, desk.municipality.id)
    return [
        as_followed(line, now)
        | {
            "group": names[line.group_id],
            "draft": drafts.get(line.id),
            "comments": [
                {"by": people.get(row["staff_id"]), "text": row["text"]}
                for row in group_words.comments_of(tx, line.id)
            ],
        }
        for line in lines
    ]


def make(tx: Tx, desk: Desk, written: Written, now: int) -> str:
    """Make a group."""
    here = desk.municipality.id
    municipalities.move(tx, here)
    _refuse_twice(tx, here, written.name)
    if len(groups.groups_here(tx, here)) >= MOST_GROUPS:
        raise NotFit("groups.why.many")
    group = Group(new_id(now), here, written.name, written.place)
    groups.add_group(tx, group, now)
    _put_members(tx, desk, group.id, written.members)
    municipality.note(tx, here, desk.staff.id, "group-made", now, group=group.id)
    return group.id


def change(tx: Tx, desk: Desk, group_id: str, written: Written, now: int) -> None:
    """Call a group something else, or let others be in it."""
    here = desk.municipality.id
    municipalities.move(tx, here)
    group = find(tx, desk, group_id)
    _refuse_twice(tx, here, written.name, but=group.id)
    groups.change_group(tx, group.id, written.name, written.place)
    _put_members(tx, desk, group.id, written.members)
    municipality.note(tx, here, desk.staff.id, "group-changed", now, group=group.id)


def _refuse_twice(tx: Tx, here: str, name: str, but: str = "") -> None:
    others = (each for each in groups.groups_here(tx, here) if each.id != but)
    if any(each.name.casefold() == name.casefold() for each in others):
        raise NotFit("groups.why.twice", 409)


def _put_members(tx: Tx, desk: Desk, group_id: str, members: Iterable[str]) -> None:
    may_be = {row["id"] for row in groups.youth_here(tx, desk.municipality.id)}
    if not may_be.issuperset(members):
        raise OutOfReach
    groups.put_members(tx, group_id, members)


def find(tx: Tx, desk: Desk, group_id: str) -> Group:
    """Find a group of the leader's own municipality."""
    group = groups.find_group(tx, desk.municipality.id, group_id)
    if group is None:
        raise OutOfReach
    return group
