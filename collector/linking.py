"""Ties a leader's Telegram chat to her desk, by a code from her signed-in page that works once.

One rule: a chat says nothing about who writes in it but what the code said, and only while she works here.
"""

from dataclasses import dataclass

from collector.desk import Desk
from collector.here import day_of, hour_of
from collector.model import Staff
from collector.resting import rests
from collector.sealing import Seal
from collector.store import links, people
from collector.store.front import Row, Tx
from collector.store.rounds import read_municipality

FIRST_HOUR = 15
"""The counts come at three in the afternoon, before the youth club opens."""


class NoSuchCode(Exception):
    """The code was used before, is too old or was never ours: the asker cannot tell which."""


class NothingToTell(Exception):
    """This role reviews no wishes, so there is nothing to send."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A leader, and where she is reached."""

    desk: Desk
    chat: int


def link(tx: Tx, seal: Seal, code: str, chat: int, now: int) -> Linked:
    """Use a code up and tie this chat to the desk it was made at."""
    row = links.use_link_code(tx, seal.fingerprint(code), now)
    if row is None:
        raise NoSuchCode
    desk = read_desk(row, now)
    if not desk.may_review:
        raise NothingToTell
    handle = seal.seal(str(chat), handle_place(desk.staff.id))
    told = day_of(now) if hour_of(now) >= FIRST_HOUR else None
    links.link_chat(tx, desk.staff.id, who(seal, chat), handle, FIRST_HOUR, told, now)
    return Linked(desk, chat)


def find_desk(tx: Tx, seal: Seal, chat: int, now: int) -> Desk | None:
    """Find the desk that a chat is tied to, while its owner works here."""
    row = links.find_linked(tx, who(seal, chat))
    return read_desk(row, now) if row else None


def unlink(tx: Tx, seal: Seal, chat: int) -> bool:
    """Untie a chat; tell whether it was tied."""
    return links.unlink_chat(tx, who(seal, chat))


def untold(tx: Tx, seal: Seal, now: int) -> list[Linked]:
    """List those whose hour has come today and who were not told yet, where nobody rests."""
    rows = links.linked_and_untold(tx, hour_of(now), day_of(now))
    resting = {here for here in {row["municipality_id"] for row in rows} if rests(tx, here, now)}
    return [
        Linked(read_desk(row, now), read_chat(seal, row))
        for row in rows
        if row["municipality_id"] not in resting
    ]


def read_desk(row: Row, now: int) -> Desk:
    """Make the desk of somebody who asks from a chat: no session, and so nothing that a form could change."""
    staff: Staff = people.read_staff(row)
    return Desk(staff, read_municipality(row), session="", csrf="", seen_at=now)


def read_chat(seal: Seal, row: Row) -> int:
    """Open the handle of a linked chat."""
    return int(seal.open(row["handle"], handle_place(row["staff_id"])))


def who(seal: Seal, chat: int) -> str:
    """Name a leader's chat so that the database tells nobody whose it is."""
    return seal.pseudonym("staff", f"telegram:{chat}")


def handle_place(staff_id: str) -> str:
    """Name the place that a leader's handle is sealed for."""
    return f"staff_telegram.handle:{staff_id}"
