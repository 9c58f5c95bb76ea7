"""The address of a database: which are taken, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from collector.store.front import StoreBroken
from collector.store.health import schema_number
from collector.store.opening import open_store
from collector.store.schema import CHANGES
from tests.store.things import Database


async def test_an_address_opens_the_store_it_names(database: Database) -> None:
    store = open_store(database.url)
    assert await store.read(schema_number) == CHANGES[-1].number
    store.close()


@pytest.mark.parametrize("slashes", ["sqlite://", "sqlite:///"])
def test_a_whole_path_may_have_one_slash_more(tmp_path: Path, slashes: str) -> None:
    open_store(f"{slashes}{tmp_path}/other.db").close()
    assert (tmp_path / "other.db").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ekko.db",
        "sqlite://",
        "sqlite:///",
        "sqlite://ekko.db",
        "mysql://kari:hemmelig@host/ekko",
        "postgresql:",
    ],
)
def test_another_address_is_refused_with_the_name_of_the_setting(url: str) -> None:
    with pytest.raises(StoreBroken, match=r"EKKO_DATABASE.*\.env\.example") as caught:
        open_store(url)
    assert "hemmelig" not in str(caught.value)


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreBroken, match=r"EKKO_DATABASE.*\.env\.example"):
        open_store(f"sqlite://{tmp_path}/nowhere/ekko.db")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://kari:hemmelig@/ekko?host=/nowhere/at/all", "No such file or directory"),
        ("postgresql://kari:hemmelig@127.0.0.1:1/ekko", "Connection refused"),
        ("postgresql://kari:hemmelig@127.0.0.1:hemmelig/ekko", "Error"),
    ],
)
def test_a_server_that_is_not_there_is_told_without_the_password(url: str, why: str) -> None:
    with pytest.raises(StoreBroken, match=rf"{why}.*EKKO_DATABASE.*\.env\.example") as caught:
        open_store(url)
    assert "hemmelig" not in str(caught.value)


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_told(postgres_server: str) -> None:
    with pytest.raises(StoreBroken, match="does not exist"):
        open_store(postgres_server.replace("/postgres?", "/nowhere?"))
