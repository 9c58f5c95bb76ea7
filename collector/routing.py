"""Decides which young people's groups a wish goes to, by rules that leaders read and change.

One rule: whoever moves a wish to another state or gives it other tags calls `route` in the same transaction.
Only an approved wish is in anybody's inbox; what people did by hand, a rule never undoes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from collector.group import PILES, UNKNOWN, Facts, Line, Rule
from collector.ids import new_id
from collector.model import Wish
from collector.placing import named_in
from collector.store import groups, inbox, queue, routed, wishes
from collector.store.front import Tx

AT_ONCE = 200
"""So many are routed anew in one step, so that nobody who writes waits long for it."""
LOOKED_AT = 1000
"""So many of the newest that wait are looked at to tell what a rule would move."""


class Plan(NamedTuple):
    """What is to become of a wish's lines: the groups that get it, and the lines that come or go."""

    arrives: tuple[str, ...]
    changed: tuple[Line, ...]


@dataclass(slots=True)
class Moves:
    """What other rules would move: the wishes that each group would get, and lose."""

    looked_at: int
    is_all: bool
    gained: dict[str, list[Wish]] = field(default_factory=dict)
    lost: dict[str, list[Wish]] = field(default_factory=dict)
    in_no_group: int = 0
    """Those that no group would have."""


def matches(rule: Rule, facts: Facts) -> bool:
    """Tell whether a rule takes a wish.

    >>> facts = Facts(frozenset({"cosplay"}), frozenset({"Vika"}), "unknown")
    >>> matches(Rule("1", "g", tags=("cosplay", "gaming"), places=("Vika",)), facts)
    True
    >>> matches(Rule("1", "g", ages=("13-15",)), facts), matches(Rule("1", "g", ages=("unknown",)), facts)
    (False, True)
    """
    return (
        (not rule.tags or not facts.tags.isdisjoint(rule.tags))
        and (not rule.places or not facts.places.isdisjoint(rule.places))
        and (not rule.ages or facts.age in rule.ages)
    )


def groups_for(rules: Iterable[Rule], facts: Facts) -> frozenset[str]:
    """Name the groups that the rules send a wish to."""
    return frozenset(rule.group_id for rule in rules if matches(rule, facts))


def facts_of(tx: Tx, here: str, found: Sequence[Wish], rules: Iterable[Rule]) -> dict[str, Facts]:
    """Read what the rules ask of some wishes.

    A place in the words goes before the place of the round; a school that was told counts beside either.
    """
    asked = {place for rule in rules for place in rule.places}
    places, ages = routed.places_of(tx, found), routed.ages_of(tx, found)
    schools = routed.schools_of(tx, found)
    of_rounds = groups.round_places(tx, here)
    facts = {}
    for wish in found:
        named = places.get(wish.id, set()) | named_in(wish.text, asked)
        told = named or {of_rounds.get(wish.round_id, "")}
        told = (told | {schools.get(wish.talk_id or "", "")}) - {""}
        facts[wish.id] = Facts(
            frozenset(tag.id for tag in wish.tags if tag.given and tag.kind != "flag"),
            frozenset(told or {UNKNOWN}),
            ages.get(wish.talk_id or "", UNKNOWN),
        )
    return facts


def plan(wish: Wish, wanted: frozenset[str], lines: Sequence[Line], alive: frozenset[str]) -> Plan:
    """Decide what is to become of a wish's lines, where the rules want it in these groups."""
    if wish.state != "approved":
        wanted, alive = frozenset(), frozenset()
    if wish.same_as is not None:
        wanted = frozenset()  # the wish that it is one with stands for both
    there = {line.group_id for line in lines}
    changed = tuple(
        replace(line, is_in=stays)
        for line in lines
        if (stays := line.group_id in alive and may_stay(line, wanted)) != line.is_in
    )
    return Plan(tuple(sorted((wanted & alive) - there)), changed)


def may_stay(line: Line, wanted: frozenset[str]) -> bool:
    """Tell whether a line stays with its group: a rule wants it there still, or people did something."""
    return line.how != "rule" or line.status != "new" or line.group_id in wanted


def plans(tx: Tx, here: str, found: Sequence[Wish], rules: Sequence[Rule]) -> dict[str, Plan]:
    """Plan for some wishes of a municipality by these rules."""
    lines = inbox.lines_of_wishes(tx, [wish.id for wish in found])
    alive = frozenset(group.id for group in groups.groups_here(tx, here))
    facts = facts_of(tx, here, found, rules)
    return {wish.id: plan(wish, groups_for(rules, facts[wish.id]), lines[wish.id], alive) for wish in found}


def route(tx: Tx, wish: Wish, now: int) -> None:
    """Bring a wish to the groups that it is for, and out of the others' sight."""
    here = wish.municipality_id
    decided = plans(tx, here, [wish], groups.rules_here(tx, here))[wish.id]
    if not any(decided):
        return
    for group_id in decided.arrives:
        inbox.put_line(tx, Line(new_id(now), group_id, wish.id, True, "new", "rule", None, "", now, now))
    for line in decided.changed:
        inbox.put_line(tx, replace(line, moved_at=now))
    inbox.count_groups(tx, wish.id)


def route_talk(tx: Tx, talk_id: str, now: int) -> None:
    """Route what one talk wished for anew: its sender has just told how old she is."""
    for wish in wishes.wishes_of_talk(tx, talk_id):
        if wish.state == "approved":
            wishes.hold_still(tx, wish.id)
            route(tx, wish, now)


def route_some(tx: Tx, here: str, now: int) -> bool:
    """Route the next of those that stand by the rules that hold now; tell whether there are more."""
    passed = routed.take_turn(tx, here)
    if passed is None:
        return False
    found = queue.next_unanswered(tx, here, passed, AT_ONCE)
    decided = plans(tx, here, found, groups.rules_here(tx, here))
    for place, wish in enumerate(found):
        if any(decided[wish.id]):
            wishes.hold_still(tx, wish.id)
            if (fresh := wishes.find_wish(tx, wish.id)) is not None:
                route(tx, fresh, now + place)  # a millisecond apart: what was wished first lies first
    inbox.put_right(tx, [wish.id for wish in found])
    if len(found) < AT_ONCE:
        inbox.hide_unapproved(tx, here)
        routed.all_done(tx, here)
        return False
    routed.note_passed(tx, here, found[-1].id)
    return True


def what_would_move(tx: Tx, here: str, rules: Sequence[Rule]) -> Moves:
    """Tell what other rules would move of the newest that wait, and move nothing."""
    found = inbox.newest_unanswered(tx, here, LOOKED_AT + 1)
    moves = Moves(min(len(found), LOOKED_AT), is_all=len(found) <= LOOKED_AT)
    found = found[:LOOKED_AT]
    decided = plans(tx, here, found, rules)
    stood = inbox.lines_of_wishes(tx, [wish.id for wish in found])
    for wish in found:
        arrives, changed = decided[wish.id]
        comes = (*arrives, *(line.group_id for line in changed if line.is_in))
        leaves = [line.group_id for line in changed if not line.is_in]
        for group_id in comes:
            moves.gained.setdefault(group_id, []).append(wish)
        for group_id in leaves:
            moves.lost.setdefault(group_id, []).append(wish)
        stands = sum(line.is_in and line.status in PILES for line in stood[wish.id])
        moves.in_no_group += stands + len(comes) - len(leaves) <= 0
    return moves


def how_many_differ(tx: Tx, here: str) -> int:
    """Count the wishes whose inboxes are not what the rules make of them; `ekko doctor` asks."""
    rules, differ, after = groups.rules_here(tx, here), inbox.count_astray(tx, here), ""
    while found := queue.next_unanswered(tx, here, after, AT_ONCE):
        differ += sum(any(each) for each in plans(tx, here, found, rules).values())
        after = found[-1].id
    return differ
