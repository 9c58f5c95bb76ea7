"""Opens the store that EKKO_DATABASE names.

One rule: the address may hold a password, so no message repeats it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from collector.store.front import StoreBroken
from collector.store.schema import CHANGES, Change, Looked
from collector.store.sqlite import PATIENCE as SQLITE_PATIENCE
from collector.store.sqlite import SqliteStore, look_at_file

if TYPE_CHECKING:
    from collector.store.postgres import PostgresStore


def file_of(url: str) -> Path | None:
    """Name the file of an embedded database; a server has none."""
    scheme, _, rest = url.partition("://")
    return Path("/" + rest.lstrip("/")) if scheme == "sqlite" and rest.startswith("/") else None


def is_used_by_others(url: str) -> bool:
    """Tell whether another program has a server's database open."""
    from collector.store.postgres import others_at

    return others_at(url) > 0


def open_store(
    url: str, changes: Sequence[Change] = CHANGES, patience: float | None = None
) -> "SqliteStore | PostgresStore":
    """Open `sqlite:///` and a whole path, or `postgresql://` and what libpq takes after it."""
    scheme, _, rest = url.partition("://")
    file = file_of(url)
    if file is not None and rest.strip("/"):
        return SqliteStore(file, changes, patience or SQLITE_PATIENCE)
    if scheme in {"postgresql", "postgres"}:
        # Only now: the driver is a tenth of a second that the embedded database need not wait for.
        from collector.store.postgres import PATIENCE, PostgresStore

        return PostgresStore(url, changes, patience or PATIENCE)
    raise StoreBroken(
        "EKKO_DATABASE must be sqlite:/// with a whole path, or postgresql:// with a server and a database. "
        "See .env.example."
    )


def look_at_store(url: str) -> Looked | None:
    """Look into the database without changing anything in it; None where an embedded one was never made."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return look_at_file(Path("/" + rest.lstrip("/")))
    from collector.store.postgres import look_at_server

    return look_at_server(url)
