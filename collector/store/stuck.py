"""Statements about what came in from a messenger and could not be taken: ids and kinds of errors.

One rule: what is kept to try again is sealed, holds nothing of a profile, and goes with its sender's talk.
"""

from collector.store.erased import bury
from collector.store.front import Row, Tx


def put_aside(
    tx: Tx,
    *,
    id: str,
    municipality_id: str,
    channel: str,
    event_key: str,
    who: str,
    kind: str,
    error: str,
    tries: int,
    body: bytes | None,
    now: int,
) -> None:
    """Keep something that could not be taken; what came before only counts its tries."""
    tx.run(
        """INSERT INTO stuck (id, municipality_id, channel, event_key, who, kind, error, tries, body, at)
        VALUES (:id, :municipality_id, :channel, :event_key, :who, :kind, :error, :tries, :body, :now)
        ON CONFLICT (event_key) DO UPDATE SET tries = stuck.tries + :tries, error = :error, again = 0""",
        id=id,
        municipality_id=municipality_id,
        channel=channel,
        event_key=event_key,
        who=who,
        kind=kind,
        error=error,
        tries=tries,
        body=body,
        now=now,
    )


def list_stuck(tx: Tx, municipality_id: str, limit: int) -> list[Row]:
    """List what could not be taken, the newest first; never what was in it."""
    return tx.all(
        """SELECT id, channel, kind, error, tries, again, at, body IS NOT NULL AS is_whole FROM stuck
        WHERE municipality_id = :id ORDER BY id DESC LIMIT :limit""",
        id=municipality_id,
        limit=limit,
    )


def count_stuck(tx: Tx) -> int:
    """Count what could not be taken, everywhere."""
    (row,) = tx.all("SELECT COUNT(*) AS n FROM stuck")
    return int(row["n"])


def ask_again(tx: Tx, municipality_id: str, stuck_id: str) -> bool:
    """Ask for another try of what is whole; tell whether there is such a thing here."""
    touched = tx.run(
        "UPDATE stuck SET again = 1 WHERE id = :id AND municipality_id = :here AND body IS NOT NULL",
        id=stuck_id,
        here=municipality_id,
    )
    return touched == 1


def asked_again(tx: Tx, municipality_id: str, channel: str) -> list[Row]:
    """List what somebody wants tried once more, the oldest first."""
    return tx.all(
        """SELECT id, event_key, body FROM stuck WHERE again = 1 AND body IS NOT NULL
        AND municipality_id = :here AND channel = :channel ORDER BY id LIMIT 100""",
        here=municipality_id,
        channel=channel,
    )


def find_stuck(tx: Tx, municipality_id: str, stuck_id: str) -> Row | None:
    """Find one in its own municipality."""
    return tx.one(
        "SELECT id FROM stuck WHERE id = :id AND municipality_id = :here", id=stuck_id, here=municipality_id
    )


def drop_stuck(tx: Tx, stuck_id: str) -> bool:
    """Forget one for good."""
    bury(tx, "stuck", stuck_id)
    return tx.run("DELETE FROM stuck WHERE id = :id", id=stuck_id) == 1


def drop_stuck_of(tx: Tx, who: str) -> None:
    """Forget all that came from somebody whose talk goes."""
    for row in tx.all("SELECT id FROM stuck WHERE who = :who", who=who):
        drop_stuck(tx, row["id"])


def drop_old_stuck(tx: Tx, before: int) -> int:
    """Forget what nobody has looked at for so long."""
    rows = tx.all("SELECT id FROM stuck WHERE at <= :before", before=before)
    return sum(drop_stuck(tx, row["id"]) for row in rows)
