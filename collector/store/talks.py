"""Statements about talks and the turns that they took. What a talk holds is sealed by its owner."""

from collector.store.erased import bury
from collector.store.front import AlreadyThere, Row, Tx
from collector.store.stuck import drop_stuck_of


class TalkMoved(AlreadyThere):
    """Another turn of the same talk was kept first."""


def find_talk(tx: Tx, who: str) -> Row | None:
    """Find a talk by the pseudonym of the one who talks."""
    return tx.one("SELECT * FROM talks WHERE who = :who", who=who)


def find_by_id(tx: Tx, talk_id: str) -> Row | None:
    """Find a talk that a wish names."""
    return tx.one("SELECT * FROM talks WHERE id = :id", id=talk_id)


def one_more_answer(tx: Tx, talk_id: str) -> Row | None:
    """Number an answer among all those to a talk, and tell how far the talk has come.

    The row is held until the commit, so the numbers are seen by others in their order, without a gap.
    """
    return tx.one(
        "UPDATE talks SET answers = answers + 1 WHERE id = :id RETURNING answers, version", id=talk_id
    )


def find_by_receipt(tx: Tx, receipt: str) -> Row | None:
    """Find a talk by the fingerprint of its receipt."""
    return tx.one("SELECT * FROM talks WHERE receipt = :receipt", receipt=receipt)


def find_by_words(tx: Tx, words: str) -> Row | None:
    """Find a talk by the fingerprint of its receipt's words."""
    return tx.one("SELECT * FROM talks WHERE words = :words", words=words)


def give_words(tx: Tx, talk_id: str, words: str) -> None:
    """Keep the fingerprint of a receipt's words; those of somebody else raise AlreadyThere."""
    tx.run("UPDATE talks SET words = :words WHERE id = :id", words=words, id=talk_id)


def erase_talk(tx: Tx, talk_id: str) -> None:
    """Erase a talk, its turns and what is on its way out; its wishes must be erased before it."""
    row = find_by_id(tx, talk_id)
    if row is not None:
        drop_stuck_of(tx, row["who"])
    tx.run("DELETE FROM talks WHERE id = :id", id=talk_id)
    bury(tx, "talk", talk_id)


def turn_of(tx: Tx, event_key: str) -> Row | None:
    """Tell which turn an event became, if it came before."""
    return tx.one("SELECT talk_id, turn FROM turns WHERE event_key = :key", key=event_key)


def add_talk(
    tx: Tx,
    *,
    id: str,
    municipality_id: str,
    round_id: str,
    channel: str,
    who: str,
    receipt: str,
    handle: bytes | None,
    now: int,
) -> None:
    """Keep a new talk, empty until its first turn."""
    tx.run(
        """INSERT INTO talks (id, municipality_id, round_id, channel, who, receipt, version, state,
            handle, touched_at)
        VALUES (:id, :municipality_id, :round_id, :channel, :who, :receipt, 0, :state, :handle, :now)""",
        id=id,
        municipality_id=municipality_id,
        round_id=round_id,
        channel=channel,
        who=who,
        receipt=receipt,
        state=b"",
        handle=handle,
        now=now,
    )


def move_talk(tx: Tx, talk_id: str, version: int, round_id: str, state: bytes, now: int) -> None:
    """Put the next state of a talk in place of the one with this version."""
    moved = tx.run(
        """UPDATE talks SET version = version + 1, round_id = :round_id, state = :state, touched_at = :now
        WHERE id = :id AND version = :version""",
        id=talk_id,
        version=version,
        round_id=round_id,
        state=state,
        now=now,
    )
    if not moved:
        raise TalkMoved("Another turn of this talk came first.")


def add_turn(tx: Tx, event_key: str, talk_id: str, turn: int, now: int) -> None:
    """Remember that an event became this turn; a second one with its key raises AlreadyThere."""
    tx.run(
        "INSERT INTO turns (event_key, talk_id, turn, at) VALUES (:key, :talk_id, :turn, :now)",
        key=event_key,
        talk_id=talk_id,
        turn=turn,
        now=now,
    )


def put_state(tx: Tx, talk_id: str, version: int, state: bytes) -> None:
    """Put a state in place that says less than before; nobody talked, so it stays as old as it was."""
    if not tx.run(
        "UPDATE talks SET version = version + 1, state = :state WHERE id = :id AND version = :version",
        state=state,
        id=talk_id,
        version=version,
    ):
        raise TalkMoved("A turn of this talk came first.")


def give_handle(tx: Tx, talk_id: str, handle: bytes) -> None:
    """Keep where to answer, if it was forgotten when its time was up: somebody writes from there now."""
    tx.run("UPDATE talks SET handle = :handle WHERE id = :id AND handle IS NULL", handle=handle, id=talk_id)


def leave_talk(tx: Tx, who: str, nobody: str) -> None:
    """Let a talk be nobody's from now on: neither cookie nor form opens it again, only its receipt."""
    tx.run("UPDATE talks SET who = :nobody WHERE who = :who", who=who, nobody=nobody)


def hold_still(tx: Tx, talk_id: str) -> Row | None:
    """Take a talk's row for this transaction, and read what its sender told of herself."""
    return tx.one("UPDATE talks SET version = version WHERE id = :id RETURNING age_band, school", id=talk_id)


def note_school(tx: Tx, talk_id: str, name: str) -> None:
    """Note the school that somebody said that she goes to; `counts.move_talk` moves the figures."""
    tx.run("UPDATE talks SET school = :name WHERE id = :id", name=name, id=talk_id)


def note_age(tx: Tx, talk_id: str, band: str) -> None:
    """Note the age band that somebody told for herself; `counts.move_talk` moves the figures."""
    tx.run("UPDATE talks SET age_band = :band WHERE id = :id", band=band, id=talk_id)


def let_learn(tx: Tx, talk_id: str, may: bool) -> None:
    """Note whether what is written in a talk may teach the tagger; a later word takes the place of it."""
    if not may and tx.one("SELECT id FROM talks WHERE id = :id AND may_learn = 1", id=talk_id):
        bury(tx, "learn", talk_id)
    tx.run("UPDATE talks SET may_learn = :may WHERE id = :id", may=int(may), id=talk_id)


def forget_who_wished(tx: Tx, talk_id: str) -> None:
    """Forget the age, the school and the yes of somebody who has erased all that she wished."""
    tx.run(
        """UPDATE talks SET age_band = NULL, school = NULL, may_learn = NULL
        WHERE id = :id AND NOT EXISTS (SELECT 1 FROM wishes WHERE talk_id = :id)""",
        id=talk_id,
    )
