"""Statements about messages on their way out: a row first, then a message.

One rule: the messages of one talk go out in the order they were said; only what is more urgent may pass.
"""

from collector.store.front import Row, Tx

CARD, REPLY, OURS = 1, 0, -1
"""How urgent a message is: a help card, what answers words just written, and what we begin ourselves."""
LEASE_MS = 60_000
"""Who claims a message and dies has lost it to another worker after so long."""
FAR_MS = 60 * 60 * 1000
"""Nothing but what we begin ourselves is ever planned so far ahead: a clock was wrong."""

STANDS_FIRST = """o.channel = :channel AND o.given_up_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM outgoing e WHERE e.talk_id = o.talk_id AND e.given_up_at IS NULL
        AND e.place < o.place AND e.urgent >= o.urgent)"""
"""What may go: nothing else of its talk waits before it, unless this is more urgent."""


def add_outgoing(
    tx: Tx, *, id: str, talk_id: str, channel: str, place: int, urgent: int, body: bytes, now: int
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


def claim_next(tx: Tx, channel: str, urgent: int, now: int) -> Row | None:
    """Claim the next message of one kind that is due; of two workers who want it, one gets the next.

    A chat that rests holds nothing back but a help card.
    """
    return tx.one(
        f"""UPDATE outgoing SET claimed_until = :until, tries = tries + 1 WHERE id = (
            SELECT o.id FROM outgoing o JOIN talks t ON t.id = o.talk_id
            WHERE {STANDS_FIRST} AND o.urgent = :urgent AND o.due_at <= :now
            AND (o.claimed_until IS NULL OR o.claimed_until <= :now)
            AND (t.free_at <= :now OR o.urgent = {CARD})
            ORDER BY o.due_at, o.id LIMIT 1 {tx.past_locked})
        AND (claimed_until IS NULL OR claimed_until <= :now)
        RETURNING id, talk_id, urgent, body, tries,
            (SELECT t.handle FROM talks t WHERE t.id = outgoing.talk_id) AS handle""",
        channel=channel,
        urgent=urgent,
        now=now,
        until=now + LEASE_MS,
    )


def next_due_at(tx: Tx, channel: str) -> int | None:
    """Tell when the next message may go, or None where nothing waits; what we begin may then still wait."""
    row = tx.one(
        f"""SELECT MIN(CASE WHEN o.claimed_until > o.due_at AND o.claimed_until > t.free_at
                THEN o.claimed_until
            WHEN t.free_at > o.due_at AND o.urgent < {CARD} THEN t.free_at ELSE o.due_at END) AS at
        FROM outgoing o JOIN talks t ON t.id = o.talk_id WHERE {STANDS_FIRST} AND o.urgent >= {REPLY}""",
        channel=channel,
    )
    ours = tx.one(
        f"""SELECT MIN(due_at) AS at FROM outgoing
        WHERE channel = :channel AND given_up_at IS NULL AND urgent = {OURS}""",
        channel=channel,
    )
    found = [each["at"] for each in (row, ours) if each is not None and each["at"] is not None]
    return min(found, default=None)


def drop_outgoing(tx: Tx, id: str) -> None:
    """Forget a message that was delivered."""
    tx.run("DELETE FROM outgoing WHERE id = :id", id=id)


def let_rest(tx: Tx, talk_id: str, until: int) -> None:
    """Let a chat rest; whoever sends next goes by it, in whichever process."""
    tx.run("UPDATE talks SET free_at = :until WHERE id = :talk_id", talk_id=talk_id, until=until)


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


def count_kinds(tx: Tx, municipality_id: str) -> list[Row]:
    """Count the messages of a municipality by kind, those given up by what they failed by."""
    return tx.all(
        """SELECT o.urgent, o.why, CASE WHEN o.given_up_at IS NULL THEN 0 ELSE 1 END AS is_up,
            COUNT(*) AS n, MIN(COALESCE(o.given_up_at, o.due_at)) AS since,
            SUM(CASE WHEN o.tries > 1 THEN 1 ELSE 0 END) AS tried
        FROM outgoing o JOIN talks t ON t.id = o.talk_id WHERE t.municipality_id = :id
        GROUP BY o.urgent, o.why, CASE WHEN o.given_up_at IS NULL THEN 0 ELSE 1 END
        ORDER BY o.urgent DESC, o.why""",
        id=municipality_id,
    )


def try_again(tx: Tx, municipality_id: str, now: int) -> int:
    """Let what was given up be tried again; tell how many those are."""
    return tx.run(
        """UPDATE outgoing SET given_up_at = NULL, why = '', tries = 0, due_at = :now
        WHERE given_up_at IS NOT NULL AND talk_id IN (SELECT id FROM talks WHERE municipality_id = :id)""",
        id=municipality_id,
        now=now,
    )


def drop_said(tx: Tx, talk_id: str) -> None:
    """Forget what waits to be said in a talk, and what was given up; only a help card still goes out."""
    tx.run(
        f"DELETE FROM outgoing WHERE talk_id = :talk_id AND (urgent < {CARD} OR given_up_at IS NOT NULL)",
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


def give_up(tx: Tx, id: str, why: str, now: int) -> None:
    """Stop trying, visibly: the row stays, with the kind of what went wrong."""
    tx.run(
        "UPDATE outgoing SET given_up_at = :now, claimed_until = NULL, why = :why WHERE id = :id",
        id=id,
        why=why,
        now=now,
    )


def begin_anew(tx: Tx, channel: str, now: int) -> None:
    """Let what was planned by a clock that was wrong be due now: too far ahead, or held for too long."""
    tx.run(
        "UPDATE outgoing SET due_at = :now WHERE channel = :channel AND due_at > :far",
        channel=channel,
        now=now,
        far=now + FAR_MS,
    )
    tx.run(
        "UPDATE outgoing SET claimed_until = NULL WHERE channel = :channel AND claimed_until > :held",
        channel=channel,
        held=now + 2 * LEASE_MS,
    )
    tx.run(
        "UPDATE talks SET free_at = 0 WHERE channel = :channel AND free_at > :far",
        channel=channel,
        far=now + FAR_MS,
    )
