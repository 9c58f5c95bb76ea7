"""Statements about wishes that were found to be the same: each keeps its voice and its source."""

from collector.model import Wish
from collector.store.front import Tx
from collector.store.wishes import COLUMNS, with_tags


def ones(tx: Tx, wish_id: str) -> list[Wish]:
    """List the wishes that are one with another, in one order always."""
    return with_tags(tx, tx.all(f"SELECT {COLUMNS} FROM wishes WHERE same_as = :id ORDER BY id", id=wish_id))


def put(tx: Tx, wish_id: str, same_as: str | None) -> None:
    """Let a wish be one with another, or stand by itself."""
    tx.run("UPDATE wishes SET same_as = :same_as WHERE id = :id", id=wish_id, same_as=same_as)


def count_voices(tx: Tx, wish_id: str) -> int:
    """Count who said a wish, as far as can be known: each talk once, and each note by itself."""
    (row,) = tx.all(
        """SELECT COUNT(DISTINCT COALESCE(talk_id, id)) AS n FROM wishes
        WHERE id = :id OR same_as = :id""",
        id=wish_id,
    )
    return int(row["n"])
