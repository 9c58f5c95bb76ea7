"""Statements about messages on their way out: a row first, then a message.

One rule: the messages of one talk go out in the order they were said; only a help card may pass the others.
"""

from collector.store.front import Row, Tx

LEASE_MS = 60_000
"""Who claims a message and dies has lost it to another worker after so long."""

STANDS_FIRST = """o.channel = :channel AND o.given_up_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM outgoing e WHERE e.talk_id = o.talk_id AND e.given_up_at IS NULL
        AND e.place < o.place AND e.urgent >= o.urgent)"""
"""What may go: nothing else of its talk waits before it, unless it is a help card and that is not."""


def add_outgoing(
    tx: Tx, *, id: str, talk_id: str, channel: str, place: int, urgent: bool, body: bytes, now: int
) -> None:
    """Put a message in the queue; `place` orders the messages of one talk."""
    tx.run(
        """INSERT INTO outgoing (id, talk_id, channel, place, urgent, body, due_at)
        VALUES (:id, :talk_id, :channel, :place, :urgent, :body, :now)""",
        id=id,
        talk_id=talk_id,
        channel=channel,
        place=place,
        urgent=int(urgent),
        body=body,
        now=now,
    )


def claim_next(tx: Tx, channel: str, now: int) -> Row | None:
    """Claim the next message that is due, help cards first; of two workers who want it, one gets the next."""
    while (row := _next_due(tx, channel, now)) is not None:
        if _claim(tx, row["id"], now):
            return row
    return None


def _next_due(tx: Tx, channel: str, now: int) -> Row | None:
    return tx.one(
        f"""SELECT o.id, o.talk_id, o.urgent, o.body, o.tries + 1 AS tries, t.handle
        FROM outgoing o JOIN talks t ON t.id = o.talk_id
        WHERE {STANDS_FIRST} AND o.due_at <= :now AND (o.claimed_until IS NULL OR o.claimed_until <= :now)
        ORDER BY o.urgent DESC, o.id LIMIT 1""",
        channel=channel,
        now=now,
    )


def _claim(tx: Tx, id: str, now: int) -> bool:
    claimed = tx.run(
        """UPDATE outgoing SET claimed_until = :until, tries = tries + 1
        WHERE id = :id AND (claimed_until IS NULL OR claimed_until <= :now)""",
        id=id,
        until=now + LEASE_MS,
        now=now,
    )
    return claimed == 1


def next_due_at(tx: Tx, channel: str) -> int | None:
    """Tell when the next message may go, or None where nothing waits."""
    row = tx.one(
        f"""SELECT MIN(CASE WHEN o.claimed_until > o.due_at THEN o.claimed_until ELSE o.due_at END) AS at
        FROM outgoing o WHERE {STANDS_FIRST}""",
        channel=channel,
    )
    return row["at"] if row else None


def drop_outgoing(tx: Tx, id: str) -> None:
    """Forget a message that was delivered."""
    tx.run("DELETE FROM outgoing WHERE id = :id", id=id)


def recall(tx: Tx, id: str) -> bool:
    """Take back a message that nobody has begun to carry; tell whether it still waited."""
    return tx.run("DELETE FROM outgoing WHERE id = :id AND claimed_until IS NULL AND tries = 0", id=id) == 1


def free_place(tx: Tx, talk_id: str, at_least: int) -> int:
    """Find the next place behind everything that waits in a talk."""
    row = tx.one("SELECT MAX(place) AS last FROM outgoing WHERE talk_id = :talk_id", talk_id=talk_id)
    last = row["last"] if row else None
    return at_least if last is None else max(at_least, int(last) + 1)


def drop_all_of(tx: Tx, talk_id: str) -> None:
    """Forget everything on its way to somebody who is not there any more."""
    tx.run("DELETE FROM outgoing WHERE talk_id = :talk_id", talk_id=talk_id)


def count_of(tx: Tx, talk_id: str) -> int:
    """Count what is on its way to somebody."""
    (row,) = tx.all("SELECT COUNT(*) AS n FROM outgoing WHERE talk_id = :talk_id", talk_id=talk_id)
    return int(row["n"])


def count_all(tx: Tx) -> tuple[int, int]:
    """Count the messages that wait, and those that were given up."""
    row = tx.one("SELECT COUNT(*) AS n, COUNT(given_up_at) AS given_up FROM outgoing")
    return (int(row["n"] - row["given_up"]), int(row["given_up"])) if row else (0, 0)


def drop_said(tx: Tx, talk_id: str) -> None:
    """Forget what waits to be said in a talk, and what was given up; only a help card still goes out."""
    tx.run(
        "DELETE FROM outgoing WHERE talk_id = :talk_id AND (urgent = 0 OR given_up_at IS NOT NULL)",
        talk_id=talk_id,
    )


def put_back(tx: Tx, id: str, due_at: int, *, counts: bool = True) -> None:
    """Let a message wait for its next try; what was no try at all does not count as one."""
    tx.run(
        """UPDATE outgoing SET due_at = :due_at, claimed_until = NULL, tries = tries - :uncounted
        WHERE id = :id""",
        id=id,
        due_at=due_at,
        uncounted=0 if counts else 1,
    )


def give_up(tx: Tx, id: str, now: int) -> None:
    """Stop trying, visibly: the row stays."""
    tx.run("UPDATE outgoing SET given_up_at = :now, claimed_until = NULL WHERE id = :id", id=id, now=now)
