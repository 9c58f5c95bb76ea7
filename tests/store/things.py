"""A small table for the store's tests, and works upon it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collector.store.front import Tx, Work
from collector.store.postgres import PostgresStore
from collector.store.schema import Change
from collector.store.sqlite import SqliteStore

THINGS = Change(
    1,
    "things",
    (
        """CREATE TABLE things (key TEXT PRIMARY KEY, words TEXT, body BYTEA, n BIGINT,
            weight DOUBLE PRECISION)""",
    ),
)
COLOURS = Change(
    2, "colours", ("ALTER TABLE things ADD COLUMN colour TEXT", "CREATE TABLE colours (name TEXT)")
)
PATIENCE = 90.0  # seconds until something that hangs gives up; nothing waits so long to pass


@dataclass(frozen=True)
class Database:
    """One database of a test's own, and how to open it."""

    url: str

    def open(self, *changes: Change, patience: float = PATIENCE) -> SqliteStore | PostgresStore:
        if self.url.startswith("sqlite"):
            return SqliteStore(self.path, changes or (THINGS,), patience)
        return PostgresStore(self.url, changes or (THINGS,), patience)

    @property
    def path(self) -> Path:
        return Path(self.url.removeprefix("sqlite://"))


def add(key: str, **values: Any) -> Work[None]:
    def work(tx: Tx) -> None:
        names = ["key", *values]
        marks = ", ".join(f":{name}" for name in names)
        tx.run(f"INSERT INTO things ({', '.join(names)}) VALUES ({marks})", key=key, **values)

    return work


def keys(tx: Tx) -> list[str]:
    return [row["key"] for row in tx.all("SELECT key FROM things ORDER BY key")]


def how_many(tx: Tx) -> int:
    row = tx.one("SELECT COUNT(*) AS n FROM things")
    assert row is not None
    return int(row["n"])


class Gate:
    """A work that holds its writer until it is let go."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def hold(self, tx: Tx) -> None:
        self.entered.set()
        assert self.opened.wait(PATIENCE)
