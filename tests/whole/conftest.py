"""Houses for the tests: with the example in it, empty, or on each engine in turn."""

import shutil
from pathlib import Path

import pytest

from nlp.reader import Reader
from tests.conftest import TRAINED
from tests.store.conftest import as_url
from tests.whole.running import House


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Path:
    """A folder in which `ekko run` has made the example, on the embedded database."""
    house = empty_house(tmp_path_factory.mktemp("furnished"))
    with house.running() as program:
        program.stop()
    return house.folder


@pytest.fixture
def here(tmp_path: Path, furnished: Path) -> House:
    """A house with the example, on the embedded database."""
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    return House(tmp_path)


@pytest.fixture
def empty(tmp_path: Path, reader: Reader) -> House:
    """A house in which nothing was kept yet."""
    return empty_house(tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest) -> House:
    """A house on each engine in turn: EKKO_DATABASE alone differs."""
    if request.param == "sqlite":
        found: House = request.getfixturevalue("here")
        return found
    return House(request.getfixturevalue("empty").folder, as_url(request.getfixturevalue("postgres_url")))


def empty_house(folder: Path) -> House:
    """Lay the trained tagger ready, so that no start has to train it."""
    house = House(folder)
    shutil.copytree(TRAINED, house.data / "models")
    return house
