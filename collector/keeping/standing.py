"""Tells how old the last good backup is, for whoever should worry.

One rule: a backup counts from the moment that it was read back whole.
"""

import hashlib
from dataclasses import dataclass

from collector.store import upkeep
from collector.store.front import Tx
from collector.store.tables import Table, count_rows

TOO_OLD = 25 * 60 * 60 * 1000
"""A day, and an hour in which a nightly one may take its time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """When a backup was last made and when one last failed; `why` is one of `FAILURES`."""

    made_at: int | None
    failed_at: int | None
    why: str

    def is_overdue(self, now: int) -> bool:
        """Tell whether nobody should sleep well: no good backup within a day."""
        return self.made_at is None or now - self.made_at > TOO_OLD

    @property
    def failed_last(self) -> bool:
        """Tell whether the last try failed."""
        return self.failed_at is not None and (self.made_at is None or self.failed_at > self.made_at)


def standing(tx: Tx) -> Standing:
    """Read how it stands with the backups: for `ekko doctor`, the start and the admin's pages."""
    made, failed = upkeep.noted(tx, upkeep.BACKED_UP), upkeep.noted(tx, upkeep.NOT_BACKED_UP)
    return Standing(made.at if made else None, failed.at if failed else None, failed.said if failed else "")


def last_good(tx: Tx) -> int | None:
    """Tell when the last backup was made that was read back whole."""
    return standing(tx).made_at


def is_worth_one(tx: Tx) -> bool:
    """Tell whether there is anything that a backup would keep."""
    return count_rows(tx, Table("municipalities", ("id",))) > 0


def installation_of(tx: Tx) -> str:
    """Name this installation: what its first start sealed is like no other's, also with the same key."""
    row = tx.one("SELECT sealed FROM key_checks WHERE name = 'first'")
    return hashlib.sha256(bytes(row["sealed"])).hexdigest()[:16] if row else ""
