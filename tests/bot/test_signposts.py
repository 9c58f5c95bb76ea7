"""What the chat points to: the municipality's own number, whom to ask about privacy, and accessibility."""

import asyncio
import re

import pytest
from fastapi import FastAPI

from bot.channels.webchat.signposts import Signposts
from bot.channels.webchat.talk import tidy
from bot.host import Host
from collector.model import Round
from collector.signpost import NOWHERE, Signpost
from collector.store import municipalities
from collector.store.front import Store, StoreBusy, Tx
from tests.bot.fields import CODE, say
from tests.bot.test_shut import client
from tests.municipality.town import FILLED

SHOWN = ("statement-link", "feedback-mail", "officer-name", "officer-mail", "watch-number")
WATCH = 'href="tel:69123456"'
NB = {"Accept-Language": "nb"}


@pytest.fixture
def told(asked: Round, store: Store) -> Round:
    """A round of a municipality that recorded where it sends people."""

    def work(tx: Tx) -> None:
        for name in SHOWN:
            municipalities.put_fact(tx, asked.municipality.id, name, FILLED[name], "", 0)

    asyncio.run(store.write(work))
    return asked


@pytest.mark.parametrize("path", [f"/c/{CODE}", "/", "/help", "/receipt", f"/c/{CODE}/answers", "/r/x"])
async def test_every_page_has_the_number_the_statement_and_whom_to_ask(
    app: FastAPI, told: Round, path: str
) -> None:
    async with client(app) as young:
        page = (await young.get(path, headers=NB)).text
    assert WATCH in page
    assert f'href="{FILLED["statement-link"]}"' in page
    assert f'href="mailto:{FILLED["feedback-mail"]}"' in page
    assert f'href="mailto:{FILLED["officer-mail"]}"' in page
    assert "Personvernombud" in page


async def test_what_nobody_recorded_is_not_pointed_to(app: FastAPI, asked: Round) -> None:
    async with client(app) as young:
        for path in (f"/c/{CODE}", "/", "/help"):
            page = (await young.get(path, headers=NB)).text
            assert "Barnevernvakta" not in page
            assert "mailto:" not in page
            assert "Tilgjengelighet" not in page


async def test_the_number_stands_behind_those_for_danger_and_a_doctor(app: FastAPI, told: Round) -> None:
    async with client(app) as young:
        page = (await young.get("/help", headers=NB)).text
    card = re.findall(r'href="tel:(\d+)"', page)
    assert card[:4] == ["113", "112", "116117", "69123456"]


async def test_whoever_asks_about_privacy_hears_whom_to_ask(host: Host, told: Round) -> None:
    view = await host.turn(say("personvern"))
    assert any("Odd Ombud, ombud@ordrevik.example.org" in bubble.text for bubble in view.bubbles)


async def test_where_nobody_is_named_nobody_is(host: Host, asked: Round) -> None:
    view = await host.turn(say("personvern"))
    assert not any("personvernombud" in bubble.text.lower() for bubble in view.bubbles)


KNOWN = Signpost(watch="69 12 34 56")


class Moody:
    """A store that knows, is busy or never answers, as it is told."""

    def __init__(self) -> None:
        self.does = "know"

    async def read(self, work: object) -> Signpost:
        if self.does == "be busy":
            raise StoreBusy
        if self.does == "be silent":
            await asyncio.Event().wait()
        return KNOWN


@pytest.mark.parametrize("does", ["be busy", "be silent"])
async def test_the_card_waits_for_no_store_and_shows_what_was_true_last(does: str) -> None:
    store = Moody()
    signposts = Signposts(store, tidy, patience=0.0 if does == "be silent" else 60.0)  # type: ignore[arg-type]
    store.does = does
    assert await signposts.find("glad-elg") == NOWHERE
    store.does = "know"
    patient = Signposts(store, tidy)  # type: ignore[arg-type]
    assert await patient.find("glad-elg") == KNOWN
    store.does = "be busy"
    assert await patient.find("glad-elg") == KNOWN
