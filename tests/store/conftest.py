"""What the store's tests may ask for: an empty database of either engine, and a store upon it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from psycopg.conninfo import conninfo_to_dict

from collector.store.front import Store
from tests.store.things import Database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty database; whoever asks for it runs on both engines."""
    if request.param == "sqlite":
        return Database(f"sqlite://{tmp_path}/ekko.db")
    return Database(as_url(request.getfixturevalue("postgres_url")))


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    return Database(f"sqlite://{tmp_path}/ekko.db")


@pytest.fixture
def postgres(postgres_url: str) -> Database:
    return Database(as_url(postgres_url))


def as_url(conninfo: str) -> str:
    """Write an address as EKKO_DATABASE takes it."""
    return f"postgresql:///?{urlencode(conninfo_to_dict(conninfo))}"


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """A store with the table of things, on each engine in turn."""
    store = database.open()
    yield store
    store.close()
