"""An empty store, first on SQLite and then on PostgreSQL: a test module that imports `store` runs on both."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.store.front import Store
from collector.store.postgres import PostgresStore
from collector.store.sqlite import SqliteStore


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store: Store
    if request.param == "postgres":
        store = PostgresStore(request.getfixturevalue("postgres_house"))
    else:
        store = SqliteStore(shutil.copy(request.getfixturevalue("new_file"), tmp_path / "ekko.db"))
    yield store
    store.close()
