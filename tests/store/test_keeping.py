"""What a store promises about keeping, on both engines."""

from __future__ import annotations

import asyncio

import pytest

from collector.store.front import AlreadyThere, Store, StoreBusy, StoreProblem, Tx
from tests.store.things import PATIENCE, Database, Gate, add, how_many, keys


class Odd(BaseException):
    """What nobody expects a work to raise."""


def swallow_a_problem(tx: Tx) -> str:
    tx.run("INSERT INTO things (key) VALUES ('before')")
    try:
        tx.run("INSERT INTO things (key) VALUES ('before')")
    except AlreadyThere:
        return "never mind"
    return "no problem"


async def test_what_was_answered_is_there_after_reopening(database: Database) -> None:
    first = database.open()
    await first.write(add("a", words="en skatepark"))
    first.close()
    second = database.open()
    assert await second.read(keys) == ["a"]
    second.close()


async def test_a_work_returns_its_answer(store: Store) -> None:
    assert await store.write(lambda tx: (add("a")(tx), how_many(tx))[1]) == 1


async def test_a_work_that_raises_keeps_nothing(store: Store) -> None:
    def work(tx: Tx) -> None:
        add("a")(tx)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(work)
    assert await store.read(keys) == []


@pytest.mark.parametrize(
    ("raised", "heard"),
    [
        (Odd, Odd),
        (asyncio.CancelledError, asyncio.CancelledError),
        (StopIteration, RuntimeError),  # no future carries a StopIteration
    ],
)
async def test_whatever_a_work_raises_its_caller_hears_and_the_next_is_kept(
    store: Store, raised: type[BaseException], heard: type[BaseException]
) -> None:
    def work(tx: Tx) -> None:
        how_many(tx)
        raise raised

    for ask in (store.write, store.read):
        with pytest.raises(heard):
            await asyncio.wait_for(ask(work), PATIENCE)
    await store.write(add("b"))
    assert await store.read(keys) == ["b"]


async def test_neighbours_of_a_work_that_raises_are_kept(store: Store) -> None:
    def broken(tx: Tx) -> None:
        add("broken")(tx)
        raise LookupError

    def no_such_table(tx: Tx) -> None:
        add("astray")(tx)
        tx.run("INSERT INTO nowhere (key) VALUES ('a')")

    gate = Gate()
    held = asyncio.ensure_future(store.write(gate.hold))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    works = (add("a"), broken, add("b"), no_such_table, add("c"))
    waiting = [asyncio.ensure_future(store.write(work)) for work in works]
    await asyncio.sleep(0)  # now all of them stand in line behind the gate
    gate.opened.set()
    answers = await asyncio.gather(held, *waiting, return_exceptions=True)
    assert [type(answer).__name__ for answer in answers[1:]] == [
        "NoneType",
        "LookupError",
        "NoneType",
        "StoreProblem",
        "NoneType",
    ]
    assert await store.read(keys) == ["a", "b", "c"]


async def test_fifty_copies_of_one_key_are_kept_once(store: Store) -> None:
    answers = await asyncio.gather(*[store.write(add("a")) for _ in range(50)], return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyThere"] * 49 + ["NoneType"]
    assert await store.read(keys) == ["a"]


async def test_already_there_undoes_the_whole_work(store: Store) -> None:
    await store.write(add("a"))

    def work(tx: Tx) -> None:
        add("b")(tx)
        add("a")(tx)

    with pytest.raises(AlreadyThere):
        await store.write(work)
    assert await store.read(keys) == ["a"]


async def test_a_problem_that_the_work_swallowed_still_undoes_it(store: Store) -> None:
    with pytest.raises(AlreadyThere):
        await store.write(swallow_a_problem)
    assert await store.read(keys) == []


async def test_after_a_problem_a_transaction_takes_no_more(store: Store) -> None:
    await store.write(add("a"))
    met: list[str] = []

    def work(tx: Tx) -> None:
        for key in ("a", "b"):
            try:
                add(key)(tx)
            except AlreadyThere:
                met.append(key)

    with pytest.raises(AlreadyThere):
        await store.write(work)
    assert met == ["a", "b"]


async def test_fifty_at_once_add_to_one_row_and_none_is_lost(store: Store) -> None:
    await store.write(add("a", n=0))

    def one_more(tx: Tx) -> None:
        tx.run("UPDATE things SET n = n + 1 WHERE key = 'a'")

    await asyncio.gather(*[store.write(one_more) for _ in range(50)])
    assert (await store.read(lambda tx: tx.one("SELECT n FROM things"))) == {"n": 50}


async def test_of_many_who_saw_one_version_only_one_moves_it(store: Store) -> None:
    await store.write(add("a", n=7))

    def move(tx: Tx) -> int:
        return tx.run("UPDATE things SET n = n + 1 WHERE key = 'a' AND n = :seen", seen=7)

    moved = await asyncio.gather(*[store.write(move) for _ in range(20)])
    assert sorted(moved) == [0] * 19 + [1]


async def test_a_read_sees_one_picture_while_others_write(store: Store) -> None:
    gate = Gate()

    def look_twice(tx: Tx) -> tuple[int, int]:
        before = how_many(tx)
        gate.hold(tx)
        return before, how_many(tx)

    looking = asyncio.ensure_future(store.read(look_twice))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    await store.write(add("a"))
    gate.opened.set()
    assert await looking == (0, 0)
    assert await store.read(how_many) == 1


async def test_a_read_cannot_change_anything(store: Store) -> None:
    with pytest.raises(StoreProblem):
        await store.read(add("a"))
    assert await store.read(keys) == []


async def test_what_waits_when_the_store_closes_is_done_first(database: Database) -> None:
    store = database.open()
    gate = Gate()
    held = asyncio.ensure_future(store.write(gate.hold))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    waiting = [asyncio.ensure_future(store.write(add(str(n)))) for n in range(9)]
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(asyncio.to_thread(store.close))
    gate.opened.set()
    await asyncio.gather(held, closing, *waiting)
    again = database.open()
    assert await again.read(how_many) == 9
    again.close()


async def test_a_closed_store_says_so_and_closing_twice_is_fine(database: Database) -> None:
    store = database.open()
    store.close()
    store.close()
    for ask in (store.write, store.read):
        with pytest.raises(StoreBusy, match="closing"):
            await asyncio.wait_for(ask(how_many), PATIENCE)
