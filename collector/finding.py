"""Finds the talk behind a receipt: by its link, or by its words and the code of the round.

One rule: every try is counted in the store before it is looked up, and what it finds takes the count back. So
the limits hold however many processes ask at once, and a wrong try costs the very statements of a right one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from collector.model import Round
from collector.receipt_words import Three
from collector.sealing import Seal
from collector.store import misses, talks
from collector.store.front import Row, Tx

HOUR = 60 * 60 * 1000
MOST_IN_ROUND = 50
"""So many wrong words an hour in one round. There are 1.3 thousand million ways to draw three: in a round of
a thousand receipts, who guesses day and night hits one in about three years, and sees statuses alone."""
MOST_IN_ALL = 500
KEPT_HOURS = 48
LINKS = "link"
"""The link has 160 bits: its misses are counted, and no number of them shuts it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a try at the words' door came to: a talk, none, or a door that is shut for a while."""

    talk: Row | None
    is_shut: bool = False
    shuts_now: bool = False
    """It was this very try that shut it: whoever runs Ekko may want to know."""


def by_words(tx: Tx, seal: Seal, asked: Round, words: Three, now: int) -> Found:
    """Find a talk by the words of its receipt, unless too many were wrong this hour."""
    doors = (f"words:{asked.id}", "words")
    for door, most in zip(doors, (MOST_IN_ROUND, MOST_IN_ALL), strict=True):
        tries = misses.count_try(tx, door, now // HOUR)
        if tries > most:  # the round's door comes first: what it refuses shuts no other round's
            return Found(None, is_shut=True, shuts_now=tries == most + 1)
    talk = talks.find_by_words(tx, print_of(seal, asked.id, words))
    settle(tx, doors, found=talk is not None, now=now)
    return Found(talk)


def by_link(tx: Tx, seal: Seal, secret: str, now: int) -> Row | None:
    """Find a talk by the secret in its link."""
    misses.count_try(tx, LINKS, now // HOUR)
    talk = talks.find_by_receipt(tx, seal.fingerprint(secret))
    settle(tx, (LINKS,), found=talk is not None, now=now)
    return talk


def print_of(seal: Seal, round_id: str, words: Three) -> str:
    """Keep the words of a receipt by this and never by themselves; they belong to one round."""
    return seal.fingerprint(f"receipt words:{round_id}:{' '.join(words)}")


def seconds_left(now: int) -> int:
    """Tell when a door that is shut opens again.

    >>> seconds_left(HOUR - 1), seconds_left(HOUR)
    (1, 3600)
    """
    return -(-(HOUR - now % HOUR) // 1000)


def settle(tx: Tx, doors: Sequence[str], *, found: bool, now: int) -> None:
    """Take back a try that found something, and forget the hours that are long over."""
    misses.take_back(tx, doors, now // HOUR, int(found))
    misses.drop_before(tx, now // HOUR - KEPT_HOURS)
