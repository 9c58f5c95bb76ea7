"""Ties a leader's Telegram chat to her desk, by a code from her signed-in page that works once.

One rule: a chat says nothing about who writes in it but what the code said, and only while she works here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from collector.desk import Desk
from collector.here import day_of, hour_of
from collector.model import Staff
from collector.resting import rests
from collector.sealing import Seal
from collector.store import links, people
from collector.store.front import Row, Tx
from collector.store.rounds import read_municipality

FIRST_HOUR = 15
"""The counts come at three, before the youth club opens, until somebody chooses otherwise."""
HOURS = range(6, 22)
"""The hours to choose from: nobody needs counts at night."""
WEEKDAYS = range(7)
LANGUAGES = ("nb", "nn", "en")


class NoSuchCode(Exception):
    """The code was used before, is too old or was never ours: the asker cannot tell which."""


class NothingToTell(Exception):
    """This role reviews no wishes, so there is nothing to send."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A leader, and where she is reached."""

    desk: Desk
    chat: int
    language: str = "nb"
    due_day: str = ""
    """The day that she is to be told of."""
    since: int = 0
    """Until when she has been told."""
    weekly: bool = False


def link(tx: Tx, seal: Seal, code: str, chat: int, now: int) -> Linked:
    """Use a code up and tie this chat to the desk it was made at."""
    row = links.use_link_code(tx, seal.fingerprint(code), now)
    if row is None:
        raise NoSuchCode
    desk = read_desk(row, now)
    if not desk.may_review:
        raise NothingToTell
    handle = seal.seal(str(chat), handle_place(desk.staff.id))
    had = links.link_of(tx, desk.staff.id)  # another phone: what she chose stands
    hour, weekday = (had["hour"], had["weekday"]) if had else (FIRST_HOUR, None)
    links.link_chat(
        tx,
        desk.staff.id,
        who(seal, chat),
        handle,
        hour=hour,
        weekday=weekday,
        language=row["language"],
        told_day=due_day(hour, weekday, now),
        now=now,
    )
    return Linked(desk, chat, row["language"])


def choose(tx: Tx, desk: Desk, hour: int, weekday: int | None, language: str, now: int) -> bool:
    """Let somebody's counts come at another hour, from its next time on; tell whether they have a chat."""
    had = links.link_of(tx, desk.staff.id)
    if had is None:
        return False
    same = (had["hour"], had["weekday"]) == (hour, weekday)
    told_day = None if same else due_day(hour, weekday, now)
    return links.choose(tx, desk.staff.id, hour=hour, weekday=weekday, language=language, told_day=told_day)


def due_day(hour: int, weekday: int | None, now: int) -> str:
    """Name the last day on which the hour came: each day, or one day of the week.

    >>> monday_16 = 1_790_000_000_000
    >>> [due_day(hour, weekday, monday_16) for hour, weekday in ((15, None), (17, None), (15, 0), (17, 0))]
    ['2026-09-21', '2026-09-20', '2026-09-21', '2026-09-14']
    """
    day = date.fromisoformat(day_of(now))
    if hour > hour_of(now):
        day -= timedelta(days=1)
    if weekday is not None:
        day -= timedelta(days=(day.weekday() - weekday) % 7)
    return day.isoformat()


def find_linked(tx: Tx, seal: Seal, chat: int, now: int) -> Linked | None:
    """Find whose a chat is, while its owner works here and still reviews wishes."""
    row = links.find_linked(tx, who(seal, chat))
    desk = read_desk(row, now) if row else None
    return Linked(desk, chat, row["language"]) if row and desk and desk.may_review else None


def find_staff(tx: Tx, seal: Seal, staff_id: str, now: int) -> Linked | None:
    """Find somebody's chat, while they work here."""
    row = links.linked_staff(tx, staff_id)
    return read_linked(seal, row, now) if row else None


def unlink(tx: Tx, seal: Seal, chat: int) -> bool:
    """Untie a chat; tell whether it was tied."""
    return links.unlink_chat(tx, who(seal, chat))


def untold(tx: Tx, seal: Seal, now: int) -> list[Linked]:
    """List those whose hour has come today and who were not told yet, where nobody rests.

    Where a day was missed whole, each is told at their next hour, of everything since they were told last.
    """
    rows = [
        row
        for row in links.linked(tx)
        if row["hour"] <= hour_of(now) and row["told_day"] != due_day(row["hour"], row["weekday"], now)
    ]
    resting = {here for here in {row["municipality_id"] for row in rows} if rests(tx, here, now)}
    return [read_linked(seal, row, now) for row in rows if row["municipality_id"] not in resting]


def read_linked(seal: Seal, row: Row, now: int) -> Linked:
    """Read somebody to tell."""
    since, day = row["told_at"] or row["made_at"], due_day(row["hour"], row["weekday"], now)
    chat, weekly = read_chat(seal, row), row["weekday"] is not None
    return Linked(read_desk(row, now), chat, row["language"], day, since, weekly)


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
