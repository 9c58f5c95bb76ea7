"""A Telegram on this machine, and Ekko's two bots on a real store with a real tagger."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.staff_telegram import running as staff
from bot.channels.staff_telegram.saying import Saying
from bot.channels.youth_telegram import running as youth
from bot.channels.youth_telegram.webhook import SECRET_HEADER, webhook_routes
from bot.host import Host
from bot.speech import Speech
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import municipalities, rounds
from collector.store.front import Store, Tx
from collector.texts import Catalogue
from collector.web.app import make_app
from collector.web.show import Pages
from nlp.reader import Reader
from tests.conftest import Clock
from tests.telegram.fake_api import FakeApi, Json, serve
from tests.telegram.office import Office
from tests.telegram.people import STAFF, YOUTH, Phone

CODE = "glad-elg"
SECRET = "s" * 32
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
    asked = await add_round(store, clock, municipality, CODE, is_new=True)
    await switch_on(store, municipality)
    return asked


async def switch_on(store: Store, municipality: Municipality) -> None:
    """Record that young people may write on Telegram here."""

    def record(tx: Tx) -> None:
        for name, value in {"telegram-by": "Kari", "telegram-day": "2026-09-01"}.items():
            municipalities.put_fact(tx, municipality.id, name, value, "", 0)

    await store.write(record)


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
def polled_bot(api: FakeApi, host: Host) -> Callable[[], Any]:
    """Start the young people's bot by long polling."""
    return lambda: running(youth.run(host, YOUTH, CODE, ADDRESS, api.address))


@pytest.fixture
def app(store: Store, seal: Seal, clock: Clock, texts: Catalogue) -> FastAPI:
    """The pages that Telegram's webhook comes in by."""
    return make_app(store, seal, clock, Pages(texts=texts), [webhook_routes()])


@pytest.fixture
def hooked_bot(api: FakeApi, host: Host, app: FastAPI) -> Callable[[], Any]:
    """Start it behind our own pages, where Telegram brings updates."""

    async def post(url: str, secret: str, update: Json) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as telegram:
            answer = await telegram.post(url, content=json.dumps(update), headers={SECRET_HEADER: secret})
        return answer.status_code

    @asynccontextmanager
    async def hooked() -> AsyncIterator[None]:
        api.post = post
        hook = youth.Hook(SECRET, lambda door: setattr(app.state, "telegram", door))
        async with running(youth.run(host, YOUTH, CODE, ADDRESS, api.address, hook)):
            yield
            api.post = None

    return hooked


@pytest.fixture(params=["polling", "webhook"])
def young_bot(request: pytest.FixtureRequest) -> Callable[[], Any]:
    """Start the young people's bot by either way in: `async with young_bot(): ...`."""
    made: Callable[[], Any] = request.getfixturevalue(
        "polled_bot" if request.param == "polling" else "hooked_bot"
    )
    return made


@pytest.fixture
def saying(store: Store, seal: Seal, texts: Catalogue, clock: Clock) -> Saying:
    return Saying(store, seal, texts, clock, ADDRESS)


@pytest.fixture
def staff_bot(api: FakeApi, saying: Saying) -> Callable[[], Any]:
    """Start the leaders' bot."""
    return lambda: running(staff.run(saying, STAFF, api.address))


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


@pytest.fixture
def office(store: Store, seal: Seal, clock: Clock, asked: Round) -> Office:
    return Office(store, seal, clock, asked)
