"""Statements about wishes that were read in a hurry and are to be read again."""

from collector.store.front import Row, Tx


def read_again(tx: Tx, wish_id: str) -> None:
    """Remember that a wish is to be read again."""
    tx.run("INSERT INTO to_read_again (wish_id) VALUES (:id) ON CONFLICT DO NOTHING", id=wish_id)


def next_to_read(tx: Tx, most: int) -> list[Row]:
    """Fetch those that wait, oldest first, with their sealed words."""
    return tx.all(
        """SELECT w.id, w.raw, w.talk_id FROM to_read_again a JOIN wishes w ON w.id = a.wish_id
        WHERE w.raw IS NOT NULL ORDER BY a.wish_id LIMIT :most""",
        most=most,
    )


def was_read(tx: Tx, wish_id: str) -> bool:
    """Note that a wish was read again; only one of several who did so is told yes."""
    return tx.run("DELETE FROM to_read_again WHERE wish_id = :id", id=wish_id) == 1


def count_waiting(tx: Tx) -> int:
    """Count the wishes that wait to be read again."""
    row = tx.one("SELECT COUNT(*) AS n FROM to_read_again")
    return int(row["n"]) if row else 0
