"""Pages where something went wrong: help is one tap away, and what they say is true."""

import re

import httpx
import pytest
from fastapi import FastAPI

from bot.host import Host
from bot.speech import Speech
from bot.wiring import join
from collector.sealing import Seal
from collector.store.front import Store
from collector.texts import LANGUAGES, Catalogue
from nlp.reader import Reader
from tests.conftest import Clock
from tests.web.cast import ADDRESS, Cast
from tools.pages.commands import command_names

BUTTON = re.compile(r'<a class="ds-button"[^>]* href="/help">([^<]+)</a>')
COMMAND = re.compile(r"`ekko ([a-z-]+)")


@pytest.fixture
def app(store: Store, seal: Seal, clock: Clock, texts: Catalogue, reader: Reader) -> FastAPI:
    """The whole app, so that a button can be followed."""
    app = join(store, seal, clock, texts, Host(store, seal, reader, Speech(texts), clock))

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    return app


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing-here", 404),
        ("GET", "/in/" + "a" * 32, 410),
        ("DELETE", "/live", 405),
        ("POST", "/c/glad-elg", 400),
        ("GET", "/desk/queue", 401),
        ("GET", "/broken", 500),
        ("GET", "/live", 200),
    ],
)
async def test_the_help_card_is_one_tap_away_and_the_numbers_for_danger_stand_there(
    cast: Cast, method: str, path: str, status: int
) -> None:
    client = cast.stranger().client
    page = await client.request(method, path)
    assert page.status_code == status
    assert BUTTON.findall(page.text) == ["Hjelp"]
    for number in ("113", "112", "116111"):
        assert f'href="tel:{number}"' in page.text
    card = await client.get("/help")
    assert card.status_code == 200
    assert 'href="tel:113"' in card.text


async def test_a_body_that_is_too_large_is_refused_with_the_help_card_one_tap_away(cast: Cast) -> None:
    page: httpx.Response = await cast.stranger().client.post(f"{ADDRESS}/c/glad-elg", content=b"x" * 100_000)
    assert page.status_code == 413
    assert BUTTON.findall(page.text) == ["Hjelp"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_a_text_names_exists(texts: Catalogue, language: str) -> None:
    told = " ".join(texts.say(key, language) for key in texts.keys(language))
    assert set(COMMAND.findall(told)) <= set(command_names())
