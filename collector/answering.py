"""Lets a leader answer a wish: what becomes of it, and why.

One rule: an answer and its way back to the one who wished are one transaction, and the newest that was not
taken back stands.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.ids import new_id
from collector.model import Answer, AnswerStatus, Wish
from collector.review import as_shown
from collector.store import answers, audit, counts, queue, released, rounds, talks, wishes
from collector.store.front import Tx
from collector.waits import median_days
from nlp.clean import clean
from nlp.masking.mask import mask

LONGEST = 500
PAGE = 10
ALIKE = 20
GIVEN_SHOWN = 10
COMPARED = 500
"""So many of those that have waited longest are compared with the wish that is answered."""
NEEDS_WORDS: frozenset[AnswerStatus] = frozenset(("no", "exists"))
"""A no is said with its why, and what exists with where it is."""

Carry = Callable[[Tx, Wish, Answer], None]
"""How an answer is sent on its way, in the same transaction, where somebody gave a way back."""


def carry_nowhere(tx: Tx, wish: Wish, answer: Answer) -> None:
    """Leave the answer where the one who wished finds it at the next visit."""


class NoAnswer(Exception):
    """What was written cannot be sent; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is sent, and what in it may point at a person."""

    status: AnswerStatus
    text: str
    hidden: tuple[str, ...]


def draft(status: AnswerStatus, text: str) -> Draft:
    """Read what a leader wrote.

    >>> draft("happening", " Ring Kari på 900 12 345 ").hidden
    ('Kari', '900 12 345')
    """
    text = clean(text)
    if len(text) > LONGEST:
        raise NoAnswer("answering.too-long")
    if not text and status in NEEDS_WORDS:
        raise NoAnswer(f"answering.needs-words.{status}")
    return Draft(status, text, mask(text).hidden)


def look(tx: Tx, desk: Desk, now: int, after: str = "") -> dict[str, Any]:
    """List the approved wishes that wait for an answer, and those that were answered last."""
    here = desk.municipality.id
    names = {each.id: each.name for each in rounds.rounds_of(tx, here)}
    found = queue.next_unanswered(tx, here, after, PAGE + 1)
    answered = queue.count_answered(tx, here)
    given = queue.last_answered(tx, here, GIVEN_SHOWN)
    kept = counts.together(counts.figures_here(tx, here).values())
    approved = kept.get("state", {}).get("approved", 0)
    waited = median_days(kept.get("days", {}))
    return {
        "left": approved - answered,
        "answered": answered,
        "percent": answered * 100 // approved if approved else None,
        "days": None if waited is None else max(1, waited),
        "wishes": [
            as_shown(wish, names) | {"waited": max(0, now - wish.received_at) // counts.DAY_MS}
            for wish in found[:PAGE]
        ],
        "more_after": found[PAGE - 1].id if len(found) > PAGE else None,
        "given": [as_shown(wish, names) | _standing(wish) for wish in given],
    }


def open_one(tx: Tx, desk: Desk, wish_id: str) -> dict[str, Any]:
    """Open one wish with all that was answered to it."""
    wish = find(tx, desk, wish_id)
    names = {each.id: each.name for each in rounds.rounds_of(tx, desk.municipality.id)}
    said = answers.answers_of_wish(tx, wish.id)
    gone = {each.takes_back for each in said}
    return {
        "wish": as_shown(wish, names),
        "alike": [as_shown(each, names) for each in alike(tx, desk, wish)],
        "answers": [as_told(each) | {"gone": each.id in gone} for each in said if not each.takes_back],
        "stands": stands(wish),
        "may_release": wish.may_show is True and wish.answer is not None,
        "released": released.is_released(tx, wish.id),
        "mine": wish.answer is not None and wish.answer.staff_id == desk.staff.id,
    }


def alike(tx: Tx, desk: Desk, wish: Wish) -> list[Wish]:
    """List other wishes of the round that wait for an answer and are about the very same."""
    about = about_what(wish)
    if not about:
        return []
    waiting = queue.next_unanswered(tx, desk.municipality.id, "", COMPARED)
    same = (each for each in waiting if each.round_id == wish.round_id and about_what(each) == about)
    return [each for each in same if each.id != wish.id and each.answer is None][:ALIKE]


def about_what(wish: Wish) -> frozenset[str]:
    """Tell which activities a wish is about."""
    return frozenset(tag.id for tag in wish.tags if tag.given and tag.kind == "activity")


def preview(tx: Tx, desk: Desk, wish_id: str, written: Draft, now: int) -> tuple[Wish, Answer]:
    """Make the answer as it would be, and keep nothing."""
    wish = find(tx, desk, wish_id)
    return wish, Answer(new_id(now), wish.id, written.status, written.text, desk.staff.id, now)


def give(tx: Tx, desk: Desk, wish_id: str, written: Draft, seen: str, now: int, carry: Carry) -> None:
    """Answer a wish, if nobody else did since it was shown; what stands already is not said once more."""
    wish = take(tx, desk, wish_id)
    if is_same(wish.answer, written):
        return
    if stands(wish) != seen:
        raise DecidedAlready
    answer = Answer(new_id(now), wish.id, written.status, written.text, desk.staff.id, now)
    keep(tx, wish, answer, answer, carry)
    audit.append(tx, desk.municipality.id, desk.staff.id, "answer", wish.id, now)


def give_also(tx: Tx, desk: Desk, wish_ids: Iterable[str], written: Draft, now: int, carry: Carry) -> None:
    """Give the same answer to others that still wait for one; if any of them does no more, to none."""
    for wish_id in sorted(set(wish_ids)):  # always in one order: two leaders cannot lock each other out
        try:
            give(tx, desk, wish_id, written, "", now, carry)
        except OutOfReach:
            raise DecidedAlready from None


def take_back(tx: Tx, desk: Desk, wish_id: str, seen: str, now: int, carry: Carry) -> None:
    """Take back one's own answer while it stands; the one before it stands again."""
    wish = take(tx, desk, wish_id)
    last = wish.answer
    if last is None or last.id != seen or last.staff_id != desk.staff.id:
        raise DecidedAlready
    undo(tx, desk, wish, last, now, carry)


def undo(tx: Tx, desk: Desk, wish: Wish, last: Answer, now: int, carry: Carry) -> None:
    """Let the answer that stands hold no more; the one before it stands again."""
    said = answers.answers_of_wish(tx, wish.id)
    gone = {last.id, *(each.takes_back for each in said)}
    left = [each for each in said if each.id not in gone and not each.takes_back]
    back = Answer(new_id(now), wish.id, last.status, "", desk.staff.id, now, takes_back=last.id)
    keep(tx, wish, back, left[-1] if left else None, carry)
    audit.append(tx, desk.municipality.id, desk.staff.id, "answer-back", wish.id, now)


def let_stand_in_public(tx: Tx, desk: Desk, wish_id: str, shown: str, now: int) -> None:
    """Let the words of a wish, as they were `shown`, stand beside its answer, if its sender said yes."""
    wish = take(tx, desk, wish_id)
    if not wish.may_show or wish.answer is None or wish.text != shown:
        raise DecidedAlready
    released.release(tx, wish.id, desk.municipality.id, desk.staff.id, now)
    audit.append(tx, desk.municipality.id, desk.staff.id, "release", wish.id, now)


def take_out_of_public(tx: Tx, desk: Desk, wish_id: str, now: int) -> None:
    """Let the words of a wish stand in public no more."""
    wish = take(tx, desk, wish_id)
    if released.withdraw(tx, wish.id):
        audit.append(tx, desk.municipality.id, desk.staff.id, "withdraw", wish.id, now)


def keep(tx: Tx, wish: Wish, answer: Answer, stands_now: Answer | None, carry: Carry) -> None:
    """Keep an answer, let the right one stand, move the figures and send it on its way."""
    answer = numbered(tx, wish, answer)
    answers.add_answer(tx, answer)
    says = stands_now is not None and stands_now.says_something
    first_at = (wish.first_answer_at or answer.at) if says else None
    with counts.one_move(tx) as count:
        count(wish, -1)
        answers.let_stand(tx, wish.id, stands_now.id if stands_now else None, first_at)
        count(replace(wish, answer=stands_now, first_answer_at=first_at), +1)
    carry(tx, wish, answer)


def numbered(tx: Tx, wish: Wish, answer: Answer) -> Answer:
    """Give an answer its number in its talk; what came on paper has none to go back to."""
    row = talks.one_more_answer(tx, wish.talk_id) if wish.talk_id else None
    if row is None:
        return answer
    return replace(answer, talk_id=wish.talk_id, place=row["answers"], after_turn=row["version"])


def take(tx: Tx, desk: Desk, wish_id: str) -> Wish:
    """Take a wish to answer, so that of two who do, the second waits and then sees."""
    wishes.hold_still(tx, wish_id)
    return find(tx, desk, wish_id)


def find(tx: Tx, desk: Desk, wish_id: str) -> Wish:
    """Find a wish that can be answered: an approved one of this municipality."""
    wish = queue.find_for_review(tx, desk.municipality.id, wish_id)
    if wish is None or wish.state != "approved":
        raise OutOfReach
    return wish


def stands(wish: Wish) -> str:
    """Name what stands, so that nobody answers past somebody else."""
    return wish.answer.id if wish.answer else ""


def is_same(answer: Answer | None, written: Draft) -> bool:
    """Tell whether this is what stands already, so that nobody is told the same twice."""
    return answer is not None and (answer.status, answer.text) == (written.status, written.text)


def as_told(answer: Answer) -> dict[str, Any]:
    """Make what a leader sees of an answer."""
    return {"id": answer.id, "status": answer.status, "text": answer.text, "at": answer.at}


def _standing(wish: Wish) -> dict[str, Any]:
    return {"answer": as_told(wish.answer) if wish.answer else None}
