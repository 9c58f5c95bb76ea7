"""Lets a second person look at a random twenty of what others corrected, before the tagger learns from it.

One rule: nobody looks at their own, the program draws which, and what came after the drawing waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from random import SystemRandom
from typing import Any

from collector import learning
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.learning import FEW_REVIEWERS, NEWEST, Lesson
from collector.store import learning as store
from collector.store.front import Tx
from collector.store.queue import find_for_review

ASKED = 20
AT_ONCE = 300
"""So many wishes are read at a time while twenty corrections are drawn."""
ENOUGH = 0.9
"""Eighteen of twenty; of fewer, as large a part."""


@dataclass(frozen=True, slots=True)
class Look:
    """One person's look: the wishes drawn, and what was said of each so far."""

    id: str
    by: str
    asked: int
    made_at: int
    answers: dict[str, bool | None]

    @property
    def right(self) -> int:
        """How many were said to be right."""
        return sum(1 for said in self.answers.values() if said)

    @property
    def passed(self) -> bool:
        """Whether enough were; what was erased or changed since the drawing is not among them."""
        return self.right >= ceil(ENOUGH * self.asked)

    @property
    def failed(self) -> bool:
        """Whether so many were wrong that it cannot pass any more."""
        wrong = sum(1 for said in self.answers.values() if said is False)
        return self.asked - wrong < ceil(ENOUGH * self.asked)

    def left(self, lessons: Sequence[Lesson]) -> list[Lesson]:
        """What is still to be looked at, as it was when it was drawn."""
        still = {lesson.wish_id: lesson for lesson in lessons if lesson.at <= self.made_at}
        return [still[each] for each, said in self.answers.items() if said is None and each in still]

    def refuses(self, lesson: Lesson) -> bool:
        """Whether a lesson was said to be wrong, and has not been changed since."""
        return self.answers.get(lesson.wish_id) is False and lesson.at <= self.made_at

    def covers(self, lesson: Lesson) -> bool:
        """Whether this look vouches for a lesson."""
        return self.passed and lesson.reviewer != self.by and lesson.at <= self.made_at


@dataclass(frozen=True, slots=True)
class Learnable:
    """What may be learnt from now, how much waits for a second look, how much is over somebody's share."""

    lessons: list[Lesson]
    waiting: int
    over_share: int


def learnable(tx: Tx, municipality_id: str, only: Sequence[str] | None = None) -> Learnable:
    """Choose what the tagger may learn of a municipality's lessons, of all or of some wishes."""
    lessons = learning.gather(tx, municipality_id, only)
    if learning.reviewers(lessons) >= FEW_REVIEWERS:
        fair = learning.fair_share(lessons)
        return Learnable(fair, 0, len(lessons) - len(fair))
    every = looks_of(tx, municipality_id)
    looks = latest(every)
    seen = [
        lesson
        for lesson in lessons
        if not lesson.changed
        or (any(look.covers(lesson) for look in looks) and not any(look.refuses(lesson) for look in every))
    ]
    return Learnable(seen, len(lessons) - len(seen), 0)


def looks_of(tx: Tx, municipality_id: str) -> list[Look]:
    """Read every look of a municipality, the newest first."""
    names = store.names_of_staff(tx, municipality_id)
    answers: dict[str, dict[str, bool | None]] = {}
    for row in store.looked_at(tx, municipality_id):
        said = None if row["is_right"] is None else bool(row["is_right"])
        answers.setdefault(row["look_id"], {})[row["wish_id"]] = said
    return [
        Look(
            row["id"],
            names[row["staff_id"]].casefold(),
            row["asked"],
            row["made_at"],
            answers.get(row["id"], {}),
        )
        for row in store.looks_of(tx, municipality_id)
    ]


def latest(looks: Sequence[Look]) -> list[Look]:
    """Each person's last look that came to an end: one that went wrong takes back an earlier one."""
    last: dict[str, Look] = {}
    for look in looks:
        if look.passed or look.failed:
            last.setdefault(look.by, look)
    return list(last.values())


def look(tx: Tx, desk: Desk) -> dict[str, Any]:
    """Show where one's own look stands, and the wish that comes next."""
    mine = _mine(tx, desk)
    left = _left(tx, desk, mine)
    newest = store.approved_ids(tx, desk.municipality.id, NEWEST)
    others = [] if left else _of_others(tx, desk, newest)
    new = [lesson for lesson in others if not (mine and lesson.at <= mine.made_at)]
    return {
        "asked": mine.asked if mine else 0,
        "left": len(left),
        "right": mine.right if mine else 0,
        "enough": ceil(ENOUGH * mine.asked) if mine else 0,
        "passed": bool(mine and mine.passed),
        "failed": bool(mine and mine.failed),
        "made_at": mine.made_at if mine else None,
        "changes": len(others),
        "new": len(new),
        "to_draw": min(ASKED, len(others)),
        "newest": NEWEST if len(newest) == NEWEST else None,
        "wish": _as_shown(left[0]) if left else None,
    }


def draw(tx: Tx, desk: Desk) -> list[str]:
    """Draw twenty of the others' corrections, old and new alike.

    The wishes are shuffled and looked at a few hundred at a time until twenty are found: as random as drawing
    from the corrections, and seldom more than a few hundred are read.
    """
    ids = store.approved_ids(tx, desk.municipality.id)
    SystemRandom().shuffle(ids)
    drawn: list[str] = []
    for first in range(0, len(ids), AT_ONCE):
        found = [each.wish_id for each in _of_others(tx, desk, ids[first : first + AT_ONCE])]
        drawn += SystemRandom().sample(found, len(found))
        if len(drawn) >= ASKED:
            break
    return drawn[:ASKED]


def begin(tx: Tx, desk: Desk, now: int, drawn: Sequence[str] | None = None) -> None:
    """Keep what was drawn, or draw now; a look that is not finished is gone on with."""
    if _left(tx, desk, _mine(tx, desk)):
        return
    drawn = draw(tx, desk) if drawn is None else drawn
    if not drawn:
        return
    store.add_look(tx, new_id(now), desk.municipality.id, desk.staff.id, drawn, now)


def say(tx: Tx, desk: Desk, wish_id: str, *, is_right: bool) -> None:
    """Say of one correction whether it is right; once."""
    if find_for_review(tx, desk.municipality.id, wish_id) is None:
        raise OutOfReach
    mine = _mine(tx, desk)
    asked = {lesson.wish_id for lesson in _left(tx, desk, mine)}
    if mine is None or wish_id not in asked or not store.answer(tx, mine.id, wish_id, is_right=is_right):
        raise DecidedAlready


def _of_others(tx: Tx, desk: Desk, only: Sequence[str]) -> list[Lesson]:
    """Everybody else's corrections among some wishes."""
    me = desk.staff.name.casefold()
    found = learning.gather(tx, desk.municipality.id, only)
    return [each for each in found if each.changed and each.reviewer != me]


def _mine(tx: Tx, desk: Desk) -> Look | None:
    """The reader's own last look."""
    me = desk.staff.name.casefold()
    return next((each for each in looks_of(tx, desk.municipality.id) if each.by == me), None)


def _left(tx: Tx, desk: Desk, mine: Look | None) -> list[Lesson]:
    """What the reader has still to look at."""
    return mine.left(_of_others(tx, desk, list(mine.answers))) if mine else []


def _as_shown(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": lesson.wish_id,
        "text": lesson.text,
        "language": lesson.language,
        "tags": sorted(lesson.tags),
        "was": sorted(lesson.was),
    }
