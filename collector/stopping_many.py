"""Lets a leader stop an answer for many on its way, and take it back where it has not arrived.

One rule: what may have been read is never unsaid. A message that lies here and that nobody began to carry is
taken back; what went out, or stands at a receipt, is corrected by another answer.
"""

from typing import Any

from collector import answering, answering_many
from collector.answering import Carry
from collector.desk import Desk, OutOfReach
from collector.store import audit, sendings
from collector.store.front import Tx
from collector.telling_many import AT_ONCE


def look(tx: Tx, desk: Desk, sending_id: str) -> dict[str, Any]:
    """Show how far a sending came, and what can still be done about it."""
    found = answering_many.follow(tx, desk, sending_id)
    most = answering_many.MOST
    return found | {
        "waits": sendings.count_not_carried(tx, sending_id),
        "taken_back": sendings.count_taken_back(tx, sending_id),
        "stands": len(sendings.choose_told(tx, desk.municipality.id, most, sending_id)),
    }


def stop(tx: Tx, desk: Desk, sending_id: str, now: int) -> None:
    """Tell nobody more; one that is done stays as it is."""
    _reach(tx, desk, sending_id)
    if sendings.end(tx, sending_id, now):
        audit.append(tx, desk.municipality.id, desk.staff.id, "answer-many-stop", sending_id, now)


def take_back_some(tx: Tx, desk: Desk, sending_id: str, now: int, carry: Carry) -> int:
    """Take the answer back from the next few whom it has not reached; tell how many those were."""
    _reach(tx, desk, sending_id)
    taken = 0
    for wish_id in sendings.not_carried(tx, sending_id, AT_ONCE):
        wish = answering.take(tx, desk, wish_id)
        if wish.answer is None or wish.answer.sending_id != sending_id:
            continue
        answering.undo(tx, desk, wish, wish.answer, now, carry)
        taken += 1
    return taken


def _reach(tx: Tx, desk: Desk, sending_id: str) -> None:
    if sendings.find_sending(tx, desk.municipality.id, sending_id) is None:
        raise OutOfReach
