"""Telegram's way in by our own pages: nothing without the right secret, nothing acknowledged unkept."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.youth_telegram.contact import Contact
from bot.channels.youth_telegram.hooking import Hooking, address_for
from bot.channels.youth_telegram.in_order import InOrder
from bot.channels.youth_telegram.running import open_bot
from bot.channels.youth_telegram.updates import Raw
from bot.channels.youth_telegram.webhook import (
    SECRET_HEADER,
    AsItComes,
    NoSecret,
    open_door,
    webhook_routes,
)
from bot.settings import BadSettings, read_settings
from collector import messengers
from collector.model import Round
from collector.store import messengers as messengers_kept
from collector.store.front import Store, StoreFull
from collector.web.doors import public
from tests.bot.fields import wishes_kept
from tests.conftest import Clock
from tests.telegram.conftest import ADDRESS, SECRET
from tests.telegram.fake_api import PATIENCE, FakeApi
from tests.telegram.people import YOUTH, Phone

YoungBot = Callable[[], Any]
RIGHT = {SECRET_HEADER: SECRET}
ELSEWHERE = {"url": "https://hemmelig.example.org/x/TOKEN", "secret_token": "y" * 32}


class Kept:
    """What came through the door; `trouble` is raised instead."""

    def __init__(self) -> None:
        self.updates: list[Raw] = []
        self.trouble: list[Exception] = []

    async def take(self, update: Raw) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.updates.append(update)


@pytest.fixture
def kept(app: FastAPI, asked: Round) -> Kept:
    kept = Kept()
    app.state.telegram = open_door(asked.municipality.id, SECRET, kept.take)
    return kept


@pytest_asyncio.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client:
        yield client


async def bring(
    web: httpx.AsyncClient, asked: Round, body: bytes, shown: dict[str, str] | None = None
) -> int:
    headers = RIGHT if shown is None else shown
    path = f"/telegram/{asked.municipality.id}"
    return (await web.post(path, content=body, headers=headers)).status_code


@pytest.mark.parametrize(
    "shown", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: SECRET + "s"}]
)
async def test_without_the_right_secret_nothing_is_read(
    web: httpx.AsyncClient, asked: Round, kept: Kept, shown: dict[str, str]
) -> None:
    assert await bring(web, asked, b'{"update_id": 1}', shown) == 401
    assert kept.updates == []


async def test_the_secret_is_compared_in_constant_time(
    web: httpx.AsyncClient, asked: Round, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(shown: bytes, secret: bytes) -> bool:
        compared.append((shown, secret))
        return False  # so that a door which compares in another way as well lets it in, and is seen

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert await bring(web, asked, b'{"update_id": 1}') == 401
    assert compared == [(SECRET.encode(), SECRET.encode())]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"update_id": "1"}', b'{"update_id": true}', b"[" * 60_000, b"\xff\xfe"],
)
async def test_what_is_no_update_is_refused(
    web: httpx.AsyncClient, asked: Round, kept: Kept, body: bytes
) -> None:
    assert await bring(web, asked, body) == 400
    assert kept.updates == []


async def test_a_body_that_is_too_large_is_refused_unread(
    web: httpx.AsyncClient, asked: Round, kept: Kept
) -> None:
    body = json.dumps({"update_id": 1, "message": {"text": "x" * 65_536}}).encode()
    assert await bring(web, asked, body) == 413
    assert kept.updates == []


async def test_another_municipalitys_path_is_not_there(web: httpx.AsyncClient, kept: Kept) -> None:
    answer = await web.post(f"/telegram/{'0' * 26}", content=b'{"update_id": 1}', headers=RIGHT)
    assert answer.status_code == 404


async def test_without_a_webhook_there_is_no_door(web: httpx.AsyncClient, asked: Round) -> None:
    assert await bring(web, asked, b'{"update_id": 1}') == 404


async def test_what_the_store_cannot_keep_is_not_acknowledged_and_comes_again(
    web: httpx.AsyncClient, asked: Round, kept: Kept
) -> None:
    kept.trouble = [StoreFull("The disk is full.")]
    assert [await bring(web, asked, b'{"update_id": 1}') for _ in range(2)] == [503, 200]
    assert [update["update_id"] for update in kept.updates] == [1]


def test_the_way_in_depends_on_nothing_that_would_have_to_be_asked() -> None:
    (way_in,) = webhook_routes().routes
    assert isinstance(way_in, AsItComes)
    assert [each.call for each in way_in.dependant.dependencies] == [public]


def test_there_is_no_door_without_a_secret() -> None:
    with pytest.raises(NoSecret):
        open_door("m", "", Kept().take)


@pytest.mark.parametrize(
    ("secret", "address", "says"),
    [
        ("", ADDRESS, "EKKO_TELEGRAM_SECRET"),
        ("short", ADDRESS, "32 to 256"),
        (SECRET, "http://localhost:8000", "https://"),
    ],
)
def test_the_program_does_not_start_without_a_secret_and_https(
    monkeypatch: pytest.MonkeyPatch, secret: str, address: str, says: str
) -> None:
    named = {"TELEGRAM_TOKEN": YOUTH, "TELEGRAM_ROUND": "glad-elg", "TELEGRAM_WAY": "webhook"}
    for name, value in {**named, "TELEGRAM_SECRET": secret, "ADDRESS": address}.items():
        monkeypatch.setenv(f"EKKO_{name}", value)
    with pytest.raises(BadSettings, match=says) as refused:
        read_settings()
    assert YOUTH not in str(refused.value)


async def test_fifty_copies_at_once_are_one_wish_and_all_are_acknowledged(
    hooked_bot: YoungBot, ada: Phone, api: FakeApi, store: Store, asked: Round
) -> None:
    async with hooked_bot():
        await api.until(lambda: YOUTH in api.webhooks)
        update = await ada.writes("gaming hver dag")
        await api.repeat(YOUTH, *[update] * 49)
        await api.until_acknowledged(YOUTH)
    assert api.brought == [200] * 50
    assert len(await wishes_kept(store)) == 1


async def test_a_webhook_elsewhere_is_said_and_not_taken_over(
    hooked_bot: YoungBot, api: FakeApi, asked: Round, logged: Callable[[], str]
) -> None:
    api.webhooks[YOUTH] = ELSEWHERE
    async with hooked_bot():
        await api.until(lambda: api.asked("getWebhookInfo"))
        await api.until(lambda: len(api.asked("setMyCommands")) == 4)
    assert api.asked("setWebhook") == []
    assert "ekko telegram set" in logged()
    assert "/x/TOKEN" not in logged()


class Enough(Exception):
    """It has looked once."""


@pytest_asyncio.fixture
async def look(
    api: FakeApi, store: Store, clock: Clock, asked: Round
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Look once after the webhook, as the bot does each minute."""

    async def enough(seconds: float) -> None:
        raise Enough

    here = asked.municipality.id
    async with open_bot(YOUTH, api.address) as bot:
        await store.write(lambda tx: messengers.take_on(tx, str(bot.id), here, "telegram", "webhook"))
        contact = Contact(store, str(bot.id), clock, clock)
        hooking = Hooking(bot, address_for(ADDRESS, here), SECRET, contact, enough)

        async def once() -> None:
            with pytest.raises(Enough):
                await hooking.run()

        yield once


async def test_a_webhook_is_set_at_each_start_since_its_secret_may_be_new_and_later_where_it_was_lost(
    api: FakeApi, asked: Round, look: Callable[[], Awaitable[None]]
) -> None:
    ours = address_for(ADDRESS, asked.municipality.id)
    api.webhooks[YOUTH] = {"url": ours, "secret_token": "the one before"}
    for _ in range(2):
        await look()
    (said,) = api.asked("setWebhook")
    assert (said["url"], said["secret_token"], said["drop_pending_updates"]) == (ours, SECRET, False)
    assert said["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    del api.webhooks[YOUTH]
    await look()
    assert api.webhooks[YOUTH]["url"] == ours


async def test_a_new_secret_that_telegram_did_not_take_at_first_is_brought_to_it_again(
    api: FakeApi, asked: Round, look: Callable[[], Awaitable[None]]
) -> None:
    ours = address_for(ADDRESS, asked.municipality.id)
    api.webhooks[YOUTH] = {"url": ours, "secret_token": "the one before"}
    api.answer_next("setWebhook", 500)
    await look()
    assert api.webhooks[YOUTH]["secret_token"] == "the one before"
    await look()
    assert api.webhooks[YOUTH]["secret_token"] == SECRET


async def test_a_webhook_that_telegram_cannot_reach_is_said_and_an_error_that_is_over_is_not(
    api: FakeApi, ada: Phone, store: Store, look: Callable[[], Awaitable[None]], logged: Callable[[], str]
) -> None:
    async def trouble() -> object:
        await look()
        return (await store.read(messengers_kept.all_messengers))[0]["trouble"]

    await ada.writes("gaming")
    assert await trouble() == ""
    api.hook_error = "Connection refused"
    assert await trouble() == "CannotBring"
    assert "Telegram cannot bring 1 updates to EKKO_ADDRESS. It says: Connection refused." in logged()
    api.forget_waiting(YOUTH)
    assert await trouble() == ""
    await ada.writes("dans")
    assert await trouble() == "", "something waits for a moment, and the error is the one of before"
    api.hook_error_at += 60
    assert await trouble() == "CannotBring"


@pytest.mark.parametrize(
    "bursts", [[[3, 1, 2]], [[13, 11, 14, 12], [16, 15]], [[7, 5, 6], [900_001, 900_002]]]
)
async def test_what_comes_shuffled_is_taken_in_its_order(bursts: list[list[int]]) -> None:
    taken: list[int] = []

    async def take(update: Raw) -> None:
        await asyncio.sleep(0)
        taken.append(update["update_id"])

    order = InOrder(take, moment=0.05)
    for burst in bursts:
        await asyncio.gather(*(order.take({"update_id": n}) for n in burst))
    assert taken == [n for burst in bursts for n in sorted(burst)]


async def test_what_is_on_its_way_is_waited_for_by_what_comes_after_it() -> None:
    taken: list[int] = []

    async def take(update: Raw) -> None:
        taken.append(update["update_id"])

    order = InOrder(take, moment=0.01)  # the first of all waits for those that may have been before it
    await order.take({"update_id": 10})
    order.moment = PATIENCE
    later = asyncio.create_task(order.take({"update_id": 12}))
    await asyncio.sleep(0.05)
    assert taken == [10]
    await order.take({"update_id": 11})
    await later
    assert taken == [10, 11, 12]


async def test_numbers_that_begin_somewhere_else_wait_for_nobody() -> None:
    async def take(update: Raw) -> None:
        pass

    order = InOrder(take, moment=0.01)  # the first of all waits for those that may have been before it
    await order.take({"update_id": 10})
    order.moment = PATIENCE
    for number in (900_001, 20):
        await asyncio.wait_for(order.take({"update_id": number}), PATIENCE / 2)


async def test_a_number_that_never_comes_holds_nobody_long() -> None:
    taken: list[int] = []

    async def take(update: Raw) -> None:
        taken.append(update["update_id"])

    order = InOrder(take, moment=0.01)
    for number in (10, 12, 11):
        await order.take({"update_id": number})
    assert taken == [10, 12, 11]


async def test_one_chat_that_hangs_holds_no_other() -> None:
    hangs, taken = asyncio.Event(), []

    async def take(update: Raw) -> None:
        chat = update["message"]["chat"]["id"]
        if chat == 1:
            await hangs.wait()
        taken.append(chat)

    order = InOrder(take, moment=0.01)
    slow = asyncio.create_task(order.take({"update_id": 1, "message": {"chat": {"id": 1}}}))
    await order.take({"update_id": 2, "message": {"chat": {"id": 2}}})
    assert taken == [2]
    hangs.set()
    await slow
