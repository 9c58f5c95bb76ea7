"""Lets a wish that was read in a hurry be what both readers make of it.

One rule: an alarm may be raised and never lowered, and what people said or were told stands.
"""

from dataclasses import replace

from collector.intake import (
    OPEN_TO_ITS_SENDER,
    concern_of,
    only_here,
    part,
    tags_of_both,
    understand,
    where_to,
)
from collector.model import Wish, WishState
from collector.store import again, cases, counts, wishes
from collector.store.front import Tx
from nlp.reading import Reading
from nlp.sureness import ALARMS


def read_anew(tx: Tx, wish_id: str, raw: bytes, reading: Reading) -> str | None:
    """Take in what both readers say, once; name the concern, where there is one that nobody knew of."""
    if not again.was_read(tx, wish_id):
        return None
    wishes.hold_still(tx, wish_id)
    old = wishes.find_wish(tx, wish_id)
    if old is None or old.state not in OPEN_TO_ITS_SENDER:
        return None
    known = {tag.id: tag.probability for tag in old.tags if tag.id in ALARMS}
    reading = replace(reading, flags={**known, **reading.flags})
    concern = concern_of(reading)
    read = only_here(tx, old.municipality_id, understand(reading))
    tags = tags_of_both(old, read, anew=False)
    new = replace(old, state=_where_to(old, reading), sure=reading.sure, tags=tags)
    if new.flagged:
        part(tx, wish_id)
        new = replace(new, same_as=None)
    counts.count(tx, old, -1)
    wishes.reword(tx, new, raw)
    if concern is not None:
        cases.open_case(tx, new, concern)
    counts.count(tx, new, +1)
    return concern


def _where_to(old: Wish, reading: Reading) -> WishState:
    """Move a wish to an adult, or back among the wishes; never away from them."""
    state = where_to(reading)
    return old.state if state == "not-a-wish" else state
