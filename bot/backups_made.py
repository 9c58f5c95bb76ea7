"""When the last good backup was made: the one place where `ekko doctor` and the metrics ask for it.

One rule: a backup counts from the moment it was read back; a copy that nobody could open is none.
"""

from collections.abc import Callable

from collector.store.front import Tx

LastBackup = Callable[[Tx], int | None]
"""Reads when the last good backup was made, or None where there is none."""

last_backup: LastBackup | None = None
"""None while this version has no command that makes backups; then nobody is told that all is well."""
