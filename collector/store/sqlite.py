"""SQLite's door, through sqlite-utils: one writer, a few readers, and settings that keep what they promise.

One rule: a caller of `write` is answered only after the commit that holds its work has reached the disk.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

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
    Tx,
    Work,
)
from collector.store.leftovers import Leftovers
from collector.store.statements import Statements, Values, refused
from collector.store.together import Job, Together

PATIENCE = 20.0
_ASKING_AGAIN = 0.02  # seconds
"""Seconds to wait for somebody else who holds the file: a backup, or another program."""
READERS = 4
SWEEPING_MS = 50
"""So long the clearing after an erasure waits for readers, and writers for it; then it gives way."""
DAMAGED_FILE = (
    "The database file is damaged, so nothing more is kept in it. Stop Ekko and bring the last backup back: "
    "ekko restore FILE --replace"
)
REBUILT_UP_TO = 64 * 1024 * 1024
"""A larger file is not built anew at once, since everybody would wait: that belongs in a quiet hour."""
SETTINGS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY")

BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM}
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
TWICE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}


class SqliteTx(Statements):
    """One transaction on one connection."""

    # The last three are values that no column takes.
    refusals = (sqlite3.Error, OverflowError, UnicodeEncodeError, ValueError)

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db

    def execute(self, sql: str, values: Values) -> sqlite3.Cursor:
        return self._db.execute(sql, dict(values))

    def fetch(self, sql: str, values: Values) -> list[Row]:
        cursor = self.execute(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        self._db.conn.executemany(sql, rows)

    def in_our_words(self, error: Exception, sql: str) -> StoreProblem:
        return _in_our_words(error, sql)


class SqliteStore:
    """An embedded database in one file: what `make run` and a small municipality use."""

    def __init__(
        self, path: Path, changes: Sequence[schema.Change] = schema.CHANGES, patience: float = PATIENCE
    ) -> None:
        self._path = path
        self._patience = patience
        self._damaged = False
        self._local = threading.local()
        self._opened: list[Database] = []
        self._writer = self._open(changes)
        self._loose = False
        self._leftovers = Leftovers(self._sweep)
        self._leftovers.expect()  # a kill between a commit and its clearing may have left words in the log
        self._leftovers.clear_if_due()
        self._together = Together(self._commit_together, "ekko-writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="ekko-reader")

    async def write(self, work: Work[T], *, erases: bool = False) -> T:
        if self._damaged:
            raise StoreBroken(DAMAGED_FILE)
        return await self._together.do(self._leaving(work) if erases else work)

    async def read(self, work: Work[T]) -> T:
        try:
            reading = asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)
        except RuntimeError:
            raise StoreBusy(CLOSING) from None
        return await reading

    async def check(self, at_most: int | None = None) -> None:
        await asyncio.to_thread(self._check, at_most)

    async def tidy(self) -> None:
        await asyncio.to_thread(self._tidy)

    def close(self) -> None:
        self._together.close()
        self._readers.shutdown()
        self._leftovers.close()
        self._let_go()

    def _open(self, changes: Sequence[schema.Change]) -> Database:
        try:
            if not self._path.exists():
                self._path.touch(mode=0o600)  # nobody else on the machine reads what young people wrote
            with _translated():
                db = self._connect()
                with _transaction(db, "BEGIN IMMEDIATE"):
                    schema.bring_up_to_date(SqliteTx(db), changes)
                self._sweeper = self._connect()
                self._sweeper.execute(f"PRAGMA busy_timeout = {SWEEPING_MS}").fetchall()
        except (OSError, StoreFull):
            self._let_go()
            raise StoreBroken(
                "The database file cannot be opened and written. Look at EKKO_DATA and EKKO_DATABASE "
                "(see .env.example): the folder must exist and let Ekko write in it. Is the disk full?"
            ) from None
        except StoreProblem:
            self._let_go()
            raise
        return db

    def _connect(self) -> Database:
        connection = sqlite3.connect(
            self._path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        db = Database(connection, execute_plugins=False)
        self._opened.append(db)
        if self._with_log(db) != "wal":
            raise StoreBroken(
                "The database cannot keep its log where EKKO_DATABASE lies (see .env.example). "
                "Is it a network folder? Put it on a disk of this machine."
            )
        for setting in SETTINGS:
            db.execute(f"PRAGMA {setting}").fetchall()
        return db

    def _with_log(self, db: Database) -> str:
        """Switch a new file to its log. Of those who do so at once SQLite refuses all but one, without the
        wait that it has for everything else: so each asks again.
        """
        until = time.monotonic() + self._patience
        while True:
            try:
                return str(db.execute("PRAGMA journal_mode = WAL").fetchone()[0])
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in BUSY or time.monotonic() >= until:
                    raise
            time.sleep(_ASKING_AGAIN)

    def _let_go(self) -> None:
        """Close every connection; the last one out moves the log into the file."""
        while self._opened:
            self._opened.pop().close()

    def _read(self, work: Work[T]) -> T:
        with _translated():
            db: Database | None = getattr(self._local, "db", None)
            if db is None:
                db = self._local.db = self._connect()
                db.execute("PRAGMA query_only = ON").fetchall()
            with _transaction(db, "BEGIN"):
                return SqliteTx(db).do(work)

    def _commit_together(self, jobs: list[Job]) -> None:
        try:
            with _translated(), _transaction(self._writer, "BEGIN IMMEDIATE"):
                for job in jobs:
                    _try(self._writer, job)
        except StoreProblem as problem:
            for job in jobs:
                job.fail(problem)
        self._leftovers.clear_if_due()

    def _leaving(self, work: Work[T]) -> Work[T]:
        """Do a work that erases, and expect its words to lie about in the files after the commit."""

        def erase(tx: Tx) -> T:
            self._loose = True
            self._leftovers.expect()
            return work(tx)

        return erase

    def _check(self, at_most: int | None) -> None:
        """Read every page. From now on nothing is kept in a file that was found damaged."""
        if at_most is not None and self._path.stat().st_size > at_most:
            return
        try:
            with self._apart() as db:
                (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
        except StoreBroken:
            found = "damaged"
        if found != "ok":
            self._damaged = True
            raise StoreBroken(DAMAGED_FILE)

    def _tidy(self) -> None:
        """Build the file anew by way of one beside it: in memory it would take as much as the file has."""
        beside = str(self._path.parent.resolve()).replace("'", "''")
        with self._apart() as db:
            db.execute(f"PRAGMA temp_store_directory = '{beside}'").fetchall()
            db.execute("PRAGMA temp_store = FILE").fetchall()
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    @contextmanager
    def _apart(self) -> Iterator[Database]:
        """Open one more connection, for something long that nobody else waits for."""
        with _translated():
            db = self._connect()
            try:
                yield db
            finally:
                self._opened.remove(db)
                db.close()

    def _sweep(self) -> bool:
        """Build the file anew, then cut the log to nothing; tell whether nobody was in the way.

        `secure_delete` wipes a row, but not the copies that stay in a page's unused part when SQLite moves
        rows between pages. Building anew took 0.08 s at 6,000 wishes and 0.6 s at 50,000.
        """
        loose, self._loose = self._loose, False
        try:
            if loose and self._path.stat().st_size <= REBUILT_UP_TO:
                self._sweeper.execute("VACUUM")
            busy, *_ = self._sweeper.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except (sqlite3.Error, OSError):
            self._loose = self._loose or loose
            return False
        return not busy


def look_at_file(path: Path) -> schema.Looked | None:
    """Look into a database's file, as no writer: which schema it has, and whether it is whole."""
    if not path.exists():
        return None
    with _translated():
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
        try:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            made = connection.execute(
                "SELECT name FROM sqlite_master WHERE name = 'schema_changes'"
            ).fetchone()
            number = connection.execute("SELECT MAX(number) FROM schema_changes").fetchone()[0] if made else 0
        finally:
            connection.close()
    return schema.Looked(int(number or 0), "" if found == "ok" else "quick_check")


def _try(db: Database, job: Job) -> None:
    """Do one caller's work so that its failure undoes nothing of its neighbours'."""
    tx = SqliteTx(db)
    try:
        with db.atomic():
            job.result = tx.do(job.work)
    except sqlite3.Error:
        raise  # the savepoint itself failed, which strikes all
    except BaseException as error:
        job.error = error
    if isinstance(tx.problem, StoreFull | StoreBusy | StoreBroken):
        raise tx.problem
    if not db.conn.in_transaction:
        raise StoreFull("The database undid the whole commit; nothing of it was kept.")


@contextmanager
def _transaction(db: Database, begin: str) -> Iterator[None]:
    """Commit at the end, or roll all of it back."""
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    finally:
        db.rollback()


@contextmanager
def _translated() -> Iterator[None]:
    """Say in our words what the driver says where no statement of ours runs: at open, begin and commit."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_our_words(error, "COMMIT") from None


def _in_our_words(error: Exception, sql: str) -> StoreProblem:
    """Name the problem and the statement; the driver's own text may hold values, so it is not carried on."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code in TWICE:
        return AlreadyThere(KEPT_BEFORE)
    if code & 0xFF in BUSY:
        return StoreBusy(LATER)
    if code & 0xFF in FULL:
        return StoreFull(f"The disk is full, missing or cannot be written ({name}). Nothing was kept.")
    if code & 0xFF in DAMAGED:
        return StoreBroken(f"The database file is damaged or no database ({name}). Restore the last backup.")
    return refused(name, sql)
