"""Rounds in the store, on both engines: what was asked stands, and nobody changes past somebody else."""

from dataclasses import replace

import pytest_asyncio

from collector.ids import new_id
from collector.model import Municipality, OwnWords, Round
from collector.store import rounds, talks
from collector.store.front import Store, Tx
from tests.both_engines import store
from tests.conftest import Clock

__all__ = ["store"]


@pytest_asyncio.fixture
async def made(store: Store, clock: Clock) -> Round:
    municipality = Municipality(new_id(clock()), "Eksempelvik", is_example=True, is_open=False)
    words = (OwnWords("nb", "Hva savner du?", "For deg i Vik."),)
    made = Round(
        new_id(clock()), municipality, "glad-elg", "Høst", clock(), None, languages=("nb",), words=words
    )

    def add(tx: Tx) -> None:
        rounds.add_municipality(tx, municipality, clock())
        rounds.add_round(tx, made, clock())

    await store.write(add)
    return made


async def read(store: Store, code: str = "glad-elg") -> Round | None:
    return await store.read(lambda tx: rounds.find_round(tx, code))


async def somebody_talks(store: Store, made: Round, clock: Clock) -> None:
    talk = {"id": new_id(clock()), "channel": "webchat", "who": "somebody", "receipt": "r", "handle": None}
    here = {"municipality_id": made.municipality.id, "round_id": made.id, "now": clock()}
    await store.write(lambda tx: talks.add_talk(tx, **talk, **here))


async def test_a_round_is_read_as_it_was_kept(store: Store, made: Round) -> None:
    assert await read(store) == made


async def test_a_change_made_past_somebody_elses_touches_nothing(store: Store, made: Round) -> None:
    assert await store.write(lambda tx: rounds.change_round(tx, replace(made, name="Min"), frozen=False))
    late = replace(made, name="Din")
    assert not await store.write(lambda tx: rounds.change_round(tx, late, frozen=False))
    assert await read(store) == replace(made, name="Min", version=1)


async def test_what_was_asked_stands_when_somebody_writes_while_it_is_changed(
    store: Store, made: Round, clock: Clock
) -> None:
    other = replace(made, words=(OwnWords("nb", "Noe annet?"),), asks=("age",), code="lur-panda", name="Ny")
    await somebody_talks(store, made, clock)
    assert not await store.write(lambda tx: rounds.change_round(tx, other, frozen=False))
    assert await read(store) == made
    assert await store.write(lambda tx: rounds.change_round(tx, other, frozen=True))
    assert await read(store) == replace(made, name="Ny", version=1)


async def test_a_round_is_closed_once_and_then_stays_over(store: Store, made: Round, clock: Clock) -> None:
    at = clock()
    assert await store.write(lambda tx: rounds.close_round(tx, made.id, at))
    assert not await store.write(lambda tx: rounds.close_round(tx, made.id, at + 1000))
    closed = await read(store)
    assert closed is not None
    assert closed.closes_at == at
    assert await store.read(lambda tx: rounds.live_rounds(tx, at)) == []
