"""Statements about passkeys: whose they are, the public half of each, and how often it was used.

One rule: what is dropped is buried, so that no old copy lets a lost device in again.
"""

from collector.model import Passkey
from collector.store.erased import bury
from collector.store.front import Row, Tx

COLUMNS = "id, staff_id, credential, public_key, sign_count, name, made_at, used_day"


def add_passkey(tx: Tx, passkey: Passkey) -> None:
    """Keep a new passkey."""
    tx.run(
        """INSERT INTO passkeys (id, staff_id, credential, public_key, sign_count, name, made_at)
        VALUES (:id, :staff_id, :credential, :public_key, :sign_count, :name, :made_at)""",
        id=passkey.id,
        staff_id=passkey.staff_id,
        credential=passkey.credential,
        public_key=passkey.public_key,
        sign_count=passkey.sign_count,
        name=passkey.name,
        made_at=passkey.made_at,
    )


def find_passkey(tx: Tx, credential: str) -> Passkey | None:
    """Find a passkey by the name that its device gave it, while its owner works here."""
    row = tx.one(
        f"""SELECT {COLUMNS} FROM passkeys WHERE credential = :credential AND staff_id IN
            (SELECT id FROM staff WHERE ended_at IS NULL)""",
        credential=credential,
    )
    return read_passkey(row) if row else None


def is_taken(tx: Tx, credential: str) -> bool:
    """Tell whether a passkey is kept already, whosever it is."""
    return tx.one("SELECT id FROM passkeys WHERE credential = :credential", credential=credential) is not None


def passkeys_of(tx: Tx, staff_id: str) -> list[Passkey]:
    """List somebody's passkeys, the oldest first."""
    rows = tx.all(f"SELECT {COLUMNS} FROM passkeys WHERE staff_id = :id ORDER BY id", id=staff_id)
    return [read_passkey(row) for row in rows]


def note_used(tx: Tx, passkey: Passkey, sign_count: int, day: str) -> bool:
    """Note a use: the day and the device's own count; of two that show one count, one is told False."""
    noted = tx.run(
        """UPDATE passkeys SET sign_count = :sign_count, used_day = :day
        WHERE id = :id AND sign_count = :before""",
        id=passkey.id,
        sign_count=sign_count,
        before=passkey.sign_count,
        day=day,
    )
    return noted == 1


def drop_passkey(tx: Tx, passkey_id: str) -> bool:
    """Let a passkey open nothing any more, and tell whether it was there."""
    bury(tx, "passkey", passkey_id)
    return tx.run("DELETE FROM passkeys WHERE id = :id", id=passkey_id) == 1


def drop_all(tx: Tx, staff_id: str) -> int:
    """Drop all of somebody's passkeys, and tell how many there were."""
    return sum(drop_passkey(tx, each.id) for each in passkeys_of(tx, staff_id))


def read_passkey(row: Row) -> Passkey:
    """Make the noun from a row."""
    return Passkey(
        row["id"],
        row["staff_id"],
        row["credential"],
        bytes(row["public_key"]),
        row["sign_count"],
        row["name"],
        row["made_at"],
        row["used_day"],
    )
