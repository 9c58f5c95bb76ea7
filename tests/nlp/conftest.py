"""One trained reader for all of these tests."""

from pathlib import Path

import pytest

from nlp.model import Model, load
from nlp.reader import Reader
from nlp.ready import ready


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that already holds the model."""
    folder = tmp_path_factory.mktemp("tagger")
    ready(folder)
    return folder


@pytest.fixture(scope="session")
def model(cache: Path) -> Model:
    """The trained model."""
    return load(next(cache.glob("tagger-*")))


@pytest.fixture(scope="session")
def reader(model: Model) -> Reader:
    """A reader with the trained model."""
    return Reader(model)


@pytest.fixture(scope="session")
def rules_only() -> Reader:
    """A reader without a model."""
    return Reader(None)
