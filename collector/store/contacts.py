"""Statements about how somebody wants to be reached: sealed by its owner, and gone with its wish."""

from collector.store.erased import bury
from collector.store.front import Row, Tx


def put_contact(tx: Tx, wish_id: str, municipality_id: str, words: bytes, now: int) -> None:
    """Keep it for the case of this wish; what was said last stands."""
    tx.run(
        """INSERT INTO contacts (wish_id, municipality_id, words, made_at)
        VALUES (:wish_id, :municipality_id, :words, :now)
        ON CONFLICT (wish_id)
        DO UPDATE SET words = excluded.words, made_at = excluded.made_at, erase_at = NULL""",
        wish_id=wish_id,
        municipality_id=municipality_id,
        words=words,
        now=now,
    )


def find_contact(tx: Tx, wish_id: str) -> Row | None:
    """Find what was said, still sealed."""
    return tx.one("SELECT words, made_at, erase_at FROM contacts WHERE wish_id = :id", id=wish_id)


def erase_from(tx: Tx, wish_id: str, erase_at: int) -> None:
    """Say when it must be gone."""
    tx.run("UPDATE contacts SET erase_at = :at WHERE wish_id = :id", id=wish_id, at=erase_at)


def is_any_due(tx: Tx, now: int) -> bool:
    """Tell whether any is to be erased by now."""
    return tx.one("SELECT wish_id FROM contacts WHERE erase_at <= :now LIMIT 1", now=now) is not None


def due(tx: Tx, municipality_id: str, now: int, limit: int) -> list[Row]:
    """List the wishes whose contacts are to be erased by now."""
    return tx.all(
        """SELECT wish_id AS id FROM contacts WHERE municipality_id = :id AND erase_at <= :now
        ORDER BY erase_at LIMIT :limit""",
        id=municipality_id,
        now=now,
        limit=limit,
    )


def erase_due(tx: Tx, now: int) -> int:
    """Erase those whose time is up, and tell how many. The caller writes with `erases=True`."""
    due = tx.all("DELETE FROM contacts WHERE erase_at <= :now RETURNING wish_id", now=now)
    for row in due:
        bury(tx, "contact", row["wish_id"])
    return len(due)
