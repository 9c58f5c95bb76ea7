"""Houses for the tests: with the example in it, empty, or on each engine in turn."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from nlp.reader import Reader
from tests.machine.postgres import fresh_database
from tests.store.conftest import as_url
from tests.whole.running import House, empty_house


@pytest.fixture
def here(tmp_path: Path, furnished: Path) -> House:
    """A house with the example, on the embedded database."""
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    return House(tmp_path)


@pytest.fixture
def empty(tmp_path: Path, reader: Reader) -> House:
    """A house in which nothing was kept yet."""
    return empty_house(tmp_path)


@pytest.fixture(scope="session")
def furnished_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str, reader: Reader
) -> Iterator[House]:
    """The same on PostgreSQL: its folder with the key, and its database. For copying."""
    with fresh_database(postgres_server) as conninfo:
        house = House(empty_house(tmp_path_factory.mktemp("furnished")).folder, as_url(conninfo))
        with house.running() as program:
            program.stop()
        yield house


@pytest.fixture
def there(tmp_path: Path, postgres_server: str, furnished_postgres: House) -> Iterator[House]:
    """A house with the example, on PostgreSQL."""
    shutil.copytree(furnished_postgres.folder, tmp_path, dirs_exist_ok=True)
    name = parse_qs(urlsplit(furnished_postgres.database).query)["dbname"][0]
    with fresh_database(postgres_server, like=name) as conninfo:
        yield House(tmp_path, as_url(conninfo))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest) -> House:
    """A house with the example on each engine in turn: EKKO_DATABASE alone differs."""
    found: House = request.getfixturevalue("here" if request.param == "sqlite" else "there")
    return found
