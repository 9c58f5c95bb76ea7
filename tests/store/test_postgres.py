"""What only PostgreSQL's door promises: its settings, and how it lives with others and with a lost server."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress

import psycopg
import pytest
from psycopg import sql

from collector.store.front import AlreadyThere, Store, StoreBroken, StoreBusy, Tx
from collector.store.postgres import PostgresStore
from collector.store.postgres_words import in_postgres_words
from collector.store.schema import CHANGES
from tests.store.things import PATIENCE, Database, Gate, add, keys

OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
)


def setting(tx: Tx, name: str) -> object:
    return (tx.one("SELECT current_setting(:name) AS value", name=name) or {})["value"]


async def test_a_commit_waits_for_the_disk_whatever_the_server_has_as_its_habit(postgres: Database) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as door:
        name = sql.Identifier(door.info.dbname)
        door.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(name))
    store = postgres.open()
    assert await store.write(lambda tx: setting(tx, "synchronous_commit")) == "on"
    store.close()


async def test_a_reading_starts_no_processes_beside_it(postgres: Database) -> None:
    store = postgres.open()
    assert await store.read(lambda tx: setting(tx, "max_parallel_workers_per_gather")) == "0"
    await store.tidy()
    assert await store.read(lambda tx: setting(tx, "max_parallel_workers_per_gather")) == "0"
    store.close()


async def test_a_read_is_one_picture_that_changes_nothing(postgres: Database) -> None:
    store = postgres.open()
    assert await store.read(lambda tx: setting(tx, "transaction_isolation")) == "repeatable read"
    assert await store.read(lambda tx: setting(tx, "transaction_read_only")) == "on"
    assert await store.write(lambda tx: setting(tx, "transaction_read_only")) == "off"
    store.close()


async def test_every_text_sorts_byte_by_byte_whatever_the_language_of_the_database(
    postgres: Database,
) -> None:
    store = postgres.open(*CHANGES)
    rows = await store.read(
        lambda tx: tx.all(
            """SELECT DISTINCT collation_name AS name FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type = 'text'"""
        )
    )
    assert rows == [{"name": "C"}]
    store.close()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT :a, :a, :b_2", "SELECT %(a)s, %(a)s, %(b_2)s"),
        ("SELECT 5 % 2", "SELECT 5 %% 2"),
        ("SELECT ':a', '%', 'it''s :a'", "SELECT ':a', '%%', 'it''s :a'"),
        ('SELECT ":a"', 'SELECT ":a"'),
        ("SELECT :a::bigint", "SELECT %(a)s::bigint"),
        ("SELECT 1 -- :a\n, :b", "SELECT 1 -- :a\n, %(b)s"),
        ("SELECT 1 /* :a\n */, :b", "SELECT 1 /* :a\n */, %(b)s"),
        ("CREATE TABLE t (a TEXT, texts BIGINT)", 'CREATE TABLE t (a TEXT COLLATE "C", texts BIGINT)'),
        ("ALTER TABLE t ADD COLUMN b TEXT", 'ALTER TABLE t ADD COLUMN b TEXT COLLATE "C"'),
        ("SELECT CAST(:a AS TEXT)", "SELECT CAST(%(a)s AS TEXT)"),
    ],
)
def test_our_words_become_theirs(ours: str, theirs: str) -> None:
    assert in_postgres_words(ours) == theirs


async def test_two_who_block_each_other_are_both_kept(postgres: Database) -> None:
    store = postgres.open()
    await store.write(lambda tx: [add(key, n=0)(tx) for key in "ab"])
    has = {"a": threading.Event(), "b": threading.Event()}

    def both(first: str, second: str, tx: Tx) -> None:
        tx.run("UPDATE things SET n = n + 1 WHERE key = :key", key=first)
        has[first].set()
        assert has[second].wait(PATIENCE)
        tx.run("UPDATE things SET n = n + 1 WHERE key = :key", key=second)

    await asyncio.gather(
        store.write(lambda tx: both("a", "b", tx)), store.write(lambda tx: both("b", "a", tx))
    )
    rows = await store.read(lambda tx: tx.all("SELECT n FROM things"))
    assert rows == [{"n": 2}, {"n": 2}]
    store.close()


async def test_a_row_that_another_holds_is_told_as_busy_and_nothing_is_kept(postgres: Database) -> None:
    store = postgres.open(patience=0.3)
    await store.write(add("a", n=0))
    with psycopg.connect(postgres.url) as other:
        other.execute("UPDATE things SET n = 5")
        with pytest.raises(StoreBusy):
            await store.write(lambda tx: (add("b")(tx), tx.run("UPDATE things SET n = 6")))
        other.rollback()
    assert await store.read(keys) == ["a"]
    await store.write(lambda tx: tx.run("UPDATE things SET n = 6"))
    store.close()


async def test_connections_that_the_server_ended_are_replaced_unnoticed(postgres: Database) -> None:
    store = postgres.open()
    gates = [Gate() for _ in range(8)]
    held = [
        asyncio.ensure_future(ask(gate.hold))
        for ask, gate in zip([store.write, store.read] * 4, gates, strict=True)
    ]
    for gate in gates:  # so that every connection the pool may have is open
        await asyncio.to_thread(gate.entered.wait, PATIENCE)
    for gate in gates:
        gate.opened.set()
    await asyncio.gather(*held)
    end_all_others(postgres)
    await store.write(add("a"))
    assert await store.read(keys) == ["a"]
    store.close()


async def test_a_connection_lost_in_the_middle_is_done_over_and_kept_once(postgres: Database) -> None:
    store = postgres.open()
    begun: list[int] = []

    def work(tx: Tx) -> None:
        begun.append(len(begun))
        tx.run("INSERT INTO things (key) VALUES ('a')")
        if len(begun) == 1:
            end_all_others(postgres)
        tx.run("INSERT INTO things (key) VALUES ('b')")

    await store.write(work)
    assert begun == [0, 1]
    assert await store.read(keys) == ["a", "b"]
    store.close()


async def test_a_server_that_is_away_is_told_and_found_again_when_it_is_back(
    postgres: Database, postgres_server: str
) -> None:
    store = postgres.open(patience=0.5)
    await store.write(add("before"))
    with psycopg.connect(postgres_server, autocommit=True) as door:
        name = sql.Identifier(str(psycopg.conninfo.conninfo_to_dict(postgres.url)["dbname"]))
        door.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        end_all_others(postgres, door)
        with pytest.raises(StoreBusy):
            await store.write(add("away"))
        door.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))
    await asyncio.wait_for(keep_asking(store), PATIENCE)
    assert await store.read(keys) == ["back", "before"]
    store.close()


async def keep_asking(store: Store) -> None:
    while True:
        try:
            return await store.write(add("back"))
        except StoreBusy:
            continue


def end_all_others(database: Database, door: psycopg.Connection | None = None) -> None:
    name = psycopg.conninfo.conninfo_to_dict(database.url)["dbname"]
    if door:
        door.execute(OTHERS, (name,))
        return
    with psycopg.connect(database.url, autocommit=True) as own:
        own.execute(OTHERS, (name,))


def test_a_database_that_does_not_keep_utf_8_is_refused(postgres: Database, postgres_server: str) -> None:
    name = "latin_" + str(psycopg.conninfo.conninfo_to_dict(postgres.url)["dbname"])
    with psycopg.connect(postgres_server, autocommit=True) as door:
        door.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'LATIN1'").format(sql.Identifier(name))
        )
        try:
            with pytest.raises(StoreBroken, match="UTF-8"):
                PostgresStore(psycopg.conninfo.make_conninfo(postgres.url, dbname=name))
        finally:
            door.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


async def test_nothing_of_what_was_written_is_in_any_log(
    postgres: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = postgres.open()
    begun: list[int] = []

    def work(tx: Tx) -> None:
        begun.append(len(begun))
        add("kanarifugl")(tx)
        if len(begun) == 1:
            end_all_others(postgres)
        add("b", words="kanarifugl")(tx)

    for _ in range(2):
        with suppress(AlreadyThere):
            await store.write(work)
    store.close()
    assert any("discarding" in record.getMessage() for record in caplog.records)
    assert "kanarifugl" not in caplog.text
