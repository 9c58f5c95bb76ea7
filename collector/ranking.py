"""Counts what a group thinks matters most: each member has a first, a second and a third.

One rule, shown wherever the result is: a first gives three points, a second two, a third one; most points
come first, and as many points is as high a place.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from collector.desk import Desk, OutOfReach
from collector.group import Group
from collector.model import Wish
from collector.store import group_words, groups, inbox
from collector.store.front import Tx

POINTS = {1: 3, 2: 2, 3: 1}


class Placed(NamedTuple):
    """Where a wish came: its place, its points, and whether another has as many."""

    line_id: str
    place: int
    points: int
    tied: bool


def count(votes: Iterable[tuple[str, int]]) -> list[Placed]:
    """Count votes, each for a wish and as one's first, second or third.

    >>> [(each.line_id, each.place, each.points) for each in count([("a", 1), ("b", 1), ("c", 3), ("a", 2)])]
    [('a', 1, 5), ('b', 2, 3), ('c', 3, 1)]
    >>> [(each.place, each.tied) for each in count([("a", 1), ("b", 2), ("c", 3), ("b", 3)])]
    [(1, True), (1, True), (3, False)]
    """
    points: Counter[str] = Counter()
    for line_id, place in votes:
        points[line_id] += POINTS[place]
    alike = Counter(points.values())
    return [
        Placed(line_id, 1 + sum(other > n for other in points.values()), n, alike[n] > 1)
        for line_id, n in sorted(points.items(), key=lambda each: (-each[1], each[0]))
    ]


def rank_of(tx: Tx, group_id: str, staff_id: str, line_id: str) -> int:
    """Tell which place somebody gave a wish, or 0."""
    mine = (row for row in group_words.ranks_of(tx, group_id) if row["staff_id"] == staff_id)
    return next((int(row["place"]) for row in mine if row["line_id"] == line_id), 0)


def result(tx: Tx, group: Group) -> dict[str, Any]:
    """Tell how a group ranks what it works on, and how many had a say; never who said what."""
    rows = group_words.ranks_of(tx, group.id)
    placed = count((row["line_id"], row["place"]) for row in rows)
    lines = inbox.find_lines(tx, [each.line_id for each in placed])
    beside = {line.id: wish for line, wish in inbox.with_wishes(tx, lines)}
    return {
        "group": {"id": group.id, "name": group.name},
        "voters": len({row["staff_id"] for row in rows}),
        "members": len(groups.members_of(tx, group.id)),
        "placed": [as_placed(each, beside[each.line_id]) for each in placed],
    }


def as_placed(placed: Placed, wish: Wish) -> dict[str, Any]:
    """Make what is shown of a place: a wish's words where they may be shown, and what it is about."""
    return {
        "id": placed.line_id,
        "place": placed.place,
        "points": placed.points,
        "tied": placed.tied,
        "words": wish.text if wish.may_show else None,
        "language": wish.language,
        "tags": [tag.id for tag in wish.tags if tag.given and tag.kind != "flag"],
    }


def of_mine(tx: Tx, desk: Desk, group_id: str) -> dict[str, Any]:
    """Show a member the result of a group of hers, and her own three."""
    group = next((each for each in groups.groups_of_member(tx, desk.staff.id) if each.id == group_id), None)
    if group is None:
        raise OutOfReach
    rows = group_words.ranks_of(tx, group.id)
    own = {row["line_id"]: row["place"] for row in rows if row["staff_id"] == desk.staff.id}
    return result(tx, group) | {"own": own}
