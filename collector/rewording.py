"""Lets the duty adult write a wish anew without what points at a person, so that it counts like any other.

One rule: the old words stay with the case alone. The new ones are masked and read like every wish, and what
still says that somebody may not be OK does not leave the case.
"""

from dataclasses import replace

from collector import casework
from collector.desk import DecidedAlready, Desk
from collector.ids import new_id
from collector.intake import concern_of, only_here, raw_place, understand
from collector.model import Wish
from collector.review import record
from collector.sealing import Seal
from collector.store import cases, counts, wishes
from collector.store.front import Tx
from nlp.clean import clean
from nlp.reader import Reader
from nlp.reading import Reading

REWORDED = "reworded"
NO_STATE = frozenset({"abusive", "not-a-wish"})
"""What would hold a wish back from the queue: an adult has just said that this one is fit for it."""
LONGEST = 1000


class NotFit(Exception):
    """The new words cannot leave the case; `why` says what is the matter with them."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_anew(reader: Reader, words: str) -> tuple[str, Reading]:
    """Read the new words, or say why they cannot go to the queue."""
    words = clean(words)
    if not words:
        raise NotFit("empty")
    if len(words) > LONGEST:
        raise NotFit("too-long")
    reading = reader.read(words)
    if concern_of(reading):
        raise NotFit("concern")
    return words, reading


def reword(tx: Tx, seal: Seal, desk: Desk, wish_id: str, words: str, reading: Reading, now: int) -> None:
    """Close the case and let the wish, as it was written anew, wait in the queue."""
    case = cases.find_case(tx, wish_id)
    if case is not None and case["reworded_as"] is not None:
        raise DecidedAlready  # it was, before the case was opened anew
    old = casework.close(tx, desk, wish_id, REWORDED, now)
    if not old.flagged:
        raise DecidedAlready  # it is in the queue in its own words already
    new = _anew(old, reading, now)
    new = replace(new, tags=only_here(tx, new.municipality_id, new.tags))
    wishes.add_wish(tx, new, seal.seal(words, raw_place(new.id)))
    counts.count(tx, new, +1)
    cases.note_reworded(tx, wish_id, new.id)
    record(tx, desk, old, old, REWORDED, now)


def _anew(old: Wish, reading: Reading, now: int) -> Wish:
    """Make the new wish: the same sender, round and way in, so that it counts as hers."""
    return replace(
        old,
        id=new_id(now),
        text=reading.text,
        language=reading.language,
        state="waiting",
        sure=reading.sure,
        received_at=now,
        decided_at=None,
        tags=tuple(tag for tag in understand(reading) if tag.id not in NO_STATE),
    )
