"""The numbered changes to the tables, on both engines."""

from __future__ import annotations

import asyncio
import json
import signal

import pytest

from collector.duty import HOUR, plan_more
from collector.store.alerts import ADULT
from collector.store.duty import put_person
from collector.store.front import StoreBroken, StoreProblem, Tx
from collector.store.schema import CHANGES, Change
from tests.store.process import start
from tests.store.things import COLOURS, PATIENCE, THINGS, Database, add, keys

HALF_WRONG = Change(2, "half wrong", ("CREATE TABLE halves (name TEXT)", "CREATE TABEL wrong (name TEXT)"))


def numbers(tx: Tx) -> list[int]:
    return [row["number"] for row in tx.all("SELECT number FROM schema_changes ORDER BY number")]


def test_our_own_changes_are_numbered_without_a_gap() -> None:
    assert [change.number for change in CHANGES] == list(range(1, len(CHANGES) + 1))


async def test_our_own_tables_are_made_and_opening_again_changes_nothing(database: Database) -> None:
    for _ in range(2):
        store = database.open(*CHANGES)
        assert await store.read(numbers) == [change.number for change in CHANGES]
        store.close()


async def test_a_newer_ekko_brings_an_older_database_along(database: Database) -> None:
    old = database.open(THINGS)
    await old.write(add("a"))
    old.close()
    new = database.open(THINGS, COLOURS)
    await new.write(add("b", colour="blå"))
    assert await new.read(keys) == ["a", "b"]
    assert await new.read(numbers) == [1, 2]
    new.close()


async def test_a_case_that_waited_before_alerts_were_there_is_told_of_now(database: Database) -> None:
    old = database.open(*CHANGES[:1])

    def wait(tx: Tx) -> None:
        tx.run("INSERT INTO municipalities VALUES ('m', 'Eksempelvik', 1, 0, 1)")
        tx.run("INSERT INTO cases (wish_id, municipality_id, level, made_at) VALUES ('w', 'm', 'concern', 7)")

    await old.write(wait)
    old.close()
    new = database.open(*CHANGES)

    def plan(tx: Tx) -> list[int]:
        put_person(tx, "m", ADULT, "Vakt", "vakt@example.org", 8)
        plan_more(tx, 900_000, HOUR + 7)
        return [row["due_at"] for row in tx.all("SELECT due_at FROM alerts")]

    assert await new.write(plan) == [HOUR + 7]
    new.close()


async def test_a_change_that_fails_half_way_leaves_the_old_database_whole(database: Database) -> None:
    old = database.open(THINGS)
    await old.write(add("a"))
    old.close()
    with pytest.raises(StoreProblem, match="CREATE TABEL wrong"):
        database.open(THINGS, HALF_WRONG)
    again = database.open(THINGS)
    assert await again.read(keys) == ["a"]
    with pytest.raises(StoreProblem):
        await again.read(lambda tx: tx.all("SELECT * FROM halves"))
    again.close()


async def test_kill_9_in_the_middle_of_a_change_leaves_what_the_old_version_opens_and_the_new_one_changes(
    database: Database,
) -> None:
    old = database.open(THINGS)
    await old.write(add("a"))
    old.close()
    other = start("change_and_die", database.url)
    await asyncio.to_thread(other.communicate, timeout=PATIENCE)
    assert other.returncode == -signal.SIGKILL
    again = database.open(THINGS)
    assert await again.read(numbers) == [1]
    await again.write(add("b"))
    again.close()
    new = database.open(THINGS, COLOURS)
    await new.write(add("c", colour="blå"))
    assert await new.read(keys) == ["a", "b", "c"]
    new.close()


async def test_a_first_opening_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(StoreProblem):
        database.open(THINGS, HALF_WRONG)
    store = database.open(THINGS, COLOURS)
    assert await store.read(numbers) == [1, 2]
    store.close()


async def test_a_database_from_the_future_is_refused_and_left_alone(database: Database) -> None:
    new = database.open(THINGS, COLOURS)
    await new.write(add("a"))
    new.close()
    with pytest.raises(StoreBroken, match=r"newer Ekko \(schema 2\)"):
        database.open(THINGS)
    again = database.open(THINGS, COLOURS)
    assert await again.read(keys) == ["a"]
    again.close()


async def test_processes_that_start_at_once_all_open_and_change_the_tables_once(database: Database) -> None:
    others = [start("open_when_told", database.url) for _ in range(3)]
    for other in others:
        assert other.stdout is not None
        assert json.loads(other.stdout.readline()) == {"ready": True}
    for other in others:
        assert other.stdin is not None
        other.stdin.write("now\n")
        other.stdin.flush()
    ends = [other.communicate(timeout=PATIENCE) for other in others]
    assert [(json.loads(out or "{}"), err) for out, err in ends] == [({"opened": True}, "")] * 3
    store = database.open(*CHANGES)
    assert await store.read(numbers) == [change.number for change in CHANGES]
    store.close()
