"""Statements about wishes that no tag fits yet.

One rule: what was flagged, is held back or was ever with the duty adult is never among them.
"""

from collector.store.front import Row, Tx


def untagged(tx: Tx, municipality_id: str, limit: int) -> list[Row]:
    """List the newest wishes that wait or are approved and are about no activity; masked texts alone."""
    return tx.all(
        f"""SELECT w.id, w.round_id, w.talk_id, w.source, w.language, w.text, k.channel, k.may_learn
        {UNTAGGED} ORDER BY w.id DESC LIMIT :limit""",
        id=municipality_id,
        limit=limit,
    )


def count_untagged(tx: Tx, municipality_id: str) -> int:
    """Count all of them."""
    row = tx.one(f"SELECT COUNT(*) AS n {UNTAGGED}", id=municipality_id)
    return int(row["n"]) if row else 0


UNTAGGED = """FROM wishes w LEFT JOIN talks k ON k.id = w.talk_id
    WHERE w.municipality_id = :id AND w.state IN ('waiting', 'approved')
    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.wish_id = w.id)
    AND NOT EXISTS (SELECT 1 FROM wish_tags t WHERE t.wish_id = w.id AND (
        (t.given = 1 AND t.kind IN ('activity', 'flag'))
        OR t.tag IN ('concern-now', 'concern', 'abusive')))"""


def texts_like_in_length(tx: Tx, wish_id: str, limit: int) -> list[str]:
    """List the texts of the same round about as long as a wish's own, the newest of each state.

    What is with the duty adult is not among them. The limit keeps it quick in a round of any size.
    """
    rows = tx.all(
        " UNION ALL ".join(
            f"""SELECT text FROM (SELECT w.text FROM wishes w JOIN wishes o ON o.id = :id
            WHERE w.round_id = o.round_id AND w.state = '{state}' AND w.id <> o.id
            AND LENGTH(w.text) BETWEEN LENGTH(o.text) / 2 AND LENGTH(o.text) * 2 + 2
            ORDER BY w.id DESC LIMIT :limit) AS {state.replace("-", "_")}_texts"""
            for state in ("waiting", "approved", "held", "not-a-wish")
        ),
        id=wish_id,
        limit=limit,
    )
    return [row["text"] for row in rows]
