"""The key: the first one that a database is given is the one it keeps, also when two come at once."""

from __future__ import annotations

import asyncio

import pytest

from collector.sealing import KeyProblem, Seal
from collector.store.front import Tx
from collector.store.keys import check_key
from collector.store.schema import CHANGES
from tests.store.things import PATIENCE, Database, Gate

OURS, ANOTHER = Seal(bytes(range(32))), Seal(b"\x01" * 32)


def somebody_waits(tx: Tx) -> bool:
    return bool(tx.all("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


async def test_a_database_keeps_its_first_key_and_refuses_another(database: Database) -> None:
    store = database.open(*CHANGES)
    for _ in range(2):
        await store.write(lambda tx: check_key(tx, OURS))
    with pytest.raises(KeyProblem):
        await store.write(lambda tx: check_key(tx, ANOTHER))
    store.close()


@pytest.mark.parametrize(("second", "answer"), [(OURS, type(None)), (ANOTHER, KeyProblem)])
async def test_of_two_who_start_at_once_on_a_fresh_server_both_check_against_one_key(
    postgres: Database, second: Seal, answer: type[object]
) -> None:
    one, other = postgres.open(*CHANGES), postgres.open(*CHANGES)
    gate = Gate()

    def first(tx: Tx) -> None:
        check_key(tx, OURS)
        gate.hold(tx)

    starting = asyncio.ensure_future(one.write(first))
    await asyncio.to_thread(gate.entered.wait, PATIENCE)
    following = asyncio.ensure_future(other.write(lambda tx: check_key(tx, second)))
    async with asyncio.timeout(PATIENCE):
        while not await one.read(somebody_waits):  # noqa: ASYNC110 (the server tells nobody)
            await asyncio.sleep(0.01)
    gate.opened.set()
    await starting
    (met,) = await asyncio.gather(following, return_exceptions=True)
    assert type(met) is answer
    one.close()
    other.close()
