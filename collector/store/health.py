"""The one statement that tells whether the database answers, and which schema it has."""

from collector.store.front import Tx


def schema_number(tx: Tx) -> int:
    """Read the number of the newest change that this database has."""
    row = tx.one("SELECT MAX(number) AS number FROM schema_changes")
    return int(row["number"]) if row else 0
