"""What every test may ask for: a real store in its own folder, a key, a clock that stands still, the real tagger."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wiring import TEXTS
from collector.sealing import Seal
from collector.store.front import Store
from collector.store.sqlite import SqliteStore
from collector.texts import Catalogue, read_catalogue
from nlp.reader import Reader
from nlp.ready import ready


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seal() -> Seal:
    return Seal(bytes(range(32)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = SqliteStore(tmp_path / "ekko.db")
    yield store
    store.close()


@pytest.fixture(scope="session")
def texts() -> Catalogue:
    return read_catalogue(*TEXTS)


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The tagger with the shipped examples; the workers of one run share what one of them trained."""
    return ready(tmp_path_factory.getbasetemp().parent / "models")
