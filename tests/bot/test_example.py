"""The example of `make run`: whole however often it was stopped, and never where real people are."""

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.example import APPROVED, Example, make_example, read_answers, read_wishes
from bot.example.run import tell
from bot.host import Host
from bot.settings import Settings
from bot.speech import Speech, View
from bot.turn import Came
from bot.wiring import House, build, refuse_example_key
from bot.wiring import clock as real_clock
from collector import showing_answers
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import KeyProblem, Seal, make_key
from collector.store import rounds
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from collector.summary import outside
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import wishes_kept
from tests.conftest import Clock

LINES = read_wishes()
TABLES = ("municipalities", "rounds", "talks", "turns", "wishes", "wish_tags", "decisions", "staff", "counts")


class PowerGone(Exception):
    """What stops a program in the middle."""


class StoppedHost(Host):
    """A host whose machine stops right after it kept so many wishes."""

    kept, stops_after = 0, 0

    async def turn(self, came: Came, **more: Any) -> View:
        view = await super().turn(came, **more)
        self.kept += 1
        if self.kept == self.stops_after:
            raise PowerGone
        return view


@pytest.fixture
def house(tmp_path: Path, store: Store, seal: Seal, texts: Catalogue, reader: Reader) -> House:
    """A house by the real clock, which the example is made by too."""
    host = Host(store, seal, reader, Speech(texts), real_clock)
    return House(Settings(data=tmp_path / "data"), store, seal, texts, reader, host)


async def everything(store: Store) -> list[list[dict[str, Any]]]:
    """Every row that an example could have made or changed."""
    return await store.read(
        lambda tx: [[dict(row) for row in tx.all(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in TABLES]
    )


async def add_municipality(store: Store, clock: Clock, name: str, *, is_example: bool) -> None:
    """Keep a municipality with a round that has the example's code."""
    municipality = Municipality(new_id(clock()), name, is_example=is_example, is_open=True)

    def add(tx: Tx) -> None:
        rounds.add_municipality(tx, municipality, clock())
        rounds.add_round(tx, Round(new_id(clock()), municipality, "glad-elg", "Hva?", clock(), None), clock())

    await store.write(add)


@pytest.mark.parametrize("stops_after", [1, len(LINES) // 2, len(LINES)])
async def test_an_example_that_was_stopped_on_the_way_is_whole_after_the_next_start(
    house: House, stops_after: int
) -> None:
    stopped = StoppedHost(house.store, house.seal, house.reader, house.host.speech, house.host.clock)
    stopped.stops_after = stops_after
    with pytest.raises(PowerGone):
        await make_example(replace(house, host=stopped))
    assert await make_example(house)
    kept = await wishes_kept(house.store)
    assert sorted(wish.text for wish in kept) == sorted(text for text, _ in LINES)
    approved = {wish.text for wish in kept if wish.state == "approved"}
    assert approved == {text for text, mark in LINES if mark in APPROVED}
    shown = {wish.text for wish in kept if wish.may_show}
    assert shown == {text for text, mark in LINES if mark == "*"} != set(), (
        "some words can be shown to others"
    )
    answered = {wish.text: (wish.answer.status, wish.answer.text) for wish in kept if wish.answer}
    assert answered == read_answers(), "each made-up answer has its made-up wish"


async def everybody_is_told_something(house: House, example: Example) -> None:
    """What everybody is told stands in whole tens: pages for all of an example of single wishes are empty."""
    told = await house.store.read(lambda tx: outside.tell(tx, example.asked))
    assert [each["at_least"] for each in told["activities"]] == [10, 10]
    assert told["percent"]
    answered = await house.store.read(lambda tx: showing_answers.look(tx, example.asked.code))
    assert answered
    assert (len(answered.answers), answered.percent) == (4, told["percent"])


async def test_an_example_that_is_whole_is_left_as_it_is(house: House) -> None:
    first = await make_example(house)
    assert first
    await everybody_is_told_something(house, first)
    await house.store.write(lambda tx: tx.run("UPDATE staff SET ended_at = 1"))
    await house.store.write(lambda tx: tx.run("DELETE FROM talks"))
    before = await everything(house.store)
    assert await make_example(house) == first
    assert await everything(house.store) == before


@pytest.mark.parametrize("beside_an_example", [False, True])
async def test_a_database_of_a_real_municipality_gets_no_example(
    house: House, clock: Clock, beside_an_example: bool
) -> None:
    await add_municipality(house.store, clock, "Annendal", is_example=False)
    if beside_an_example:
        example = Municipality(new_id(clock()), "Eksempelvik", is_example=True, is_open=False)
        await house.store.write(lambda tx: rounds.add_municipality(tx, example, clock()))
    before = await everything(house.store)
    assert await make_example(house) is None
    assert await everything(house.store) == before


def test_each_address_is_whole_on_a_line_of_its_own_however_narrow_the_window(house: House) -> None:
    municipality = Municipality("m", "Eksempelvik", is_example=True, is_open=False)
    example = Example(municipality, Round("r", municipality, "glad-elg", "Hva?", 0, None))
    token, printed = "0123456789abcdef" * 2, StringIO()
    tell(house, example, token, Console(file=printed, width=20))
    lines = [line.strip() for line in printed.getvalue().splitlines()]
    for path in ("/c/glad-elg", f"/in/{token}", "/desk/summary/glad-elg", "/live"):
        assert f"http://localhost:8000{path}" in lines


async def test_the_examples_key_opens_nothing_where_a_municipality_is_real(
    tmp_path: Path, clock: Clock
) -> None:
    settings = Settings(data=tmp_path / "data")
    make_key(settings.key_path, example=True)
    settings.data.mkdir()
    store = open_store(settings.database_url)
    await add_municipality(store, clock, "Annendal", is_example=False)
    store.close()
    with pytest.raises(KeyProblem, match="ekko key FILE"):
        async with build(settings):
            pytest.fail("It was opened.")


@pytest.mark.parametrize(("example_key", "is_example"), [(True, True), (False, False), (False, True)])
async def test_a_key_that_fits_is_taken(
    store: Store, clock: Clock, example_key: bool, is_example: bool
) -> None:
    seal = Seal(bytes(32), example=example_key)
    await add_municipality(store, clock, "Eksempelvik", is_example=is_example)
    await store.read(lambda tx: refuse_example_key(tx, seal))
    assert [each.is_example for each in await store.read(rounds.municipalities)] == [is_example]
