"""Statements about what was looked after: when it last went well, when it last failed, and why."""

from typing import NamedTuple

from collector.store.front import Tx

BACKED_UP, NOT_BACKED_UP = "backup.made", "backup.failed"
CLOCK_SEEN, CLOCK_JUMPED = "clock.seen", "clock.jumped"


class Note(NamedTuple):
    """When something was last so, and a word about it that is nobody's."""

    at: int
    said: str


def note(tx: Tx, name: str, at: int, said: str = "") -> None:
    """Note that something is so from now on."""
    tx.run(
        """INSERT INTO upkeep (name, at, said) VALUES (:name, :at, :said)
        ON CONFLICT (name) DO UPDATE SET at = excluded.at, said = excluded.said""",
        name=name,
        at=at,
        said=said,
    )


def noted(tx: Tx, name: str) -> Note | None:
    """Read when something was last so."""
    row = tx.one("SELECT at, said FROM upkeep WHERE name = :name", name=name)
    return Note(row["at"], row["said"]) if row else None


def unnote(tx: Tx, *names: str) -> None:
    """Forget that something was so."""
    for name in names:
        tx.run("DELETE FROM upkeep WHERE name = :name", name=name)


def newest_moment(tx: Tx) -> int:
    """Read when something was last kept: ids sort by time, so the last of each kind tells."""
    newest = 0
    for table, at in (("wishes", "received_at"), ("decisions", "at"), ("answers", "at")):
        row = tx.one(f"SELECT {at} AS at FROM {table} ORDER BY id DESC LIMIT 1")
        newest = max(newest, row["at"] if row else 0)
    return newest
