"""Statements about leaders' Telegram: which chat is whose, and who was told of which day."""

from collector.store.front import Row, Tx

LINKED = """SELECT t.handle, p.id AS staff_id, p.name AS staff_name, p.role,
    m.id AS municipality_id, m.name AS municipality_name, m.is_example, m.is_open
    FROM staff_telegram t JOIN staff p ON p.id = t.staff_id
    JOIN municipalities m ON m.id = p.municipality_id"""


def use_link_code(tx: Tx, code: str, now: int) -> Row | None:
    """Use a code up and tell whose it was; of two who try at once, one is told None."""
    row = tx.one(
        """SELECT p.id AS staff_id, p.name AS staff_name, p.role, m.id AS municipality_id,
            m.name AS municipality_name, m.is_example, m.is_open
        FROM link_codes c JOIN staff p ON p.id = c.staff_id JOIN municipalities m ON m.id = p.municipality_id
        WHERE c.code = :code AND c.ends_at > :now AND p.ended_at IS NULL""",
        code=code,
        now=now,
    )
    return row if tx.run("DELETE FROM link_codes WHERE code = :code", code=code) == 1 else None


def link_chat(
    tx: Tx, staff_id: str, who: str, handle: bytes, hour: int, told_day: str | None, now: int
) -> None:
    """Let a chat be this person's and nobody else's; an older link of either goes."""
    tx.run("DELETE FROM staff_telegram WHERE staff_id = :id OR who = :who", id=staff_id, who=who)
    tx.run(
        """INSERT INTO staff_telegram (staff_id, who, handle, hour, told_day, made_at)
        VALUES (:staff_id, :who, :handle, :hour, :told_day, :now)""",
        staff_id=staff_id,
        who=who,
        handle=handle,
        hour=hour,
        told_day=told_day,
        now=now,
    )


def find_linked(tx: Tx, who: str) -> Row | None:
    """Find the one whose chat this is, while they work here."""
    return tx.one(f"{LINKED} WHERE t.who = :who AND p.ended_at IS NULL", who=who)


def unlink_chat(tx: Tx, who: str) -> bool:
    """Forget a chat; tell whether it was anybody's."""
    return tx.run("DELETE FROM staff_telegram WHERE who = :who", who=who) == 1


def unlink_staff(tx: Tx, staff_id: str) -> None:
    """Forget somebody's chat."""
    tx.run("DELETE FROM staff_telegram WHERE staff_id = :id", id=staff_id)


def unlink_ended(tx: Tx) -> None:
    """Forget the chats of those who do not work here any more."""
    tx.run(
        """DELETE FROM staff_telegram
        WHERE staff_id IN (SELECT id FROM staff WHERE ended_at IS NOT NULL)"""
    )


def linked_and_untold(tx: Tx, hour: int, day: str) -> list[Row]:
    """List those whose hour has come and who were not told of this day."""
    return tx.all(
        f"""{LINKED} WHERE t.hour <= :hour AND (t.told_day IS NULL OR t.told_day <> :day)
            AND p.ended_at IS NULL ORDER BY t.staff_id""",
        hour=hour,
        day=day,
    )


def note_told(tx: Tx, staff_id: str, day: str) -> bool:
    """Note that somebody is told of a day; of two who would tell, one is answered False."""
    noted = tx.run(
        """UPDATE staff_telegram SET told_day = :day
        WHERE staff_id = :id AND (told_day IS NULL OR told_day <> :day)""",
        id=staff_id,
        day=day,
    )
    return noted == 1


def take_back_told(tx: Tx, staff_id: str, day: str) -> None:
    """Note that somebody could not be told after all."""
    tx.run(
        "UPDATE staff_telegram SET told_day = NULL WHERE staff_id = :id AND told_day = :day",
        id=staff_id,
        day=day,
    )
