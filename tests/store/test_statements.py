"""What goes into a statement comes out the same, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from collector.store.front import Store, StoreProblem, Tx
from tests.store.things import add, keys

SECRET = "Kari Nordmann 912 34 567"


def fields(tx: Tx) -> Any:
    return tx.one("SELECT words, body, n, weight FROM things WHERE key = 'a'")


@pytest.mark.parametrize(
    "values",
    [
        {"words": "vi vil ha nysirkus 🤹🏽‍♀️ og čáppa musihkka"},
        {"words": ""},
        {"words": "100 % :gøy %(words)s %s ':n' -- \\ \"'"},
        {"body": b""},
        {"body": bytes(range(256))},
        {"n": 0},
        {"n": -(2**63)},
        {"n": 2**63 - 1},
        {"weight": 0.1},
        {"weight": 2.0},
        {"words": None, "body": None, "n": None, "weight": None},
    ],
)
async def test_a_value_comes_back_as_it_went_in(store: Store, values: dict[str, Any]) -> None:
    await store.write(add("a", **values))
    kept = await store.read(fields)
    nothing = {"words": None, "body": None, "n": None, "weight": None}
    assert kept == nothing | values
    assert [type(kept[name]) for name in values] == [type(value) for value in values.values()]


async def test_colons_and_percents_in_literals_are_left_alone(store: Store) -> None:
    row = await store.read(
        lambda tx: tx.one(
            """SELECT ':a' AS "col:on", '100 %' AS "per%cent", '%(a)s' AS c, 'it''s :a' AS d, -- not :this
            :a AS a, 'x%y' LIKE '%y' AS e /* nor :that, 5 % */""",
            a="value",
        )
    )
    assert row is not None
    assert dict(row) | {"e": bool(row["e"])} == {
        "col:on": ":a",
        "per%cent": "100 %",
        "c": "%(a)s",
        "d": "it's :a",
        "a": "value",
        "e": True,
    }


async def test_one_parameter_may_stand_in_many_places_and_one_may_stand_nowhere(store: Store) -> None:
    await store.write(
        lambda tx: tx.run("INSERT INTO things (key, words) VALUES (:key, :key)", key="a", spare="b")
    )
    assert await store.read(
        lambda tx: tx.one("SELECT words FROM things WHERE key = :a AND words = :a", a="a")
    )


async def test_rows_come_in_the_order_asked_for_byte_by_byte(store: Store) -> None:
    names = ["å", "aa", "z", "B", "a", "10", "9", "_", "ø"]
    await store.write(
        lambda tx: tx.many("INSERT INTO things (key) VALUES (:key)", [{"key": name} for name in names])
    )
    assert await store.read(keys) == sorted(names)


async def test_many_of_no_rows_does_nothing(store: Store) -> None:
    await store.write(lambda tx: tx.many("INSERT INTO things (key) VALUES (:key)", iter(())))
    assert await store.read(keys) == []


async def test_run_tells_how_many_rows_it_touched(store: Store) -> None:
    def work(tx: Tx) -> list[int]:
        return [
            tx.run("INSERT INTO things (key) VALUES ('a'), ('b')"),
            tx.run("INSERT INTO things (key) VALUES ('a') ON CONFLICT DO NOTHING"),
            tx.run("UPDATE things SET n = 1"),
            tx.run("DELETE FROM things WHERE key = 'nobody'"),
        ]

    assert await store.write(work) == [2, 0, 2, 0]


async def test_one_takes_the_first_row_or_none(store: Store) -> None:
    assert await store.read(lambda tx: tx.one("SELECT key FROM things")) is None
    await store.write(lambda tx: [add(key)(tx) for key in "bca"])
    assert await store.read(lambda tx: tx.one("SELECT key FROM things ORDER BY key")) == {"key": "a"}


async def test_returning_gives_rows(store: Store) -> None:
    await store.write(lambda tx: [add(key, n=1)(tx) for key in "ab"])
    rows = await store.write(lambda tx: tx.all("UPDATE things SET n = n + 1 RETURNING key, n"))
    assert sorted(row["key"] for row in rows) == ["a", "b"]
    assert {row["n"] for row in rows} == {2}


async def test_sums_and_averages_are_plain_numbers(store: Store) -> None:
    await store.write(lambda tx: [add(key, n=n)(tx) for key, n in zip("abc", (1, 2, 3), strict=True)])
    row = await store.read(lambda tx: tx.one("SELECT SUM(n) AS total, AVG(n) AS mean FROM things"))
    assert row == {"total": 6, "mean": 2.0}
    assert [type(value) for value in dict(row or {}).values()] == [int, float]


@pytest.mark.parametrize(
    "values",
    [
        {"words": f"{SECRET}\0"},
        {"words": f"{SECRET}\ud800"},
        {"n": 2**63},
        {"words": object()},
    ],
    ids=["NUL", "lone surrogate", "too big", "no such type"],
)
async def test_a_value_that_no_column_takes_is_refused_in_words(store: Store, values: dict[str, Any]) -> None:
    with pytest.raises(StoreProblem, match="INSERT INTO things") as caught:
        await store.write(add("a", **values))
    assert "Kari" not in str(caught.value)
    assert await store.read(keys) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM nowhere WHERE key = :key",
        "SELECT nothing FROM things WHERE key = :key",
        "SELEKT :key",
        "SELECT :key, :missing",
        "INSERT INTO things (key, n) VALUES (NULL, 1), (NULL, 1); DELETE FROM things WHERE key = :key",
    ],
)
async def test_a_statement_that_is_wrong_is_named_without_its_values(store: Store, sql: str) -> None:
    with pytest.raises(StoreProblem) as caught:
        await store.write(lambda tx: tx.run(sql, key=SECRET))
    assert sql[:12] in str(caught.value)
    assert "Kari" not in str(caught.value)


async def test_a_key_that_is_there_is_not_told_in_the_error(store: Store) -> None:
    await store.write(add(SECRET))
    with pytest.raises(StoreProblem) as caught:
        await store.write(add(SECRET))
    assert "Kari" not in str(caught.value)
    assert caught.value.__suppress_context__
