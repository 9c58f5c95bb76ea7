"""Lets leaders say by rules what goes to which young people's group, and send by hand what no rule takes.

One rule: a rule that is kept holds for what stands already too; the routing begins in the same transaction.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from collector import municipality, review, routing
from collector.desk import Desk, OutOfReach
from collector.group import AGE_BANDS, UNKNOWN, Line, Rule
from collector.grouping import PAGE, NotFit, clean_line, days_since, find
from collector.ids import new_id
from collector.model import Wish
from collector.review import as_shown
from collector.store import counts, decisions, groups, inbox, municipalities, queue, rounds, routed, wishes
from collector.store.front import Tx

MOST_RULES = 50
STEPS_AT_ONCE = 3
"""So many steps of routing are taken with the change itself; the rest goes on by itself."""
EXAMPLES = 3


def rule_of(tx: Tx, desk: Desk, group_id: str, rule_id: str) -> Rule:
    """Find a rule of a group, or begin a new one where none is named."""
    group = find(tx, desk, group_id)
    if not rule_id:
        return Rule("", group.id)
    for rule in groups.rules_here(tx, desk.municipality.id):
        if (rule.id, rule.group_id) == (rule_id, group.id):
            return rule
    raise OutOfReach


def read_rule(
    tx: Tx,
    desk: Desk,
    standing: Rule,
    tags: Iterable[str],
    places: Iterable[str],
    ages: Iterable[str],
    now: int,
) -> Rule:
    """Read a rule as it was ticked: tags and places that are known here, ages in their order."""
    known = {*groups.places_known(tx, desk.municipality.id), *standing.places, UNKNOWN}
    tags, places, told = tuple(dict.fromkeys(tags)), tuple(dict.fromkeys(places)), set(ages)
    if not all(review.may_choose(tx, desk, tag) for tag in tags) or not known.issuperset(places):
        raise OutOfReach
    in_order = tuple(age for age in (*AGE_BANDS, UNKNOWN) if age in told)
    return Rule(standing.id or new_id(now), standing.group_id, tags, places, in_order)


def preview(tx: Tx, desk: Desk, rule: Rule, *, dropped: bool = False) -> dict[str, Any]:
    """Tell what a rule would move, kept or dropped, with a few of the wishes; nothing is moved."""
    here = desk.municipality.id
    others = [each for each in groups.rules_here(tx, here) if each.id != rule.id]
    moves = routing.what_would_move(tx, here, others if dropped else [*others, rule])
    names = {group.id: group.name for group in groups.groups_here(tx, here)}

    def told(found: dict[str, list[Wish]]) -> list[dict[str, Any]]:
        return [
            {"group": names[group_id], "n": len(moved), "examples": [wish.text for wish in moved[:EXAMPLES]]}
            for group_id, moved in found.items()
            if group_id in names
        ]

    return {
        "looked_at": moves.looked_at,
        "is_all": moves.is_all,
        "gained": told(moves.gained),
        "lost": told(moves.lost),
        "in_no_group": moves.in_no_group,
    }


def keep_rule(tx: Tx, desk: Desk, rule: Rule, now: int) -> None:
    """Keep a rule, and route by it what stands already."""
    here = desk.municipality.id
    municipalities.move(tx, here)
    find(tx, desk, rule.group_id)
    others = [each for each in groups.rules_here(tx, here) if each.id != rule.id]
    if sum(each.group_id == rule.group_id for each in others) >= MOST_RULES:
        raise NotFit("groups.why.rules")
    groups.put_rule(tx, here, rule, now)
    _route_what_stands(tx, here, now)
    municipality.note(tx, here, desk.staff.id, "group-rule-kept", now, group=rule.group_id, rule=rule.id)


def drop_rule(tx: Tx, desk: Desk, group_id: str, rule_id: str, now: int) -> None:
    """Drop a rule; what nobody touched and no other rule wants there goes back."""
    here = desk.municipality.id
    municipalities.move(tx, here)
    groups.drop_rule(tx, rule_of(tx, desk, group_id, rule_id).id)
    _route_what_stands(tx, here, now)
    municipality.note(tx, here, desk.staff.id, "group-rule-dropped", now, group=group_id, rule=rule_id)


def end_group(tx: Tx, desk: Desk, group_id: str, now: int) -> None:
    """End a group: what lay in its inbox goes back to the leaders, and the other groups keep theirs."""
    here = desk.municipality.id
    municipalities.move(tx, here)
    group = find(tx, desk, group_id)
    inbox.empty_inbox(tx, group.id, now)
    groups.end_group(tx, group.id, now)
    municipality.note(tx, here, desk.staff.id, "group-ended", now, group=group.id)


def say_where(tx: Tx, desk: Desk, code: str, place: str, now: int) -> None:
    """Say where a round is held: wishes that name no place themselves are from there."""
    here, place = desk.municipality.id, clean_line(place)
    municipalities.move(tx, here)
    asked = next((each for each in rounds.rounds_of(tx, here) if each.code == code), None)
    if asked is None or (place and place not in groups.places_known(tx, here)):
        raise OutOfReach
    counts.move_round(tx, here, asked.id, partial(groups.put_round_place, tx, asked.id, place))
    _route_what_stands(tx, here, now)
    municipality.note(tx, here, desk.staff.id, "round-placed", now, round=asked.id)


def _route_what_stands(tx: Tx, here: str, now: int) -> None:
    """Begin to route anew; a small municipality is through before anybody sees the page again."""
    routed.route_again(tx, here)
    for step in range(STEPS_AT_ONCE):
        if not routing.route_some(tx, here, now + step * routing.AT_ONCE):
            return


def in_no_group(tx: Tx, desk: Desk, now: int, after: str = "") -> dict[str, Any]:
    """List the approved wishes that wait and that no group has, and those that came back with why."""
    here = desk.municipality.id
    names = {each.id: each.name for each in rounds.rounds_of(tx, here)}
    called = {group.id: group.name for group in groups.groups_here(tx, here)}
    found = inbox.in_no_group(tx, here, after, PAGE + 1)
    lines = inbox.lines_of_wishes(tx, [wish.id for wish in found])
    return {
        "n": inbox.count_in_no_group(tx, here),
        "most_counted": inbox.MOST_COUNTED,
        "groups": [{"id": each, "name": name} for each, name in called.items()],
        "wishes": [
            as_shown(wish, names)
            | {"days": days_since(wish.decided_at or wish.received_at, now)}
            | {"back": came_back(lines[wish.id], called)}
            for wish in found[:PAGE]
        ],
        "more_after": found[PAGE - 1].id if len(found) > PAGE else None,
        "after": after,
    }


def came_back(lines: Iterable[Line], names: dict[str, str]) -> list[dict[str, str]]:
    """Tell which groups gave a wish back, and why."""
    return [
        {"group": names[line.group_id], "reason": line.reason}
        for line in lines
        if line.status == "returned" and line.is_in and line.group_id in names
    ]


def send(tx: Tx, desk: Desk, wish_id: str, group_id: str, now: int) -> None:
    """Send a wish to a group by hand; twice is once."""
    here, group = desk.municipality.id, find(tx, desk, group_id)
    wishes.hold_still(tx, wish_id)
    wish = queue.find_for_review(tx, here, wish_id)
    if wish is None or wish.state != "approved":
        raise OutOfReach
    lines = {line.group_id: line for line in inbox.lines_of_wishes(tx, [wish.id])[wish.id]}
    new = Line(new_id(now), group.id, wish.id, True, "new", "hand", None, "", now, now)
    if put(tx, lines.get(group.id), new):
        details = {"group": group.id}
        decisions.add_decision(tx, new_id(now), here, desk.staff.id, wish.id, "group-sent", details, now)


def put(tx: Tx, old: Line | None, new: Line) -> bool:
    """Put a wish into a group's inbox, and tell whether it did not lie there already."""
    if old is not None and old.is_in and old.status not in ("passed", "returned"):
        return False
    inbox.put_line(tx, replace(new, id=old.id) if old else new)
    inbox.count_groups(tx, new.wish_id)
    return True
