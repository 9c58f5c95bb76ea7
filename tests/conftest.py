"""What every test may ask for: a real store in its own folder, a key, a still clock, the real tagger.

Our own tables are made once and then copied: on both engines that is many times quicker than making them.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.wiring import TEXTS
from collector.sealing import Seal
from collector.store.front import Store
from collector.store.postgres import PostgresStore
from collector.store.sqlite import SqliteStore, SqliteTx
from collector.store.statements import Cursor, Values
from collector.texts import Catalogue, read_catalogue
from nlp.reader import Reader
from nlp.ready import ready
from tests.machine.lending import Lender
from tests.machine.postgres import fresh_database

TRAINED = Path(__file__).parents[1] / ".models"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


@pytest.fixture(scope="session", autouse=True)
def as_strict_as_postgres() -> Iterator[None]:
    """Refuse on SQLite, which takes it, what PostgreSQL does not: an empty list."""
    execute = SqliteTx.execute

    def strictly(tx: SqliteTx, sql: str, values: Values) -> Cursor:
        assert "IN ()" not in sql, f"PostgreSQL takes no empty list: {sql}"
        return execute(tx, sql, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqliteTx, "execute", strictly)
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seal() -> Seal:
    return Seal(bytes(range(32)))


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite's file with all tables and nobody's words, as a first start leaves it. For copying."""
    file = tmp_path_factory.mktemp("new") / "ekko.db"
    SqliteStore(file).close()
    return file


@pytest.fixture(scope="session")
def new_database(postgres_server: str) -> Iterator[str]:
    """The name of a PostgreSQL database with all tables and nobody's words. For copying."""
    with fresh_database(postgres_server) as url:
        PostgresStore(url).close()
        yield psycopg.conninfo.conninfo_to_dict(url)["dbname"]


@pytest.fixture(scope="session")
def houses(postgres_server: str, new_database: str) -> Iterator[Lender]:
    """Who lends databases with all tables and nobody's words."""
    with closing(Lender(postgres_server, new_database)) as lender:
        yield lender


@pytest.fixture
def postgres_house(houses: Lender) -> Iterator[str]:
    """The address of a database of this test's own, with all tables."""
    with houses.lend() as url:
        yield url


@pytest.fixture
def store(tmp_path: Path, new_file: Path) -> Iterator[Store]:
    store = SqliteStore(shutil.copy(new_file, tmp_path / "ekko.db"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def texts() -> Catalogue:
    return read_catalogue(*TEXTS)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The tagger with the shipped examples, trained once for this content and then kept by its hash."""
    return ready(TRAINED)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Path:
    """A folder in which `ekko run` has made the example, on the embedded database. For copying.

    Whichever of the tests' processes comes first makes it, and the others take it.
    """
    from tests.whole.running import empty_house

    is_one_of_many = "PYTEST_XDIST_WORKER" in os.environ
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if is_one_of_many else mine) / "furnished"
    with (folder.parent / "furnished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "is-whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            with empty_house(folder).running() as program:
                program.stop()
            (folder / "is-whole").touch()
    return folder
