"""Statements about messages that we begin ourselves: which wait, and how many somebody has had lately.

One rule: nothing here holds back what answers words just written, and no help card.
"""

from collector.store.front import Row, Tx
from collector.store.outgoing import OURS


def place_of(tx: Tx, talk_id: str) -> str:
    """Name the municipality of a talk."""
    (row,) = tx.all("SELECT municipality_id FROM talks WHERE id = :talk_id", talk_id=talk_id)
    return str(row["municipality_id"])


def note(tx: Tx, id: str, talk_id: str, now: int) -> None:
    """Remember that somebody got a message that we began."""
    tx.run(
        """INSERT INTO begun_by_us (id, talk_id, at) SELECT :id, t.id, :now FROM talks t WHERE t.id = :talk_id
        ON CONFLICT (id) DO NOTHING""",
        id=id,
        talk_id=talk_id,
        now=now,
    )


def moments(tx: Tx, talk_id: str, since: int, until: int) -> list[int]:
    """List when somebody got one, the oldest first."""
    rows = tx.all(
        "SELECT at FROM begun_by_us WHERE talk_id = :talk_id AND at > :since AND at <= :until ORDER BY at",
        talk_id=talk_id,
        since=since,
        until=until,
    )
    return [int(row["at"]) for row in rows]


def drop_old(tx: Tx, before: int) -> int:
    """Forget what counts in nobody's week any more."""
    return tx.run("DELETE FROM begun_by_us WHERE at <= :before", before=before)


def put_off_here(tx: Tx, channel: str, municipality_id: str, now: int, due_at: int) -> None:
    """Let everything that we would begin in a municipality wait until a moment."""
    tx.run(
        f"""UPDATE outgoing SET due_at = :due_at WHERE channel = :channel AND given_up_at IS NULL
        AND urgent = {OURS} AND due_at <= :now AND claimed_until IS NULL
        AND talk_id IN (SELECT id FROM talks WHERE municipality_id = :municipality_id)""",
        channel=channel,
        municipality_id=municipality_id,
        now=now,
        due_at=due_at,
    )


def put_off_talk(tx: Tx, talk_id: str, due_at: int) -> None:
    """Let everything that we would begin in one talk wait until a moment."""
    tx.run(
        f"""UPDATE outgoing SET due_at = :due_at WHERE talk_id = :talk_id AND given_up_at IS NULL
        AND urgent = {OURS} AND claimed_until IS NULL""",
        talk_id=talk_id,
        due_at=due_at,
    )


def waiting_in(tx: Tx, talk_id: str) -> Row:
    """Count what waits in a talk, and about how many wishes."""
    (row,) = tx.all(
        f"""SELECT COUNT(*) AS n, COUNT(DISTINCT a.wish_id) AS wishes
        FROM outgoing o LEFT JOIN answers a ON a.id = o.id
        WHERE o.talk_id = :talk_id AND o.urgent = {OURS} AND o.given_up_at IS NULL""",
        talk_id=talk_id,
    )
    return row


def gather_into(tx: Tx, id: str, talk_id: str, body: bytes) -> None:
    """Let one message stand for all that wait in its talk."""
    tx.run(
        f"""DELETE FROM outgoing WHERE talk_id = :talk_id AND urgent = {OURS} AND given_up_at IS NULL
        AND claimed_until IS NULL AND id <> :id""",
        talk_id=talk_id,
        id=id,
    )
    tx.run("UPDATE outgoing SET body = :body WHERE id = :id", body=body, id=id)
