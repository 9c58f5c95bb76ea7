"""Statements about how fast one bot may send: a row that every process which shares the bot goes by.

One rule: each turn to send is taken once, by one who found that it had come or who waited it out.
"""

from typing import NamedTuple

from collector.store.front import Tx


class Turn(NamedTuple):
    """The next turn to send: its number, and when it comes."""

    number: int
    free_at: int


def next_turn(tx: Tx, channel: str) -> Turn:
    """Find the bot's next turn."""
    row = tx.one("SELECT turn, free_at, quiet_until FROM paces WHERE channel = :channel", channel=channel)
    return Turn(row["turn"], max(row["free_at"], row["quiet_until"])) if row else Turn(0, 0)


def take(tx: Tx, channel: str, turn: int, until: int) -> bool:
    """Take a turn, and let the next one come later; of two who want it, one gets it."""
    _begin(tx, channel)
    taken = tx.run(
        "UPDATE paces SET free_at = :until, turn = turn + 1 WHERE channel = :channel AND turn = :turn",
        channel=channel,
        turn=turn,
        until=until,
    )
    return taken == 1


def push(tx: Tx, channel: str, until: int) -> None:
    """Let what may wait come after something that could not."""
    _begin(tx, channel)
    tx.run(
        "UPDATE paces SET free_at = :until, turn = turn + 1 WHERE channel = :channel AND free_at < :until",
        channel=channel,
        until=until,
    )


def slow_down(tx: Tx, channel: str, talk_id: str, now: int, until: int) -> None:
    """Note that a chat must wait; where a second one must too, everybody waits."""
    _begin(tx, channel)
    tx.run(
        """UPDATE paces SET turn = turn + 1, slowed_talk = :talk_id, slowed_until = :until,
        quiet_until = CASE WHEN slowed_talk <> :talk_id AND slowed_until > :now THEN :until
            ELSE quiet_until END WHERE channel = :channel""",
        channel=channel,
        talk_id=talk_id,
        now=now,
        until=until,
    )


def begin_anew(tx: Tx, channel: str) -> None:
    """Forget what was planned by a clock that was wrong."""
    tx.run(
        """UPDATE paces SET turn = turn + 1, free_at = 0, quiet_until = 0, slowed_until = 0
        WHERE channel = :channel""",
        channel=channel,
    )


def _begin(tx: Tx, channel: str) -> None:
    tx.run(
        """INSERT INTO paces (channel, turn, free_at, quiet_until, slowed_talk, slowed_until)
        VALUES (:channel, 0, 0, 0, '', 0) ON CONFLICT (channel) DO NOTHING""",
        channel=channel,
    )
