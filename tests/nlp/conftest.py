"""What the readers are made of, and one that reads by rules alone."""

from pathlib import Path
from shutil import copytree

import pytest

from nlp.e5 import open_e5
from nlp.model import Model
from nlp.reader import Reader
from nlp.ready import BUILT, as_shipped, version


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that already holds the model."""
    folder = tmp_path_factory.mktemp("tagger")
    made = BUILT / f"tagger-{version(open_e5())}"
    if not made.is_dir():  # set-up makes it; a single test started by hand may be quicker
        as_shipped(BUILT, open_e5())
    copytree(made, folder / made.name)
    return folder


@pytest.fixture(scope="session")
def model(reader: Reader) -> Model:
    """The trained model."""
    assert reader._model is not None
    return reader._model


@pytest.fixture(scope="session")
def rules_only() -> Reader:
    """A reader without a model."""
    return Reader(None)
