"""PostgreSQL's door, through psycopg and its pool: for those who outgrow one machine.

One rule: a caller of `write` is answered only after the server said that the commit is on its disk.
"""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import random
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg import errors
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from collector.store import schema
from collector.store.front import (
    CLOSING,
    KEPT_BEFORE,
    LATER,
    AlreadyThere,
    Row,
    StoreBroken,
    StoreBusy,
    StoreFull,
    StoreProblem,
    T,
    Work,
)
from collector.store.postgres_words import in_postgres_words
from collector.store.statements import Statements, Values, refused
from collector.store.written import WRITTEN

PATIENCE = 20.0
"""Seconds to wait for the server, a lock or one statement."""
WRITERS = 4
"""Turns that count in one row wait for each other: 4 at once kept 1,390 a second, 8 kept 1,060."""
READERS = 4
RECONNECT = 5.0
"""Seconds in which the pool doubles its pauses; with its own five minutes it sleeps long after an outage."""
TRIES = 5
LOST = "The database server does not answer. Ask again in a little while."
LOCK = 0x656B6B6F
"""Who changes the schema holds this advisory lock: "ekko" in ASCII."""

WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE"
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
SETTINGS = """SELECT set_config('lock_timeout', %(patience)s, false),
    set_config('statement_timeout', %(patience)s, false),
    set_config('max_parallel_workers_per_gather', '0', false),
    CASE WHEN current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')
        THEN set_config('synchronous_commit', 'on', false) END"""
"""How every connection is set; no helpers are started, since that takes longer than a whole page."""
Connection = psycopg.Connection[DictRow]


class Again(StoreBusy):
    """Two got in each other's way, or the connection was lost before the commit: safe to do over."""


class PostgresTx(Statements):
    """One transaction on one connection."""

    refusals = (psycopg.Error, OverflowError, UnicodeEncodeError, ValueError)
    past_locked = "FOR UPDATE OF o SKIP LOCKED"

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def execute(self, sql: str, values: Values) -> psycopg.Cursor[DictRow]:
        return self._connection.execute(in_postgres_words(sql), values)

    def fetch(self, sql: str, values: Values) -> list[Row]:
        cursor = self.execute(sql, values)
        return list(cursor) if cursor.description else []

    def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(in_postgres_words(sql), rows)

    def in_our_words(self, error: Exception, sql: str) -> StoreProblem:
        return _in_our_words(error, sql)


class PostgresStore:
    """A database that any number of processes on any number of machines share."""

    def __init__(
        self, url: str, changes: Sequence[schema.Change] = schema.CHANGES, patience: float = PATIENCE
    ) -> None:
        self._patience = patience
        _make_ready(url, changes, patience)
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            connection_class=Connection,
            kwargs={"autocommit": True, "row_factory": dict_row, "client_encoding": "UTF8"},
            min_size=1,
            max_size=WRITERS + READERS,
            timeout=patience,
            reconnect_timeout=RECONNECT,
            configure=self._configure,
            open=True,
            name="ekko",
        )
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="ekko-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="ekko-reader")

    async def write(self, work: Work[T], *, erases: bool = False) -> T:
        answer = await self._in_a_thread(self._writers, WRITING, work)
        WRITTEN.note(1)
        return answer

    async def read(self, work: Work[T]) -> T:
        return await self._in_a_thread(self._readers, READING, work)

    async def check(self, at_most: int | None = None) -> None:
        """The server looks after its own files, and says so when one is damaged."""

    async def tidy(self) -> None:
        await asyncio.to_thread(self._tidy)

    def close(self) -> None:
        self._writers.shutdown()
        self._readers.shutdown()
        self._pool.close()

    def _configure(self, connection: Connection) -> None:
        connection.adapters.register_loader("numeric", _Number)
        connection.execute(SETTINGS, {"patience": str(int(self._patience * 1000))})

    async def _in_a_thread(self, threads: ThreadPoolExecutor, begin: str, work: Work[T]) -> T:
        end = monotonic() + self._patience
        try:
            doing = asyncio.get_running_loop().run_in_executor(threads, self._do, begin, work, end)
        except RuntimeError:
            raise StoreBusy(CLOSING) from None
        return await doing

    def _do(self, begin: str, work: Work[T], end: float) -> T:
        for tried in range(1, TRIES):
            try:
                return self._do_once(begin, work, end)
            except Again:
                sleep(random() * 0.01 * 2**tried)  # noqa: S311 (only so that the same two do not meet again)
        return self._do_once(begin, work, end)

    def _do_once(self, begin: str, work: Work[T], end: float) -> T:
        connection = self._take(end)
        try:
            tx = PostgresTx(connection)
            tx.run(begin)
            answer = tx.do(work)
            _commit(connection)
            return answer
        finally:
            with suppress(psycopg.Error):
                connection.rollback()
            self._give_back(connection)

    def _tidy(self) -> None:
        """Let go of the dead rows; the server's own log is recycled in its own time."""
        connection = self._take(monotonic() + self._patience)
        try:
            connection.execute("SET statement_timeout = 0")
            connection.execute("VACUUM")
            connection.execute(SETTINGS, {"patience": str(int(self._patience * 1000))})
        except psycopg.Error as error:
            raise _in_our_words(error, "VACUUM") from None
        finally:
            self._give_back(connection)

    def _take(self, end: float) -> Connection:
        try:
            return self._pool.getconn(end - monotonic())
        except PoolTimeout:
            raise StoreBusy(LOST) from None
        except PoolClosed:
            raise StoreBusy(CLOSING) from None

    def _give_back(self, connection: Connection) -> None:
        self._pool.putconn(connection)
        if connection.broken:
            self._pool.check()  # after a restart of the server every other idle one is dead, too


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except psycopg.Error as error:
        problem = _in_our_words(error, "COMMIT")
        if isinstance(problem, Again):
            problem = StoreBusy("The server was lost in the commit. Ask again: what was kept is kept once.")
        raise problem from None


def _make_ready(url: str, changes: Sequence[schema.Change], patience: float) -> None:
    """Bring the tables up to date in one transaction, one process after the other."""
    connection = _connect(url, patience)
    try:
        with connection:
            _bring_up_to_date(connection, changes)
    except psycopg.Error as error:
        raise _in_our_words(error, "COMMIT") from None


def _connect(url: str, patience: float) -> Connection:
    """Reach the server once, or say what is in the way."""
    try:
        return psycopg.connect(
            url, row_factory=dict_row, client_encoding="UTF8", connect_timeout=max(2, int(patience))
        )
    except psycopg.Error as error:
        raise StoreBroken(
            f"PostgreSQL cannot be reached ({_reason(error)}). Look at EKKO_DATABASE (see .env.example)."
        ) from None


def look_at_server(url: str, patience: float = PATIENCE) -> schema.Looked:
    """Look into a server's database without changing anything in it: which schema it has."""
    connection = _connect(url, patience)
    try:
        with connection:
            connection.read_only = True
            tx = PostgresTx(connection)
            row = tx.one("SELECT to_regclass('schema_changes') AS made")
            if row is None or row["made"] is None:
                return schema.Looked(0)
            row = tx.one("SELECT MAX(number) AS number FROM schema_changes")
            return schema.Looked(int(row["number"] or 0) if row else 0)
    except psycopg.Error as error:
        raise _in_our_words(error, "SELECT") from None


def _bring_up_to_date(connection: Connection, changes: Sequence[schema.Change]) -> None:
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise StoreBroken("The database does not keep UTF-8. Make it with: createdb --encoding=UTF8")
    tx = PostgresTx(connection)
    tx.run("SET LOCAL statement_timeout = 0")
    tx.run("SELECT pg_advisory_xact_lock(:lock)", lock=LOCK)
    schema.bring_up_to_date(tx, changes)


LINGERS = 2.0
"""Seconds in which the server still counts a connection that was closed just now."""


def others_at(url: str) -> int:
    """Count the other programs' connections to a database."""
    until = time.monotonic() + LINGERS
    try:
        with psycopg.connect(url, connect_timeout=10, autocommit=True) as connection:
            while (found := _others(connection)) and time.monotonic() < until:
                time.sleep(0.1)
            return found
    except psycopg.Error as error:
        raise StoreBroken(
            f"PostgreSQL cannot be reached ({_reason(error)}). Look at EKKO_DATABASE (see .env.example)."
        ) from None


def _others(connection: psycopg.Connection[Any]) -> int:
    found = connection.execute(
        """SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
    ).fetchone()
    return int(found[0]) if found else 0


def _reason(error: psycopg.Error) -> str:
    """Pick out what helps whoever sets this up; the driver's whole text may hold parts of the address."""
    known = (
        "does not exist",
        "password authentication failed",
        "no password supplied",
        "Connection refused",
        "No such file or directory",
        "could not translate host name",
        "starting up",
        "too many clients",
    )
    return next((words for words in known if words in str(error)), type(error).__name__)


def _in_our_words(error: Exception, sql: str) -> StoreProblem:
    """Name the problem and the statement; the driver's own text may hold values, so it is not carried on."""
    match error:
        case errors.UniqueViolation():
            return AlreadyThere(KEPT_BEFORE)
        case errors.SerializationFailure() | errors.DeadlockDetected():
            return Again(LATER)
        case errors.AdminShutdown() | errors.CrashShutdown() | errors.CannotConnectNow():
            return Again(LOST)
        case errors.LockNotAvailable() | errors.QueryCanceled():
            return StoreBusy(LATER)
        case errors.DiskFull() | errors.ReadOnlySqlTransaction():
            return StoreFull("The database server's disk is full or cannot be written. Nothing was kept.")
        case errors.DataCorrupted() | errors.IndexCorrupted():
            return StoreBroken("The database is damaged. Restore the last backup.")
        case psycopg.OperationalError() if error.sqlstate is None:
            return Again(LOST)
        case psycopg.OperationalError():
            return StoreBusy(f"The database server cannot do it now (SQLSTATE {error.sqlstate}).")
        case psycopg.Error():
            return refused(f"SQLSTATE {error.sqlstate}" if error.sqlstate else type(error).__name__, sql)
    return refused(type(error).__name__, sql)


class _Number(Loader):
    """Sums and averages come as in SQLite: whole numbers and floats, no Decimal."""

    def load(self, data: Buffer) -> Any:
        text = bytes(data).decode("ascii")
        return float(text) if "." in text else int(text)
