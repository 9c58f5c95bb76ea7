"""A day without Telegram is told where one can still write: a calm line where a talk on the web begins."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.host import Host
from bot.wiring import join
from collector import messengers
from collector.messengers import DAY_MS, TOLD_DAYS
from collector.model import Round
from collector.sealing import Seal
from collector.store import municipalities
from collector.store.front import Store, Tx
from collector.texts import Catalogue
from tests.conftest import Clock
from tests.telegram.conftest import ADDRESS, CODE
from tests.telegram.people import YOUTH

BOT = YOUTH.partition(":")[0]
HOUR = DAY_MS // 24
LOST = "Skrev du på Telegram mellom "
SILENT = "Vi har ikke fått noe fra Telegram siden"


@pytest.fixture
def app(host: Host, store: Store, seal: Seal, texts: Catalogue, clock: Clock) -> FastAPI:
    return join(store, seal, clock, texts, host)


@pytest_asyncio.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client:
        yield client


@pytest.fixture
async def heard(store: Store, asked: Round, clock: Clock) -> int:
    """Telegram was heard just now; returns when."""
    here = asked.municipality.id

    def hear(tx: Tx) -> None:
        messengers.take_on(tx, BOT, here, "telegram", "polling")
        messengers.note_heard(tx, BOT, clock())

    await store.write(hear)
    return clock()


async def opening(web: httpx.AsyncClient, language: str = "nb") -> str:
    return (await web.get(f"/c/{CODE}", params={"lang": language})).text


async def is_heard_again(store: Store, clock: Clock, after: int) -> None:
    clock.now += after
    await store.write(lambda tx: messengers.note_heard(tx, BOT, clock()))


async def test_while_all_is_well_nothing_is_said(web: httpx.AsyncClient, heard: int) -> None:
    page = await opening(web)
    assert "Hva skulle du ønske" in page
    assert "på Telegram mellom" not in page
    assert SILENT not in page


@pytest.mark.parametrize(("hours", "is_told"), [(23, False), (25, True)])
async def test_after_more_than_a_day_without_it_says_which_messages_may_be_lost(
    web: httpx.AsyncClient, store: Store, clock: Clock, heard: int, hours: int, is_told: bool
) -> None:
    await is_heard_again(store, clock, hours * HOUR)
    assert (LOST in await opening(web)) is is_told


async def test_it_is_told_in_the_language_that_is_read(
    web: httpx.AsyncClient, store: Store, clock: Clock, heard: int
) -> None:
    await is_heard_again(store, clock, 25 * HOUR)
    assert "Skreiv du på Telegram mellom" in await opening(web, "nn")
    assert "Did you write on Telegram between" in await opening(web, "en")


async def test_while_it_lasts_it_says_since_when(web: httpx.AsyncClient, clock: Clock, heard: int) -> None:
    clock.now += 23 * HOUR
    assert SILENT not in await opening(web)
    clock.now += HOUR
    assert SILENT in await opening(web)


async def test_where_telegram_is_off_nothing_is_said_of_it(
    web: httpx.AsyncClient, store: Store, clock: Clock, heard: int, asked: Round
) -> None:
    await is_heard_again(store, clock, 25 * HOUR)
    here = asked.municipality.id
    await store.write(lambda tx: municipalities.put_fact(tx, here, "telegram-by", "", "", 0))
    assert LOST not in await opening(web)


async def test_after_two_weeks_it_is_told_no_more(
    web: httpx.AsyncClient, store: Store, clock: Clock, heard: int
) -> None:
    await is_heard_again(store, clock, 25 * HOUR)
    for _ in range(TOLD_DAYS):
        await is_heard_again(store, clock, DAY_MS - 1)
    assert LOST in await opening(web)
    await is_heard_again(store, clock, HOUR)
    assert LOST not in await opening(web)


async def test_whoever_talks_already_is_not_told_anew(
    web: httpx.AsyncClient, store: Store, clock: Clock, heard: int
) -> None:
    await is_heard_again(store, clock, 25 * HOUR)
    said = await web.post(f"/c/{CODE}", data={"key": "a", "said": "sjakk"})
    assert LOST not in said.text
    assert LOST not in await opening(web)
