"""The PostgreSQL that the store's tests stand on."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from tests.machine.postgres import fresh_database, packaged, start_postgres


def answer(url: str, question: str) -> object:
    with psycopg.connect(url) as door:
        row = door.execute(question).fetchone()
        return row and row[0]


def test_a_test_gets_a_database_that_answers(postgres_url: str) -> None:
    assert answer(postgres_url, "SELECT 1") == 1


def test_two_databases_know_nothing_of_each_other(postgres_server: str) -> None:
    with fresh_database(postgres_server) as one, fresh_database(postgres_server) as other:
        with psycopg.connect(one, autocommit=True) as door:
            door.execute("CREATE TABLE only_here (id int)")
        assert answer(one, "SELECT to_regclass('only_here')::text") == "only_here"
        assert answer(other, "SELECT to_regclass('only_here')::text") is None


def test_a_database_is_gone_afterwards_even_with_somebody_still_in_it(postgres_server: str) -> None:
    with fresh_database(postgres_server) as url:
        forgotten = psycopg.connect(url)
        name = forgotten.info.dbname
    forgotten.close()
    assert answer(postgres_server, f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == 0


@pytest.mark.postgres
def test_the_packaged_server_starts_where_the_machine_has_none_and_leaves_nothing_behind() -> None:
    programs = next(packaged())
    with start_postgres(programs) as url:
        folder = Path(str(psycopg.conninfo.conninfo_to_dict(url)["host"]))
        assert answer(url, "SELECT 1") == 1
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
