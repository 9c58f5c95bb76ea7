"""Lends one PostgreSQL database to test after test, emptied in between: far quicker than a new one for each.

One rule: it goes on only where it can be shown to be as the first one got it. Whoever changed more than rows
leaves a database that nobody gets again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg import sql

from tests.machine.postgres import PATIENCE, fresh_database

AT_MOST = 50
"""So many tests have one after the other: what they deleted lies in its files as nothing."""
CATALOGUES = ("pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_trigger", "pg_proc", "pg_sequence")
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""

Door = psycopg.Connection[tuple[Any, ...]]


class Lender:
    """Makes databases like the one named `like`, and lends each for as long as it stays as it was."""

    def __init__(self, server: str, like: str) -> None:
        self._server, self._like = server, like
        self._made = ExitStack()
        self._url, self._lent, self._first = "", 0, ""

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The address of a database with what the model has and nothing else."""
        if not self._url:
            self._url = self._made.enter_context(fresh_database(self._server, like=self._like))
            self._lent = 0
            with psycopg.connect(self._url, autocommit=True) as door:
                self._first = what_stands(door)
        self._lent += 1
        try:
            yield self._url
        finally:
            if self._lent >= AT_MOST or not self._taken_back():
                self.close()

    def close(self) -> None:
        self._made.close()
        self._url = ""

    def _taken_back(self) -> bool:
        try:
            with psycopg.connect(self._url, autocommit=True) as door:
                send_home(door)
                empty(door, self._first)
                return what_stands(door) == self._first
        except psycopg.Error:
            return False


def send_home(door: Door) -> None:
    """Whoever is still connected is not, when the next one comes."""
    end = monotonic() + PATIENCE
    while door.execute(OTHERS).fetchall():
        if monotonic() > end:
            raise psycopg.OperationalError("Somebody stays in the database.")
        sleep(0.005)


def empty(door: Door, first: str) -> None:
    """Take out the rows of each table that had none."""
    found = [name for name in full_tables(door) if f" {name} " not in first]
    with door.transaction():
        door.execute("SET LOCAL session_replication_role = replica")  # nobody is left to be told of it
        for name in found:
            door.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def what_stands(door: Door) -> str:
    """How the tables are made and every row in them, short enough to compare.

    Each change of how something is made writes a row of a catalogue, with the number of its transaction.
    """
    parts = [
        sql.SQL(
            "SELECT {name}, count(*)::text, coalesce(max(xmin::text::bigint), 0)::text FROM {room}"
        ).format(name=sql.Literal(name), room=sql.Identifier("pg_catalog", name))
        for name in CATALOGUES
    ]
    parts.append(
        sql.SQL(
            "SELECT 'settings', count(*)::text, '' FROM pg_db_role_setting WHERE setdatabase = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    )
    for name in full_tables(door):
        parts.append(
            sql.SQL(
                "SELECT {name}, count(*)::text, md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
            ).format(name=sql.Literal(name), table=sql.Identifier(name))
        )
    rows = door.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
    return "".join(f" {name} {count} {more};" for name, count, more in sorted(rows))


def full_tables(door: Door) -> list[str]:
    """The tables that have any row."""
    names = [name for (name,) in door.execute(TABLES)]
    asked = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in names
    ]
    return sorted(name for (name,) in door.execute(sql.SQL(" UNION ALL ").join(asked))) if asked else []
