"""Lets a leader decide about wishes by buttons in a messenger, where the municipality has said yes to that.

One rule: off until an admin has switched it on, and asked anew at every wish and press. What is flagged, or
too long to be read there, is never sent: only that it waits, and where.
"""

from dataclasses import dataclass
from typing import Any

from collector import municipality, review
from collector.desk import Desk, OutOfReach
from collector.store import municipalities
from collector.store.front import Tx
from collector.walking import Place, look

FACT = "staff-telegram-texts"
ON = "yes"
DECISIONS = frozenset({"approve", "hold"})
LONGEST = 2500
"""Longer words are read on the page, where all of them are seen before anybody decides."""
HARMLESS = frozenset({"not-a-wish"})


class NotAllowedHere(Exception):
    """The municipality sends no texts to Telegram."""


@dataclass(frozen=True, slots=True)
class Next:
    """The wish to show next, if any; `text` is empty where it must be read on the page."""

    left: int
    wish: dict[str, Any] | None = None
    skip_after: str | None = None

    @property
    def text(self) -> str:
        """The masked words, where they may be sent."""
        if self.wish is None or set(self.wish["flags"]) - HARMLESS or len(self.wish["text"]) > LONGEST:
            return ""
        return str(self.wish["text"])


def is_on(tx: Tx, municipality_id: str) -> bool:
    """Tell whether the municipality has said yes."""
    return municipalities.facts_of(tx, municipality_id).get(FACT) == ON


def switch(tx: Tx, desk: Desk, on: bool, now: int) -> None:
    """Switch it on or off, and record who did so."""
    if not desk.may_administer:
        raise OutOfReach
    here, by = desk.municipality.id, desk.staff.id
    municipalities.move(tx, here)
    if is_on(tx, here) == on:
        return
    municipalities.put_fact(tx, here, FACT, ON if on else "", by, now)
    municipality.note(tx, here, by, "telegram-texts-on" if on else "telegram-texts-off", now)


def next_wish(tx: Tx, desk: Desk, after: str, now: int) -> Next:
    """Claim the next wish that waits and that nobody else looks at; past the last, the first comes again."""
    _ask(tx, desk)
    found = look(tx, desk, Place(order="oldest", after=after), now, claim=True)
    if after and found["wish"] is None:
        found = look(tx, desk, Place(order="oldest"), now, claim=True)
    return Next(found["left"], found["wish"], found["skip_after"])


def decide(tx: Tx, desk: Desk, wish_id: str, what: str, seen: str, now: int) -> None:
    """Decide about a wish as it was shown; one that was decided or changed meanwhile is left as it is."""
    _ask(tx, desk)
    if what not in DECISIONS:
        raise OutOfReach
    review.decide(tx, desk, wish_id, what, seen, now)


def _ask(tx: Tx, desk: Desk) -> None:
    if not desk.may_review:
        raise OutOfReach
    if not is_on(tx, desk.municipality.id):
        raise NotAllowedHere
