"""Statements that tell whether the program is well: its schema, and when something was last kept."""

from collector.store.front import Tx

LAST_KEPT = """SELECT MAX(at) AS at FROM (
    SELECT MAX(received_at) AS at FROM wishes UNION ALL SELECT MAX(at) FROM turns
    UNION ALL SELECT MAX(at) FROM decisions UNION ALL SELECT MAX(at) FROM answers) AS kept"""


def schema_number(tx: Tx) -> int:
    """Read the number of the newest change that this database has."""
    row = tx.one("SELECT MAX(number) AS number FROM schema_changes")
    return int(row["number"]) if row else 0


def newest_moment(tx: Tx) -> int:
    """Read when something was last kept, or 0 where nothing was."""
    row = tx.one(LAST_KEPT)
    return int(row["at"] or 0) if row else 0
