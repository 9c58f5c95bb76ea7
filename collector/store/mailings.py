"""Statements about summaries that are mailed: which, to whom, and each letter as a row before it is a mail.

One rule: a letter is planned once for each person and moment, and of two carriers who want it one gets it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from collector.ids import new_id
from collector.store.erased import bury
from collector.store.front import Row, Tx
from collector.store.holding import hold_next

LEASE_MS = 120_000
"""Longer than it takes to make a document and hand it over."""
WAITS = "l.settled_at IS NULL AND m.ended_at IS NULL AND s.ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class Mailing:
    """What was chosen: a round, or all; each week on a day, or once; at an hour."""

    id: str
    municipality_id: str
    round_id: str | None
    staff_id: str
    weekday: int | None
    day: str | None
    hour: int
    language: str
    next_at: int | None


COLUMNS = "id, municipality_id, round_id, staff_id, weekday, day, hour, language, next_at"


def add_mailing(tx: Tx, mailing: Mailing, people: Mapping[str, str], now: int) -> None:
    """Keep a mailing and to whom it goes: each one's address by who it is."""
    tx.run(
        f"""INSERT INTO mailings ({COLUMNS}, made_at)
        VALUES (:id, :municipality_id, :round_id, :staff_id, :weekday, :day, :hour, :language, :next_at, :now)
        """,
        **{name: getattr(mailing, name) for name in COLUMNS.split(", ")},
        now=now,
    )
    tx.many(
        "INSERT INTO mailing_people (mailing_id, staff_id, mail) VALUES (:mailing_id, :staff_id, :mail)",
        [{"mailing_id": mailing.id, "staff_id": who, "mail": mail} for who, mail in sorted(people.items())],
    )


def end_mailing(tx: Tx, municipality_id: str, mailing_id: str, now: int) -> bool:
    """End a mailing at once, and forget the addresses; tell whether it went on until now."""
    ended = tx.run(
        """UPDATE mailings SET ended_at = :now, next_at = NULL
        WHERE id = :id AND municipality_id = :municipality_id AND ended_at IS NULL""",
        id=mailing_id,
        municipality_id=municipality_id,
        now=now,
    )
    if ended:
        tx.run("DELETE FROM mailing_people WHERE mailing_id = :id", id=mailing_id)
        bury(tx, "mailing", mailing_id)
    return bool(ended)


def end_again(tx: Tx, mailing_id: str, at: int) -> bool:
    """End a mailing that an old copy brought back."""
    row = tx.one("SELECT municipality_id FROM mailings WHERE id = :id AND ended_at IS NULL", id=mailing_id)
    return row is not None and end_mailing(tx, row["municipality_id"], mailing_id, at)


def mailings_of(tx: Tx, municipality_id: str, round_id: str | None) -> list[Mailing]:
    """List the mailings of a round, or of all, that have not ended."""
    of = "round_id = :round_id" if round_id else "round_id IS NULL"
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM mailings
        WHERE municipality_id = :municipality_id AND ended_at IS NULL AND {of} ORDER BY id""",
        municipality_id=municipality_id,
        **({"round_id": round_id} if round_id else {}),
    )
    return [Mailing(**dict(row)) for row in rows]


def find_mailing(tx: Tx, mailing_id: str) -> Mailing | None:
    """Find a mailing."""
    row = tx.one(f"SELECT {COLUMNS} FROM mailings WHERE id = :id", id=mailing_id)
    return Mailing(**dict(row)) if row else None


def people_of(tx: Tx, mailing_id: str) -> list[Row]:
    """List to whom a mailing goes."""
    return tx.all(
        """SELECT p.staff_id, p.mail, s.name FROM mailing_people p JOIN staff s ON s.id = p.staff_id
        WHERE p.mailing_id = :id AND s.ended_at IS NULL ORDER BY s.name, s.id""",
        id=mailing_id,
    )


def last_letters(tx: Tx, mailing_id: str) -> list[Row]:
    """List the letters of the last time, and what became of each."""
    return tx.all(
        """SELECT l.planned_at, l.tries, l.settled_at, l.became, s.name FROM mailing_letters l
        JOIN staff s ON s.id = l.staff_id
        WHERE l.mailing_id = :id
        AND l.planned_at = (SELECT MAX(planned_at) FROM mailing_letters WHERE mailing_id = :id)
        ORDER BY s.name, s.id""",
        id=mailing_id,
    )


def is_any_due(tx: Tx, now: int) -> bool:
    """Tell whether there is anything to plan or to send."""
    return bool(due(tx, now)) or next_due(tx, now) is not None


def due(tx: Tx, now: int) -> list[Mailing]:
    """List the mailings whose moment has come."""
    rows = tx.all(
        f"""SELECT {COLUMNS} FROM mailings WHERE next_at IS NOT NULL AND ended_at IS NULL AND next_at <= :now
        ORDER BY next_at, id""",
        now=now,
    )
    return [Mailing(**dict(row)) for row in rows]


def plan(tx: Tx, mailing: Mailing, next_at: int | None, now: int) -> bool:
    """Plan the letters of a moment that has come; of two who do it at once, one does."""
    moved = tx.run(
        "UPDATE mailings SET next_at = :next_at WHERE id = :id AND next_at = :came AND ended_at IS NULL",
        id=mailing.id,
        came=mailing.next_at,
        next_at=next_at,
    )
    if not moved:
        return False
    tx.many(
        """INSERT INTO mailing_letters (id, mailing_id, staff_id, planned_at, due_at)
        VALUES (:id, :mailing_id, :staff_id, :planned_at, :now) ON CONFLICT DO NOTHING""",
        [
            {
                "id": new_id(now),
                "mailing_id": mailing.id,
                "staff_id": row["staff_id"],
                "planned_at": mailing.next_at,
                "now": now,
            }
            for row in people_of(tx, mailing.id)
        ],
    )
    return True


def next_due(tx: Tx, now: int) -> Row | None:
    """Find the letter to send next."""
    return tx.one(
        f"""SELECT l.id, l.mailing_id, l.staff_id, l.tries + 1 AS tries, p.mail
        FROM mailing_letters l JOIN mailings m ON m.id = l.mailing_id JOIN staff s ON s.id = l.staff_id
        JOIN mailing_people p ON p.mailing_id = l.mailing_id AND p.staff_id = l.staff_id
        WHERE {WAITS} AND l.due_at <= :now AND (l.claimed_until IS NULL OR l.claimed_until <= :now)
        ORDER BY l.due_at, l.id LIMIT 1""",
        now=now,
    )


def claim_next(tx: Tx, now: int) -> Row | None:
    """Claim the next letter; of two carriers who want it, one gets it."""
    return hold_next(tx, "mailing_letters", "settled_at IS NULL", next_due, now, LEASE_MS)


def put_back(tx: Tx, letter_id: str, due_at: int) -> None:
    """Let a letter that did not get through wait for its next try."""
    tx.run(
        "UPDATE mailing_letters SET due_at = :due_at, claimed_until = NULL WHERE id = :id",
        id=letter_id,
        due_at=due_at,
    )


def settle(tx: Tx, letter_id: str, became: str, now: int) -> None:
    """Note what became of a letter: it was sent, there was nothing to send, or it did not get through."""
    tx.run(
        """UPDATE mailing_letters SET settled_at = :now, became = :became, claimed_until = NULL
        WHERE id = :id AND settled_at IS NULL""",
        id=letter_id,
        became=became,
        now=now,
    )
