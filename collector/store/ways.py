"""Statements about ways in that somebody has begun and not ended: each can be ended once, and soon.

One rule: whoever takes one takes it away, also when what is shown then is wrong.
"""

from collector.store.front import Tx


def put(tx: Tx, token: str, what: str, sealed: bytes, now: int, ends_at: int) -> None:
    """Keep what was begun under a token; what was begun under it before goes, and so do all that are over."""
    tx.run("DELETE FROM ways_begun WHERE token = :token OR ends_at <= :now", token=token, now=now)
    tx.run(
        "INSERT INTO ways_begun (token, what, sealed, ends_at) VALUES (:token, :what, :sealed, :ends_at)",
        token=token,
        what=what,
        sealed=sealed,
        ends_at=ends_at,
    )


def take(tx: Tx, token: str, what: str, now: int) -> bytes | None:
    """Take what was begun; of two who try at once, one is told None."""
    row = tx.one(
        "SELECT sealed FROM ways_begun WHERE token = :token AND what = :what AND ends_at > :now",
        token=token,
        what=what,
        now=now,
    )
    gone = tx.run("DELETE FROM ways_begun WHERE token = :token", token=token)
    return bytes(row["sealed"]) if row and gone == 1 else None
