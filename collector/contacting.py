"""Keeps how somebody who may not be OK wants to be reached, for the adult on duty and nobody else.

One rule: it is sealed from the first moment, opens only at a duty adult's desk, and is erased with its wish
or thirty days after its case was closed.
"""

from collector.desk import Desk
from collector.sealing import Seal
from collector.store import cases, contacts, wishes
from collector.store.front import Tx
from nlp.tags import CONCERNS

KEPT_FOR = 30 * 24 * 60 * 60 * 1000


def keep(
    tx: Tx, seal: Seal, wish_id: str, municipality_id: str, words: str, level: str | None, now: int
) -> None:
    """Keep it with the case, and alert again where somebody took or closed that without knowing of it.

    Words that show something graver than the wish did raise the case to that level.
    """
    wish = wishes.find_wish(tx, wish_id)
    if wish is None:
        return  # it was erased a moment ago, and what belongs to it with it
    if cases.find_case(tx, wish_id) is None:  # written anew meanwhile, or no case to begin with
        cases.open_case(tx, wish, level or CONCERNS[-1])
    contacts.put_contact(tx, wish_id, municipality_id, seal.seal(words, place(wish_id)), now)
    if level is not None:
        cases.raise_level(tx, wish_id, level)
    cases.ring_again(tx, wish_id, municipality_id, now)


def is_there(tx: Tx, wish_id: str) -> bool:
    """Tell whether the sender said how to be reached."""
    return contacts.find_contact(tx, wish_id) is not None


def open_for(tx: Tx, seal: Seal, desk: Desk, wish_id: str) -> str | None:
    """Open it for the adult on duty; the caller has found the case within the desk's own municipality."""
    row = contacts.find_contact(tx, wish_id)
    if row is None or not desk.may_see_contact:
        return None
    return seal.open(row["words"], place(wish_id)).decode()


def let_go(tx: Tx, wish_id: str, closed_at: int) -> None:
    """Say when it is to be erased, now that its case is closed."""
    contacts.erase_from(tx, wish_id, closed_at + KEPT_FOR)


def place(wish_id: str) -> str:
    """Name the place that it is sealed for."""
    return f"contact.words:{wish_id}"
