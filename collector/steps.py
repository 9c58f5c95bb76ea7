"""Tells figures to those who may not read the wishes: in whole steps, and never nearer than a step.

One rule: what is told is «at least so many», and each of the numbers up to the next step stays possible for
every row, also for whoever subtracts, knows this rule and has seen every moment before (docs/decisions/0016).
"""

from collections.abc import Mapping

from collector import waits

Figures = dict[str, dict[str, int]]
LOOSE = ("activity", "barrier", "form", "place", "senders", "heard-place")
"""A wish stands in several rows of these or in none, so that rows say nothing of each other."""
ADD_UP = ("language", "source", "week")
"""Every wish stands in one row of these."""
WHO = ("age", "school")
"""So does every sender in these, and some in the row of those who did not say, which is never told."""
HEARD = "heard"
"""How many senders there are in all; where nobody counted them, each wish stands for one."""
NOT_SAID = frozenset({"", "unknown", "not-said"})
ANSWERS = ("answered", "told", "alike", "waited")
"""How many have an answer, of what, the same one, and after how long: told anew by a step of answers."""
ALIKE_FEW = "alike-few"
"""How many answers stand for so few wishes that they are not counted one by one."""
MOST_DOUBT = 20
"""Percent; a share that everybody is told is no farther from what it may be."""
IN_A_PLACE = ("activity", "barrier", "form")
"""Of one place only what is wished for is told: with more, rows of a place and of the rest would add up."""


def floor(n: int, step: int) -> int:
    """Round down to a whole step.

    >>> floor(4, 5), floor(5, 5), floor(14, 5)
    (0, 5, 10)
    """
    return n // step * step


def tell(counted: Figures, step: int, before: Figures, came: int, spoke: int | None = None) -> Figures:
    """Tell some figures in steps, when `came` more wishes are approved than as they were told `before`.

    Of them, `spoke` are of senders who had not been heard then; where nobody says so, each is.

    >>> tell({"state": {"approved": 13}, "activity": {"gaming": 9, "dance": 4}}, 5, {}, 13)
    {'state': {'approved': 10}, 'activity': {'gaming': 5}}
    """
    approved = counted.get("state", {}).get("approved", 0)
    rows = {kind: _in_steps(counted.get(kind, {}), step) for kind in (*LOOSE, *ADD_UP, *WHO)}
    at_most = min(floor(approved, step), *(_room(counted.get(kind, {}), step) for kind in ADD_UP), approved)
    for kind in ADD_UP:
        was = before.get(kind, {})
        _lower(rows[kind], was, min(at_most, sum(was.values()) + max(came, 0)), step)
    senders = counted.get(HEARD, {}).get("all", approved)
    for kind in WHO:
        was = before.get(kind, {})
        rose = sum(was.values()) + max(came if spoke is None else spoke, 0)
        _lower(rows[kind], was, min(at_most, rose, senders - step + 1), step)
    for kind in LOOSE:
        rows[kind] = _in_steps({name: min(n, at_most) for name, n in rows[kind].items()}, step)
    states = {"approved": at_most, "waiting": floor(counted.get("state", {}).get("waiting", 0), step)}
    return {kind: found for kind, found in {"state": _in_steps(states, step), **rows}.items() if found}


def may_move(told: Figures, before: Figures, step: int, came: int) -> bool:
    """Tell whether figures may be told anew: the total rises by a step too, or a step of wishes went.

    Who knows that a step came in between could else know more of the total than is told of it.
    """
    return came <= -step or _total(told) >= _total(before) + step


def answers_may_move(told: Figures, before: Figures, step: int, came: int) -> bool:
    """Tell the same of answers."""
    return came <= -step or _answered(told) >= _answered(before) + step


def _total(told: Figures) -> int:
    return told.get("state", {}).get("approved", 0)


def _answered(told: Figures) -> int:
    return told.get("answered", {}).get("all", 0)


def tell_answers(counted: Figures, whole: Figures, step: int, before: Figures, came: int) -> Figures:
    """Tell how many have an answer, when `came` more have one than as they were told `before`.

    Every answered wish has one answer, so that these add up, and what is told of all leaves them room. How
    long half of them waited is told of as many as are told.

    >>> tell_answers({"answered": {"all": 9}, "days": {"4": 9}}, {"state": {"approved": 5}}, 5, {}, 9)
    {'answered': {'all': 5}, 'waited': {'5': 5}}
    """
    alike, was = _in_steps(counted.get("alike", {}), step), before.get("alike", {})
    _lower(alike, was, sum(was.values()) + max(came, 0), step)
    few = counted.get(ALIKE_FEW, {}).get("all", 0)
    room = _room(counted.get("alike", {}), step, more_rows=few)
    answered = min(counted.get("answered", {}).get("all", 0), room, _answered(before) + max(came, 0))
    days = waits.median_days(counted.get("days", {}))
    found = {
        "answered": {"all": answered},
        "told": counted.get("told", {}),
        "alike": alike,
        "waited": {} if days is None else {str(waits.as_told(days)): answered},
    }
    return hold_answers(found, whole, step)


def hold_answers(found: Figures, whole: Figures, step: int) -> Figures:
    """Tell of these answers never more of anything than is told of what was wished for."""
    most, told = _total(whole), whole.get("activity", {})
    answered = {name: min(n, most) for name, n in found.get("answered", {}).items()}
    alike = _in_steps(found.get("alike", {}), step)
    _lower(alike, {}, floor(sum(answered.values()), step), step)
    kept = {
        "answered": _in_steps(answered, step),
        "told": _in_steps(
            {name: min(n, told.get(name, 0)) for name, n in found.get("told", {}).items()}, step
        ),
        "alike": alike,
        "waited": _in_steps({name: min(n, most) for name, n in found.get("waited", {}).items()}, step),
    }
    return {kind: rows for kind, rows in kept.items() if rows}


def share_answered(told: Figures, step: int, rounds: int = 1) -> int | None:
    """Tell how large a part at least has an answer, by what is told, where that says much.

    Of each round up to a step more may be approved, and up to a step more answered.

    >>> share_answered({"state": {"approved": 90}, "answered": {"all": 40}}, 10)
    40
    >>> share_answered({"state": {"approved": 20}, "answered": {"all": 20}}, 10) is None
    True
    """
    answered, approved = told.get("answered", {}).get("all", 0), _total(told)
    over = (step - 1) * rounds
    if not answered or not approved or most_doubt(answered, approved, over) > MOST_DOUBT:
        return None
    return answered * 100 // (approved + over)


def most_doubt(part: int, whole: int, over: int) -> int:
    """Tell how many percent a share may be from what it could be, where each figure may be so much larger.

    >>> most_doubt(5, 10, 4), most_doubt(40, 80, 4)
    (55, 8)
    """
    return min(100, (part + over) * 100 // whole) - part * 100 // (whole + over)


def tell_place(counted: Figures, place: str, whole: Figures, step: int) -> Figures:
    """Tell what is wished for in one place: never more of anything than of it as a whole."""
    at_most = whole.get("place", {}).get(place, 0)
    told: Figures = {"state": {"approved": at_most}} if at_most else {}
    for kind in IN_A_PLACE:
        rows = {
            name: min(n, at_most, whole.get(kind, {}).get(name, 0))
            for name, n in counted.get(kind, {}).items()
        }
        if found := _in_steps(rows, step):
            told[kind] = found
    return told


def at_most_of_parts(n: int, told: Mapping[str, int], step: int) -> int:
    """Tell a sum whose parts are told too, no higher than what leaves each part a whole step of doubt.

    >>> at_most_of_parts(18, {"here": 0, "there": 0}, 10), at_most_of_parts(32, {"here": 10, "there": 10}, 10)
    (0, 20)
    """
    return min(floor(n, step), floor(sum(told.values()) + (len(told) - 1) * (step - 1), step))


def _in_steps(counted: Mapping[str, int], step: int) -> dict[str, int]:
    """Round down and leave out what is under a step, so that nobody sees that it is there."""
    rows = {name: floor(n, step) for name, n in counted.items() if n >= step and name not in NOT_SAID}
    return dict(sorted(rows.items(), key=lambda row: (-row[1], row[0])))


def _room(counted: Mapping[str, int], step: int, more_rows: int = 0) -> int:
    """Say how many in all may be told beside rows that add up to it, so that any row may be all but empty."""
    if not counted and not more_rows:
        return 2**62
    told = sum(floor(n, step) for n in counted.values())
    return floor(told + (len(counted) + more_rows - 1) * (step - 1), step)


def _lower(rows: dict[str, int], was: Mapping[str, int], most: int, step: int) -> None:
    """Hold back steps, of what rose most since it was told, until the rows are no more than so many."""
    while rows and sum(rows.values()) > most:
        name = max(rows, key=lambda name: (rows[name] - was.get(name, 0), rows[name], name))
        rows[name] -= step
        if not rows[name]:
            del rows[name]
