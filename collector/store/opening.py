"""Opens the store that EKKO_DATABASE names.

One rule: the address may hold a password, so no message repeats it.
"""

from pathlib import Path

from collector.store.front import Store, StoreBroken
from collector.store.schema import Looked
from collector.store.sqlite import SqliteStore, look_at_file


def open_store(url: str) -> Store:
    """Open `sqlite:///` and a whole path, or `postgresql://` and what libpq takes after it."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.strip("/") and rest.startswith("/"):
        return SqliteStore(Path("/" + rest.lstrip("/")))
    if scheme in {"postgresql", "postgres"}:
        # Only now: the driver is a tenth of a second that the embedded database need not wait for.
        from collector.store.postgres import PostgresStore

        return PostgresStore(url)
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
