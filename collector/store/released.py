"""Statements about wishes whose own words a leader lets stand in public.

One rule: they stand there only while their sender says yes, too, and only as long as the words are those that
the leader saw: new words, one hidden by hand, or a no, take the row away (`wishes.reword`, `hidden.put`,
`parts`, `wishes.let_show`).
"""

from typing import NamedTuple

from collector.store import published
from collector.store.front import Tx
from collector.store.told import TOLD

MOST = 200


class Quote(NamedTuple):
    """What somebody wished for, in her own words, and the answer that she got."""

    words: str
    language: str
    round_id: str
    status: str
    answer: str


def release(tx: Tx, wish_id: str, municipality_id: str, staff_id: str, now: int) -> None:
    """Let the words of a wish stand in public."""
    tx.run(
        """INSERT INTO released (wish_id, municipality_id, staff_id, at)
        VALUES (:wish_id, :municipality_id, :staff_id, :now) ON CONFLICT DO NOTHING""",
        wish_id=wish_id,
        municipality_id=municipality_id,
        staff_id=staff_id,
        now=now,
    )


def withdraw(tx: Tx, wish_id: str) -> int:
    """Let the words of a wish stand in public no more, nor in what was published."""
    published.take_out(tx, wish_id)
    return tx.run("DELETE FROM released WHERE wish_id = :id", id=wish_id)


def is_released(tx: Tx, wish_id: str) -> bool:
    """Tell whether a leader lets the words of a wish stand in public."""
    return tx.one("SELECT wish_id FROM released WHERE wish_id = :id", id=wish_id) is not None


def quotes_here(tx: Tx, municipality_id: str) -> list[Quote]:
    """List the words that may be shown, those released last first, with the answers that stand to them."""
    rows = tx.all(
        f"""SELECT w.text, w.language, w.round_id, a.status, {TOLD} AS answer FROM released r
        JOIN wishes w ON w.id = r.wish_id JOIN answers a ON a.id = w.answer_id
        WHERE r.municipality_id = :id AND w.may_show = 1 AND w.state = 'approved'
        ORDER BY r.at DESC LIMIT :most""",
        id=municipality_id,
        most=MOST,
    )
    return [
        Quote(row["text"], row["language"], row["round_id"], row["status"], row["answer"]) for row in rows
    ]
