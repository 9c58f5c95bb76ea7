"""Receives what a class agreed on: the newest answer stands, and what it replaces is kept for leaders.

One rule: nothing that the duty adult has is taken away by a new answer, nor one that somebody has answered.
"""

from dataclasses import dataclass
from typing import Literal

from collector import intake
from collector.finding import HOUR, settle
from collector.ids import new_id
from collector.model import AgreedHow, ClassAnswer, Round, SchoolClass, Wish
from collector.sealing import Seal
from collector.store import cases, classes, counts, decisions, misses, rounds, wishes
from collector.store.front import Tx
from nlp.reading import Reading

SOURCE = "class"
DOOR = "class"
MOST_MISSES = 300
"""So many wrong codes an hour. Three words are drawn in 1.3 thousand million ways, and a school has some."""


Closed = Literal["unknown", "shut"]
"""No class has the code; or too many wrong ones were tried this hour."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands behind a class's code: the class, its round, and what it has sent, the newest first."""

    group: SchoolClass
    asked: Round
    sent: tuple[ClassAnswer, ...]
    wish: Wish | None
    """The wish that the newest answer is."""


@dataclass(frozen=True, slots=True)
class Brought:
    """An answer on its way in."""

    raw: str
    reading: Reading
    present: int
    agreed: AgreedHow
    event_key: str


class AnsweredAlready(Exception):
    """The municipality has answered what the class sent, so it stands."""


def open_class(tx: Tx, code: str, now: int) -> Opened | Closed:
    """Open a class by its code; the try is counted first, and stands where nothing is found."""
    if misses.count_try(tx, DOOR, now // HOUR) > MOST_MISSES:
        return "shut"
    group = classes.find_class(tx, code)
    settle(tx, (DOOR,), found=group is not None, now=now)
    asked = rounds.find_by_id(tx, group.round_id) if group else None
    if group is None or asked is None:
        return "unknown"
    sent = tuple(classes.answers_of(tx, group.id))
    wish = wishes.find_wish(tx, sent[0].wish_id) if sent and sent[0].wish_id else None
    return Opened(group, asked, sent, wish)


def receive(tx: Tx, seal: Seal, opened: Opened, brought: Brought, now: int) -> None:
    """Keep an answer in the place of the one before it. Writes with `erases=True`; once for each event."""
    if classes.has_come(tx, brought.event_key):
        return
    before = classes.answers_of(tx, opened.group.id)
    if before:
        _make_room(tx, before[0])
    asked = opened.asked
    wish = intake.make_wish(brought.reading, new_id(now), asked, None, SOURCE, now)
    intake.receive(tx, seal, asked, wish, brought.raw, intake.concern_of(brought.reading))
    answer = ClassAnswer(
        new_id(now),
        opened.group.id,
        before[0].place + 1 if before else 1,
        brought.present,
        brought.agreed,
        now,
        wish.id,
    )
    classes.add_answer(tx, answer, brought.event_key)


def _make_room(tx: Tx, before: ClassAnswer) -> None:
    """Take an answer's wish out of the figures and leave its masked text; what is a case stays whole."""
    if before.wish_id is None:
        return
    wishes.hold_still(tx, before.wish_id)
    wish = wishes.find_wish(tx, before.wish_id)
    case = cases.find_case(tx, before.wish_id)
    if wish is None or wish.flagged or (case is not None and case["decided_at"] is None):
        return
    if wish.answer is not None:
        raise AnsweredAlready
    counts.count(tx, wish, -1)
    wishes.erase_wish(tx, wish.id)
    decisions.blank_details(tx, wish.id)
    classes.replace_answer(tx, before.id, wish.text)
