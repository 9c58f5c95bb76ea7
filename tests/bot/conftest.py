"""The host on a real store with a round that takes wishes."""

import asyncio

import pytest
from fastapi import FastAPI

from bot.host import Host
from bot.speech import Speech
from bot.wiring import join
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import rounds
from collector.store.front import Store, Tx
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import CODE
from tests.conftest import Clock
from tests.web.conftest import served

__all__ = ["served"]


@pytest.fixture
def host(store: Store, seal: Seal, reader: Reader, texts: Catalogue, clock: Clock) -> Host:
    return Host(store, seal, reader, Speech(texts), clock)


@pytest.fixture
def asked(store: Store, clock: Clock) -> Round:
    municipality = Municipality(new_id(clock()), "Eksempelvik", is_example=True, is_open=False)
    asked = Round(new_id(clock()), municipality, CODE, "Hva ønsker du deg?", clock(), None)

    def add(tx: Tx) -> None:
        rounds.add_municipality(tx, municipality, clock())
        rounds.add_round(tx, asked, clock())

    asyncio.run(store.write(add))
    return asked


@pytest.fixture
def app(host: Host, store: Store, seal: Seal, texts: Catalogue, clock: Clock) -> FastAPI:
    """The whole app, chat and desk, as `ekko serve` builds it."""
    return join(store, seal, clock, texts, host)
