"""Statements that find wishes by the keyed numbers of their words.

One rule: every statement takes a bounded number of steps, however many wishes have a word.
"""

from typing import NamedTuple

from collector.store.front import Row, Tx
from collector.store.wishes import COLUMNS

NEXT_WITH_RAREST = """SELECT wish_id FROM wish_words
    WHERE word = :word0 AND wish_id < :before ORDER BY wish_id DESC LIMIT :many"""
NAMED = ", ".join(f"w.{column.strip()}" for column in COLUMNS.split(","))


class Asked(NamedTuple):
    """What is looked for: the numbers of the words, the rarest first, in which state, before which wish."""

    municipality_id: str
    words: tuple[int, ...]
    state: str
    before: str


def count_up_to(tx: Tx, word: int, most: int) -> int:
    """Count the wishes that have a word, up to a number beyond which it is only known to be frequent."""
    (row,) = tx.all(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM wish_words WHERE word = :word LIMIT :most) AS these",
        word=word,
        most=most,
    )
    return int(row["n"])


def pass_by(tx: Tx, asked: Asked, many: int) -> tuple[int, str]:
    """Tell how many wishes with the rarest word come next, up to so many, and which is the last of them."""
    (row,) = tx.all(
        f"SELECT COUNT(*) AS n, MIN(wish_id) AS last FROM ({NEXT_WITH_RAREST}) AS these",
        word0=asked.words[0],
        before=asked.before,
        many=many,
    )
    return int(row["n"]), row["last"] or ""


def with_all_words(tx: Tx, asked: Asked, many: int) -> list[Row]:
    """List those of them that have the other words too and that leaders may see, the newest first."""
    others = "".join(
        f" AND EXISTS (SELECT 1 FROM wish_words o WHERE o.word = :word{n} AND o.wish_id = w.id)"
        for n in range(1, len(asked.words))
    )
    state = {"state": asked.state} if asked.state else {}
    in_state = " AND w.state = :state" if state else ""
    return tx.all(
        f"""SELECT {NAMED} FROM ({NEXT_WITH_RAREST}) AS these JOIN wishes w ON w.id = these.wish_id
        WHERE w.municipality_id = :here AND w.state <> 'case'{in_state}{others}
        ORDER BY w.id DESC""",
        here=asked.municipality_id,
        before=asked.before,
        many=many,
        **state,
        **{f"word{n}": word for n, word in enumerate(asked.words)},
    )
