"""Statements about leaders' Telegram: which chat is whose, and who was told of which day.

One rule: a link that somebody ended is named with its own moment, so that an old copy brings it back no more
and one that was made later stands.
"""

from collector.store.erased import bury
from collector.store.front import Row, Tx

LINKED = """SELECT t.handle, t.hour, t.weekday, t.language, t.told_day, t.told_at, t.made_at,
    p.id AS staff_id, p.name AS staff_name, p.role,
    m.id AS municipality_id, m.name AS municipality_name, m.is_example, m.is_open
    FROM staff_telegram t JOIN staff p ON p.id = t.staff_id
    JOIN municipalities m ON m.id = p.municipality_id"""


def use_link_code(tx: Tx, code: str, now: int) -> Row | None:
    """Use a code up and tell whose it was; of two who try at once, one is told None."""
    row = tx.one(
        """SELECT p.id AS staff_id, p.name AS staff_name, p.role, m.id AS municipality_id,
            m.name AS municipality_name, m.is_example, m.is_open, c.language
        FROM link_codes c JOIN staff p ON p.id = c.staff_id JOIN municipalities m ON m.id = p.municipality_id
        WHERE c.code = :code AND c.ends_at > :now AND p.ended_at IS NULL""",
        code=code,
        now=now,
    )
    return row if tx.run("DELETE FROM link_codes WHERE code = :code", code=code) == 1 else None


def link_chat(
    tx: Tx,
    staff_id: str,
    who: str,
    handle: bytes,
    *,
    hour: int,
    weekday: int | None,
    language: str,
    told_day: str,
    now: int,
) -> None:
    """Let a chat be this person's and nobody else's; an older link of either goes."""
    _end(tx, "staff_id = :id OR who = :who", id=staff_id, who=who)
    tx.run(
        """INSERT INTO staff_telegram
            (staff_id, who, handle, hour, weekday, language, told_day, told_at, made_at)
        VALUES (:staff_id, :who, :handle, :hour, :weekday, :language, :told_day, :now, :now)""",
        staff_id=staff_id,
        who=who,
        handle=handle,
        hour=hour,
        weekday=weekday,
        language=language,
        told_day=told_day,
        now=now,
    )


def choose(
    tx: Tx, staff_id: str, *, hour: int, weekday: int | None, language: str, told_day: str | None
) -> bool:
    """Let somebody be told at another hour, on one day or each, in another language."""
    touched = tx.run(
        """UPDATE staff_telegram SET hour = :hour, weekday = :weekday, language = :language,
            told_day = COALESCE(:told_day, told_day)
        WHERE staff_id = :id""",
        id=staff_id,
        hour=hour,
        weekday=weekday,
        language=language,
        told_day=told_day,
    )
    return touched == 1


def link_of(tx: Tx, staff_id: str) -> Row | None:
    """Find what somebody chose, if a chat is theirs."""
    return tx.one(
        "SELECT hour, weekday, language, told_day, made_at FROM staff_telegram WHERE staff_id = :id",
        id=staff_id,
    )


def find_linked(tx: Tx, who: str) -> Row | None:
    """Find the one whose chat this is, while they work here."""
    return tx.one(f"{LINKED} WHERE t.who = :who AND p.ended_at IS NULL", who=who)


def unlink_chat(tx: Tx, who: str) -> bool:
    """Forget a chat; tell whether it was anybody's."""
    return _end(tx, "who = :who", who=who) == 1


def unlink_staff(tx: Tx, staff_id: str) -> None:
    """Forget somebody's chat, what is on its way there, and a code that would tie another."""
    _end(tx, "staff_id = :id", id=staff_id)
    for table in ("case_notices", "link_codes"):
        tx.run(f"DELETE FROM {table} WHERE staff_id = :id", id=staff_id)


def unlink_again(tx: Tx, staff_id: str, made_at: int) -> bool:
    """End a link that was ended before; one that was made later stands."""
    ended = tx.run(
        "DELETE FROM staff_telegram WHERE staff_id = :id AND made_at <= :made_at",
        id=staff_id,
        made_at=made_at,
    )
    if ended:
        tx.run("DELETE FROM case_notices WHERE staff_id = :id", id=staff_id)
    return ended > 0


def _end(tx: Tx, which: str, **named: str) -> int:
    """Forget links and name them; tell how many they were."""
    rows = tx.all(f"DELETE FROM staff_telegram WHERE {which} RETURNING staff_id, made_at", **named)
    for row in rows:
        bury(tx, "link", f"{row['staff_id']}:{row['made_at']}")
    return len(rows)


def unlink_ended(tx: Tx) -> None:
    """Forget the chats of those who do not work here any more."""
    tx.run(
        """DELETE FROM staff_telegram
        WHERE staff_id IN (SELECT id FROM staff WHERE ended_at IS NOT NULL)"""
    )


def linked(tx: Tx) -> list[Row]:
    """List everybody whose chat is known and who works here."""
    return tx.all(f"{LINKED} WHERE p.ended_at IS NULL ORDER BY t.staff_id")


def linked_staff(tx: Tx, staff_id: str) -> Row | None:
    """Find somebody's chat, while they work here."""
    return tx.one(f"{LINKED} WHERE t.staff_id = :id AND p.ended_at IS NULL", id=staff_id)


def note_told(tx: Tx, staff_id: str, day: str) -> bool:
    """Note that somebody is told of a day; of two who would tell, one is answered False."""
    noted = tx.run(
        """UPDATE staff_telegram SET told_day = :day
        WHERE staff_id = :id AND (told_day IS NULL OR told_day <> :day)""",
        id=staff_id,
        day=day,
    )
    return noted == 1


def note_came(tx: Tx, staff_id: str, now: int) -> None:
    """Note until when somebody has been told: the next counts begin there."""
    tx.run("UPDATE staff_telegram SET told_at = :now WHERE staff_id = :id", id=staff_id, now=now)


def take_back_told(tx: Tx, staff_id: str, day: str) -> None:
    """Note that somebody could not be told after all."""
    tx.run(
        "UPDATE staff_telegram SET told_day = NULL WHERE staff_id = :id AND told_day = :day",
        id=staff_id,
        day=day,
    )


def count_linked(tx: Tx, municipality_id: str) -> int:
    """Count those who work here and have a chat."""
    (row,) = tx.all(
        """SELECT COUNT(*) AS n FROM staff_telegram t JOIN staff p ON p.id = t.staff_id
        WHERE p.municipality_id = :id AND p.ended_at IS NULL""",
        id=municipality_id,
    )
    return int(row["n"])
