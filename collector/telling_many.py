"""Tells many what one answer says, a few at a time.

One rule: each is told in the transaction that takes it off the list, so that nobody is told twice, whatever
is cut short; who erased the wish, or was answered by somebody else meanwhile, is passed by.
"""

from collections.abc import Mapping

from collector import answering, filling
from collector.answering import Carry
from collector.ids import new_id
from collector.model import Answer, AnswerStatus, Wish
from collector.store import queue, rounds, sendings, wishes
from collector.store.front import Tx
from collector.store.sendings import Sending
from collector.texts import Catalogue

AT_ONCE = 25
"""So many are told in one transaction: short enough that nobody who writes meanwhile waits."""
LANGUAGES = ("nb", "nn", "en")
"""What an answer for many can be written in; the first is for whoever reads none of the others."""


def is_under_way(tx: Tx) -> bool:
    """Tell whether anybody is still to be told."""
    return sendings.next_under_way(tx) is not None


def go_on(tx: Tx, texts: Catalogue, now: int, carry: Carry, at_once: int = AT_ONCE) -> bool:
    """Tell the next few of the oldest sending; tell whether there was one."""
    under_way = sendings.next_under_way(tx)
    sending = sendings.hold_still(tx, under_way) if under_way else None
    if sending is None:
        return under_way is not None
    ids = sendings.next_to_tell(tx, sending.id, at_once)
    given = sum(tell_one(tx, texts, sending, wish_id, now, carry) for wish_id in ids)
    sendings.note_told(tx, sending.id, given, len(ids) - given, None if len(ids) == at_once else now)
    return True


def pass_by_next(tx: Tx) -> None:
    """Leave out the wish that stands next: what cannot be told to one keeps no other waiting."""
    under_way = sendings.next_under_way(tx)
    sending = sendings.hold_still(tx, under_way) if under_way else None
    if sending is None:
        return
    for wish_id in sendings.next_to_tell(tx, sending.id, 1):
        sendings.was_told(tx, sending.id, wish_id)
        sendings.note_told(tx, sending.id, 0, 1, None)


def tell_one(tx: Tx, texts: Catalogue, sending: Sending, wish_id: str, now: int, carry: Carry) -> bool:
    """Answer one wish, if it still stands as it did when it was chosen; tell whether it was answered."""
    sendings.was_told(tx, sending.id, wish_id)
    wishes.hold_still(tx, wish_id)
    wish = queue.find_for_review(tx, sending.municipality_id, wish_id)
    if wish is None or wish.state != "approved" or (wish.answer.status if wish.answer else "") != sending.had:
        return False
    answer = answer_for(tx, texts, sending.status, sending.texts, wish, sending.staff_id, now, sending.id)
    if wish.answer and (wish.answer.status, wish.answer.text) == (answer.status, answer.text):
        return False
    answering.keep(tx, wish, answer, answer, carry)
    return True


def answer_for(
    tx: Tx,
    texts: Catalogue,
    status: AnswerStatus,
    said: Mapping[str, str],
    wish: Wish,
    staff_id: str,
    now: int,
    sending_id: str = "",
) -> Answer:
    """Make the answer that one of them gets, in her language, its blanks filled in, and as all read it."""
    language = spoken(wish.language)
    asked = rounds.find_by_id(tx, wish.round_id)
    words = filling.words_for(texts, wish, asked.name if asked else "", language)
    first = said.get(LANGUAGES[0], "")
    for_all = words | {"what": texts.say("many.this-all", LANGUAGES[0])}
    return Answer(
        new_id(now),
        wish.id,
        status,
        filling.fill(said.get(language) or first, words),
        staff_id,
        now,
        in_public=filling.fill(first, for_all),
        sending_id=sending_id or None,
    )


def spoken(language: str) -> str:
    """Choose a language that answers for many are told in.

    >>> spoken("nn"), spoken("pl")
    ('nn', 'nb')
    """
    return language if language in LANGUAGES else LANGUAGES[0]
