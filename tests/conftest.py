"""What every test may ask for: a real store in its own folder, a key, a still clock, the real tagger."""

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

TRAINED = Path(__file__).parents[1] / ".models"


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
def reader() -> Reader:
    """The tagger with the shipped examples, trained once for this content and then kept by its hash."""
    return ready(TRAINED)
