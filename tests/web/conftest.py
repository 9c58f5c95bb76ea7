"""The pages on a real store: called in-process, and served on the loopback for a real browser."""

import shutil
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, Page

import collector
from collector.sealing import Seal
from collector.store.front import Store
from collector.store.sqlite import SqliteStore
from collector.texts import read_catalogue
from collector.web.app import make_app
from collector.web.show import Pages
from tests.conftest import Clock
from tests.machine.browser import nothing_wrong, page_with_its_wrongs
from tests.web.cast import Cast, found_place

TEXTS = Path(collector.__path__[0]) / "texts"


@pytest.fixture(scope="session")
def pages() -> Pages:
    return Pages(texts=read_catalogue(TEXTS))


class Asked:
    """Where trainings are asked for and none is begun: the models' folder, and who asked."""

    def __init__(self, models: Path) -> None:
        self.models, self.version = models, "this program"
        self.begun: list[str] = []

    async def begin(self, training_id: str) -> None:
        self.begun.append(training_id)


@pytest.fixture
def trainer(tmp_path: Path) -> Asked:
    return Asked(tmp_path / "data" / "models")


@pytest.fixture
def app(store: Store, seal: Seal, clock: Clock, pages: Pages, trainer: Asked) -> FastAPI:
    return make_app(store, seal, clock, pages, trainer=trainer, leaders_bot=True)


@pytest_asyncio.fixture
async def cast(app: FastAPI, store: Store, seal: Seal, clock: Clock) -> AsyncIterator[Cast]:
    cast = await new_cast(app, store, seal, clock)
    yield cast
    await cast.close()


async def new_cast(app: FastAPI, store: Store, seal: Seal, clock: Clock) -> Cast:
    here = await found_place(store, "Eksempelvik", "glad-elg", clock())
    there = await found_place(store, "Annendal", "rask-rev", clock())
    return Cast(app, store, seal, clock, here, there)


@pytest.fixture
def served(app: FastAPI) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as sock, serving(app, sock) as address:
        yield address


@contextmanager
def serving(app: FastAPI, sock: socket.socket) -> Iterator[str]:
    """The address of the app, served by a thread until the test is over.

    «localhost» and not 127.0.0.1: there a browser takes cookies marked Secure without TLS.
    """
    config = uvicorn.Config(app, lifespan="off", access_log=False, log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    yield f"http://localhost:{sock.getsockname()[1]}"
    if live := getattr(app.state, "live", None):
        live.close()
    server.should_exit = True
    thread.join()


@dataclass
class Standing:
    """A place that stands for all tests of a file that only look, and the page in which they do."""

    cast: Cast
    address: str
    page: Page
    wrongs: list[str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def standing(
    browser: Browser, new_file: Path, pages: Pages, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Standing]:
    """Furnished once by the file that asks for it: looking changes nothing (test_manners.py)."""
    folder = tmp_path_factory.mktemp("standing")
    store, seal, clock = (
        SqliteStore(shutil.copy(new_file, folder / "ekko.db")),
        Seal(bytes(range(32))),
        Clock(),
    )
    app = make_app(store, seal, clock, pages, trainer=Asked(folder / "data" / "models"))
    cast = await new_cast(app, store, seal, clock)
    with socket.create_server(("127.0.0.1", 0)) as sock, serving(app, sock) as address:
        async with page_with_its_wrongs(browser) as (page, wrongs):
            yield Standing(cast, address, page, wrongs)
    await cast.close()
    store.close()


@pytest_asyncio.fixture(loop_scope="session")
async def looked(standing: Standing) -> AsyncIterator[Page]:
    """The page that stands, and what went wrong in it while one test looked."""
    yield standing.page
    found = list(standing.wrongs)
    standing.wrongs.clear()
    nothing_wrong(found)
