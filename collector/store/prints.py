"""Statements about near-copies: a keyed number of what a text shares with its copies, never a word of it.

One rule: a print goes with the text that it was made of, and the last of its kind takes the kind with it.
"""

from typing import NamedTuple

from collector.store.counts_in import Extent
from collector.store.front import Tx

MANY = 5
"""So many alike in one round are near-copies."""
AT_MOST = 2000
"""So many of one kind are looked at; more are told as so many."""
KINDS = 20


class Kind(NamedTuple):
    """Wishes of a round that say the same: how many are approved, and how many voices said it."""

    wish_id: str
    n: int
    voices: int


def put(tx: Tx, wish_id: str, print_: int | None) -> None:
    """Keep the print of a wish's text, and note where it is one of many."""
    forget(tx, wish_id)
    if print_ is None:
        return
    tx.run("INSERT INTO wish_prints (wish_id, print) VALUES (:id, :print)", id=wish_id, print=print_)
    tx.run(
        """INSERT INTO copied (round_id, print)
        SELECT w.round_id, :print FROM wishes w WHERE w.id = :id AND (
            SELECT COUNT(*) FROM (SELECT 1 FROM wish_prints p JOIN wishes o ON o.id = p.wish_id
                WHERE p.print = :print AND o.round_id = w.round_id LIMIT :many) AS these) >= :many
        ON CONFLICT (round_id, print) DO NOTHING""",
        id=wish_id,
        print=print_,
        many=MANY,
    )


def forget(tx: Tx, wish_id: str) -> None:
    """Let a wish have no print, before its text changes or goes."""
    row = tx.one("DELETE FROM wish_prints WHERE wish_id = :id RETURNING print", id=wish_id)
    if row:
        tx.run(
            """DELETE FROM copied WHERE print = :print
            AND NOT EXISTS (SELECT 1 FROM wish_prints WHERE print = :print)""",
            print=row["print"],
        )


def copies(tx: Tx, of: Extent) -> list[Kind]:
    """List the near-copies that are approved in some rounds, the most first."""
    found = []
    for round_id in of.round_ids:
        kinds = tx.all(
            "SELECT print FROM copied WHERE round_id = :id ORDER BY print LIMIT :kinds",
            id=round_id,
            kinds=KINDS,
        )
        found += [_count(tx, round_id, row["print"]) for row in kinds]
    return sorted((kind for kind in found if kind.n >= MANY), key=lambda kind: (-kind.n, kind.wish_id))


def _count(tx: Tx, round_id: str, print_: int) -> Kind:
    (row,) = tx.all(
        """SELECT MIN(id) AS wish_id, COUNT(*) AS n, COUNT(DISTINCT voice) AS voices FROM (
            SELECT w.id, COALESCE(w.talk_id, w.id) AS voice FROM wish_prints p
            JOIN wishes w ON w.id = p.wish_id
            WHERE p.print = :print AND w.round_id = :id AND w.state = 'approved' LIMIT :most) AS these""",
        print=print_,
        id=round_id,
        most=AT_MOST,
    )
    return Kind(row["wish_id"] or "", int(row["n"]), int(row["voices"]))
