"""The pages on a real store: called in-process, and served on the loopback for a real browser."""

import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI

import collector
from collector.sealing import Seal
from collector.store.front import Store
from collector.texts import read_catalogue
from collector.web.app import make_app
from collector.web.show import Pages
from tests.conftest import Clock
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
    here = await found_place(store, "Eksempelvik", "glad-elg", clock())
    there = await found_place(store, "Annendal", "rask-rev", clock())
    cast = Cast(app, store, seal, clock, here, there)
    yield cast
    await cast.close()


@pytest.fixture
def served(app: FastAPI) -> Iterator[str]:
    """The address of the app, served by a thread until the test is over.

    «localhost» and not 127.0.0.1: there a browser takes cookies marked Secure without TLS.
    """
    sock = socket.create_server(("127.0.0.1", 0))
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
    sock.close()
