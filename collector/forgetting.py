"""Erases everything behind one receipt: each wish as its sender would, and then the talk itself.

One rule: what must outlive the words does: a case stays with its level and its times, a decision with who and
when.
"""

from collections import Counter
from dataclasses import dataclass

from collector import intake
from collector.model import WishState
from collector.store import outgoing, talks, wishes
from collector.store.front import Tx


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands behind a receipt: its wishes by state, and the messages on their way to its sender."""

    wishes: Counter[WishState]
    messages: int


def look(tx: Tx, talk_id: str) -> Standing:
    """Tell what would be erased."""
    states = Counter(wish.state for wish in wishes.wishes_of_talk(tx, talk_id))
    return Standing(states, outgoing.count_of(tx, talk_id))


def forget(tx: Tx, talk_id: str, now: int) -> Standing:
    """Erase it all, and tell what it was. The caller writes with `erases=True`."""
    stood = look(tx, talk_id)
    for wish in wishes.wishes_of_talk(tx, talk_id):
        intake.erase(tx, wish.id, talk_id, now)
    talks.erase_talk(tx, talk_id)
    return stood
