"""A Telegram on this machine, and Ekko's two bots on a real store with a real tagger."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.staff_telegram import running as staff
from bot.channels.staff_telegram.leaders import Leaders
from bot.channels.youth_telegram import running as youth
from bot.host import Host
from bot.speech import Speech
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import rounds
from collector.store.front import Store, Tx
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.conftest import Clock
from tests.telegram.fake_api import FakeApi, serve
from tests.telegram.people import STAFF, YOUTH, Phone

CODE = "glad-elg"
ADDRESS = "https://ekko.example.no"
Start = Callable[[], Any]


@pytest_asyncio.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with serve() as fake:
        yield fake


@pytest.fixture
def host(store: Store, seal: Seal, reader: Reader, texts: Catalogue, clock: Clock) -> Host:
    return Host(store, seal, reader, Speech(texts), clock)


@pytest_asyncio.fixture
async def asked(store: Store, clock: Clock) -> Round:
    """A round that takes wishes."""
    municipality = Municipality(new_id(clock()), "Eksempelvik", is_example=True, is_open=False)
    return await add_round(store, clock, municipality, CODE, is_new=True)


async def add_round(
    store: Store, clock: Clock, municipality: Municipality, code: str, *, is_new: bool = False
) -> Round:
    """Keep a round, and its municipality where that is new."""
    asked = Round(new_id(clock()), municipality, code, "Hva ønsker du deg?", clock(), None)

    def add(tx: Tx) -> None:
        if is_new:
            rounds.add_municipality(tx, municipality, clock())
        rounds.add_round(tx, asked, clock())

    await store.write(add)
    return asked


@asynccontextmanager
async def running(messenger: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run a bot until the end of the block, as `ekko serve` does; one that broke is an error."""
    task = asyncio.create_task(messenger)
    try:
        yield
    finally:
        task.cancel()
        (ended,) = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError)


@pytest.fixture
def young_bot(api: FakeApi, host: Host) -> Callable[[], Any]:
    """Start the young people's bot: `async with young_bot(): ...`."""
    return lambda: running(youth.run(host, YOUTH, CODE, ADDRESS, api.address))


@pytest.fixture
def leaders(store: Store, seal: Seal, texts: Catalogue, clock: Clock) -> Leaders:
    return Leaders(store, seal, texts, clock, ADDRESS)


@pytest.fixture
def staff_bot(api: FakeApi, leaders: Leaders) -> Callable[[], Any]:
    """Start the leaders' bot."""
    return lambda: running(staff.run(leaders, STAFF, api.address))


@pytest.fixture
def ada(api: FakeApi, clock: Clock) -> Phone:
    return Phone(api, clock, 70001)


@pytest.fixture
def bo(api: FakeApi, clock: Clock) -> Phone:
    return Phone(api, clock, 70002)


@pytest.fixture
def leader(api: FakeApi, clock: Clock) -> Phone:
    return Phone(api, clock, 80001, STAFF)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Log everything, and read it back with its tracebacks."""
    caplog.set_level(1)
    return lambda: caplog.text
