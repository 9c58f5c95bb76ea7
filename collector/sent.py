"""Says how messages on their way to young people stand, and lets those that were given up be tried again.

One rule: counts and kinds, never a word of any message and nothing about who it is to.
"""

from typing import Any

from collector import municipality, quick_review
from collector.desk import Desk, OutOfReach
from collector.store import links, municipalities, outgoing
from collector.store.front import Tx
from collector.store.outgoing import CARD, OURS, REPLY

KINDS = {CARD: "card", REPLY: "reply", OURS: "ours"}


def look(tx: Tx, desk: Desk) -> dict[str, Any]:
    """Count what waits and what was given up, by kind."""
    here = _place(desk)
    rows = outgoing.count_kinds(tx, here)
    return {
        "waiting": [
            {"kind": KINDS[row["urgent"]], "n": row["n"], "since": row["since"], "tried": row["tried"]}
            for row in rows
            if not row["is_up"]
        ],
        "given_up": [
            {"kind": KINDS[row["urgent"]], "n": row["n"], "since": row["since"], "why": row["why"]}
            for row in rows
            if row["is_up"]
        ],
        "texts": quick_review.is_on(tx, here),
        "linked": links.count_linked(tx, here),
    }


def try_again(tx: Tx, desk: Desk, now: int) -> int:
    """Let what was given up be tried again from the first try on; tell how many those are."""
    here = _place(desk)
    municipalities.move(tx, here)
    found = outgoing.try_again(tx, here, now)
    if found:
        municipality.note(tx, here, desk.staff.id, "messages-tried-again", now, n=found)
    return found


def _place(desk: Desk) -> str:
    if not desk.may_administer:
        raise OutOfReach
    return desk.municipality.id
