"""What the machine itself can do: the limits that the figures are held against."""

import sqlite3
import time
from pathlib import Path

TABLE = "CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT NOT NULL)"
WORDS = "en vanlig lang melding om noe man ønsker seg " * 4


def inserts_a_second(folder: Path, together: int, count: int) -> float:
    """Insert and commit with FULL sync, so many in each commit, and count them by the second."""
    db = sqlite3.connect(folder / f"limit-{together}.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute(TABLE)
    began = time.perf_counter()
    for _ in range(count // together):
        db.execute("BEGIN IMMEDIATE")
        for _ in range(together):
            db.execute("INSERT INTO kept (words) VALUES (?)", (WORDS,))
        db.execute("COMMIT")
    took = time.perf_counter() - began
    db.close()
    return count / took
