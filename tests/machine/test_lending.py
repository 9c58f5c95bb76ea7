"""A database that goes from test to test is to each as if it were new."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.machine import lending
from tests.machine.lending import Lender
from tests.machine.postgres import fresh_database

MADE = """
    CREATE TABLE place (id BIGINT PRIMARY KEY, name TEXT);
    CREATE TABLE wish (id BIGINT PRIMARY KEY, place BIGINT REFERENCES place);
    CREATE TABLE kept (id BIGINT);
    INSERT INTO kept VALUES (1), (2);
"""


@pytest.fixture
def lender(postgres_server: str) -> Iterator[Lender]:
    with fresh_database(postgres_server) as model:
        do(model, MADE)
        lender = Lender(postgres_server, psycopg.conninfo.conninfo_to_dict(model)["dbname"])
        yield lender
        lender.close()


def do(url: str, what: str) -> None:
    with psycopg.connect(url, autocommit=True) as door:
        door.execute(what)


def rows(url: str) -> list[int]:
    with psycopg.connect(url) as door:
        return [
            door.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("place", "wish", "kept")
        ]


def test_the_next_one_finds_nothing_of_the_one_before(lender: Lender) -> None:
    with lender.lend() as first:
        do(first, "INSERT INTO place VALUES (1, 'Vika'); INSERT INTO wish VALUES (7, 1)")
    with lender.lend() as second:
        assert second == first, "emptied, not made anew"
        assert rows(second) == [0, 0, 2]


@pytest.mark.parametrize(
    "what",
    [
        "CREATE TABLE more (id BIGINT)",
        "DROP TABLE wish",
        "ALTER TABLE place ADD COLUMN more TEXT",
        "ALTER TABLE place ALTER COLUMN name SET NOT NULL",
        "CREATE INDEX by_name ON place (name)",
        "ALTER TABLE place DROP CONSTRAINT place_pkey CASCADE",
        "ALTER TABLE wish DISABLE TRIGGER ALL",
        "CREATE SEQUENCE numbers",
        "CREATE FUNCTION one() RETURNS BIGINT LANGUAGE sql AS 'SELECT 1'",
        "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET work_mem = 64'; END $$",
        "DELETE FROM kept WHERE id = 1",
        "UPDATE kept SET id = 3 WHERE id = 1",
        "INSERT INTO kept VALUES (3)",
    ],
)
def test_whoever_changes_more_than_rows_leaves_it_to_nobody(lender: Lender, what: str) -> None:
    with lender.lend() as first:
        do(first, what)
    with lender.lend() as second:
        assert second != first
        assert rows(second) == [0, 0, 2]


def test_nobody_is_still_in_it_when_the_next_one_comes(lender: Lender) -> None:
    with lender.lend() as first:
        forgotten = psycopg.connect(first)
        forgotten.execute("INSERT INTO place VALUES (1, 'Vika')")
    with lender.lend() as second:
        assert second == first
        assert rows(second) == [0, 0, 2]
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("SELECT 1")
    forgotten.close()


def test_one_that_is_gone_is_made_anew(lender: Lender, postgres_server: str) -> None:
    with lender.lend() as first:
        name = psycopg.conninfo.conninfo_to_dict(first)["dbname"]
        do(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    with lender.lend() as second:
        assert second != first
        assert rows(second) == [0, 0, 2]


def test_after_so_many_it_is_a_new_one(lender: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending, "AT_MOST", 2)
    lent = []
    for _ in range(4):
        with lender.lend() as url:
            lent.append(url)
    assert lent[0] == lent[1] != lent[2] == lent[3]
