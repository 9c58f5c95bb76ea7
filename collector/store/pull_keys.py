"""Statements about keys that programs fetch published figures with: their fingerprints, never themselves."""

from collector.store.erased import bury
from collector.store.front import Row, Tx


def add(
    tx: Tx,
    key_id: str,
    municipality_id: str,
    code: str,
    name: str,
    fingerprint: str,
    staff_id: str,
    now: int,
    ends_at: int,
) -> None:
    """Keep a key."""
    tx.run(
        """INSERT INTO pull_keys (id, municipality_id, code, name, fingerprint, staff_id, made_at, ends_at)
        VALUES (:id, :municipality_id, :code, :name, :fingerprint, :staff_id, :now, :ends_at)""",
        id=key_id,
        municipality_id=municipality_id,
        code=code,
        name=name,
        fingerprint=fingerprint,
        staff_id=staff_id,
        now=now,
        ends_at=ends_at,
    )


def listed(tx: Tx, municipality_id: str) -> list[Row]:
    """List the keys of a municipality, the newest first."""
    return tx.all(
        """SELECT id, code, name, staff_id, made_at, ends_at, ended_at, used_day FROM pull_keys
        WHERE municipality_id = :id ORDER BY id DESC LIMIT 200""",
        id=municipality_id,
    )


def find(tx: Tx, fingerprint: str) -> Row | None:
    """Find a key by its fingerprint, whether it opens anything still or not."""
    return tx.one("SELECT * FROM pull_keys WHERE fingerprint = :fingerprint", fingerprint=fingerprint)


def note_used(tx: Tx, key_id: str, day: str) -> None:
    """Note the day that a key was used last."""
    tx.run(
        "UPDATE pull_keys SET used_day = :day WHERE id = :id AND (used_day IS NULL OR used_day <> :day)",
        id=key_id,
        day=day,
    )


def end(tx: Tx, municipality_id: str, key_id: str, now: int) -> bool:
    """Let a key of a municipality open nothing any more; an old copy does not bring it back."""
    ended = tx.run(
        """UPDATE pull_keys SET ended_at = :now
        WHERE id = :id AND municipality_id = :here AND ended_at IS NULL""",
        id=key_id,
        here=municipality_id,
        now=now,
    )
    if ended:
        bury(tx, "pull-key", key_id)
    return ended == 1


def end_again(tx: Tx, key_id: str, at: int) -> bool:
    """End a key that an old copy brought back."""
    ended = tx.run(
        "UPDATE pull_keys SET ended_at = :at WHERE id = :id AND ended_at IS NULL", id=key_id, at=at
    )
    return ended == 1


def is_here(tx: Tx, municipality_id: str, key_id: str) -> bool:
    """Tell whether there is such a key in a municipality."""
    row = tx.one(
        "SELECT id FROM pull_keys WHERE id = :id AND municipality_id = :here", id=key_id, here=municipality_id
    )
    return row is not None
