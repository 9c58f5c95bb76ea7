"""Statements that keep what wishes are searched by: keyed numbers of their words, never a word in the clear.

One rule: where a wish's text changes, its numbers go in the same transaction; new ones come a moment later.
"""

from collections.abc import Iterable
from typing import NamedTuple

from collector.store import prints
from collector.store.front import Row, Tx


class Text(NamedTuple):
    """A wish's text that is to be searched."""

    wish_id: str
    municipality_id: str
    text: str


def note(tx: Tx, wish_id: str) -> None:
    """Put a wish on the list of those that are to be made searchable."""
    tx.run("INSERT INTO to_index (wish_id) VALUES (:id) ON CONFLICT (wish_id) DO NOTHING", id=wish_id)


def begin_anew(tx: Tx, wish_id: str) -> None:
    """Let a wish whose text changes be found by nothing that it said, until it is read again."""
    tx.run("DELETE FROM wish_words WHERE wish_id = :id", id=wish_id)
    prints.forget(tx, wish_id)
    note(tx, wish_id)


def all_anew(tx: Tx) -> None:
    """Let every wish be made searchable once more: a copy holds no numbers of words."""
    tx.run("INSERT INTO to_index (wish_id) SELECT id FROM wishes WHERE text <> '' ON CONFLICT DO NOTHING")


def next_texts(tx: Tx, limit: int) -> list[Text]:
    """List texts that wait to be made searchable, the newest first, and take them off the list.

    They come off before they are read: what changes meanwhile is put on it again.
    """
    rows = tx.all("SELECT wish_id FROM to_index ORDER BY wish_id DESC LIMIT :limit", limit=limit)
    return [text for row in rows if (text := _take(tx, row["wish_id"]))]


def _take(tx: Tx, wish_id: str) -> Text | None:
    if not tx.run("DELETE FROM to_index WHERE wish_id = :id", id=wish_id):
        return None  # somebody else was quicker
    row = tx.one("SELECT id, municipality_id, text FROM wishes WHERE id = :id", id=wish_id)
    return _read(row) if row else None


def put(tx: Tx, found: Iterable[tuple[str, Iterable[int]]]) -> None:
    """Let wishes be found by these, and by no others."""
    rows = []
    for wish_id, words in found:
        tx.run("DELETE FROM wish_words WHERE wish_id = :id", id=wish_id)
        rows += [{"word": word, "id": wish_id} for word in words]
    tx.many("INSERT INTO wish_words (word, wish_id) VALUES (:word, :id)", rows)


def words_of(tx: Tx, wish_id: str) -> frozenset[int]:
    """List what a wish is found by."""
    rows = tx.all("SELECT word FROM wish_words WHERE wish_id = :id", id=wish_id)
    return frozenset(row["word"] for row in rows)


def count_left(tx: Tx) -> int:
    """Count the wishes that cannot be searched yet."""
    (row,) = tx.all("SELECT COUNT(*) AS n FROM to_index")
    return int(row["n"])


def count_left_here(tx: Tx, municipality_id: str, most: int) -> int:
    """Count those of one municipality that leaders may see, among so many that come next."""
    (row,) = tx.all(
        """SELECT COUNT(*) AS n
        FROM (SELECT wish_id FROM to_index ORDER BY wish_id DESC LIMIT :most) AS next_ones JOIN wishes w
        ON w.id = next_ones.wish_id WHERE w.municipality_id = :here AND w.state <> 'case'""",
        here=municipality_id,
        most=most,
    )
    return int(row["n"])


def at_both_ends(tx: Tx, many: int) -> list[Text]:
    """List the newest and the oldest texts that should be searchable by now."""
    statement = """SELECT id, municipality_id, text FROM wishes w
        WHERE NOT EXISTS (SELECT 1 FROM to_index t WHERE t.wish_id = w.id) ORDER BY id {} LIMIT :many"""
    rows = [*tx.all(statement.format("DESC"), many=many), *tx.all(statement.format("ASC"), many=many)]
    return list({row["id"]: _read(row) for row in rows}.values())


def _read(row: Row) -> Text:
    return Text(row["id"], row["municipality_id"], row["text"])
