"""Lets the one who wrote a wish write it anew: the old words go for good, the new are received as any are.

One rule: what is with the duty adult is not corrected away. There the old words stay, and the new ones are
a case of their own that names the first.
"""

from dataclasses import replace

from collector import intake
from collector.model import Round, Wish
from collector.sealing import Seal
from collector.store import cases, wishes
from collector.store.front import Tx
from nlp.tags import CONCERNS


def reword(
    tx: Tx, seal: Seal, asked: Round, old_id: str, new: Wish, raw: str, concern: str | None, now: int
) -> None:
    """Put a wish in new words in place of an old one, in the old one's round. Writes with `erases=True`."""
    wishes.hold_still(tx, old_id)
    old = wishes.find_wish(tx, old_id)
    if old is None or old.talk_id != new.talk_id:
        intake.receive(tx, seal, asked, new, raw, concern)  # the old one is gone: nothing said is lost
        return
    new = replace(new, round_id=old.round_id, municipality_id=old.municipality_id)
    case = cases.find_case(tx, old.id)
    if old.state == "case" or (case is not None and case["decided_at"] is None):
        _add_version(tx, seal, asked, old, new, raw, concern)
        return
    intake.erase(tx, old.id, new.talk_id or "", now)
    intake.receive(tx, seal, asked, new, raw, concern)


def _add_version(
    tx: Tx, seal: Seal, asked: Round, old: Wish, new: Wish, raw: str, concern: str | None
) -> None:
    case = cases.find_case(tx, old.id)
    levels = {concern, case["level"] if case else None}
    gravest = next((level for level in CONCERNS if level in levels), CONCERNS[-1])
    intake.receive(tx, seal, asked, replace(new, state="case"), raw, gravest)
    cases.note_version(tx, new.id, old.id)
