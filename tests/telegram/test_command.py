"""`ekko telegram show|set|delete` as an operator types it: the real command against a Telegram over HTTP.

One rule: it never says the token, the secret, another's address or what waits to be brought.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import pytest_asyncio
from typer.testing import CliRunner

from bench.servers import free_port
from bot.__main__ import app
from collector.model import Municipality
from collector.sealing import make_key
from collector.store.front import Store
from collector.store.opening import open_store
from tests.conftest import Clock
from tests.telegram.conftest import ADDRESS, CODE, SECRET, add_round, switch_on
from tests.telegram.fake_api import FakeApi
from tests.telegram.people import YOUTH, Phone

STARTS_WITHIN = 120
CANARY = "kanarifuglsang"
HERE = Municipality("m" * 26, "Eksempelvik", is_example=True, is_open=False)
OURS = f"{ADDRESS}/telegram/{HERE.id}"
ELSEWHERE = {"url": "https://other.example.org/x/hidden-path", "secret_token": "y" * 32}
UNKNOWN = "get a new one from BotFather"
BY_WEBHOOK = {"EKKO_TELEGRAM_WAY": "webhook", "EKKO_TELEGRAM_SECRET": SECRET, "EKKO_ADDRESS": ADDRESS}
FIRST_ASKED = {"show": "getMe", "set": "setWebhook", "delete": "deleteWebhook"}


class Said(NamedTuple):
    """What a command said, on one line for the reader's eye, and how it ended."""

    code: int
    words: str


Ekko = Callable[..., Awaitable[Said]]


@pytest_asyncio.fixture
async def kept(tmp_path: Path, clock: Clock) -> Store:
    """A store with a municipality and its round, where the command looks for them."""
    (tmp_path / "data").mkdir()
    make_key(tmp_path / "keys" / "ekko.key")
    store = open_store(f"sqlite:///{tmp_path}/data/ekko.db")
    await add_round(store, clock, HERE, CODE, is_new=True)
    return store


@pytest.fixture
def known(api: FakeApi, kept: Store, tmp_path: Path) -> dict[str, str]:
    """The settings of a machine with a bot."""
    return {
        "EKKO_DATA": str(tmp_path / "data"),
        "EKKO_KEY_FILE": str(tmp_path / "keys" / "ekko.key"),
        "EKKO_TELEGRAM_TOKEN": YOUTH,
        "EKKO_TELEGRAM_ROUND": CODE,
        "EKKO_TELEGRAM_API": api.address,
    }


@pytest.fixture
def ekko(known: dict[str, str]) -> Iterator[Ekko]:
    """Type a command, which runs beside Telegram in a thread; what it says is looked through."""

    async def typed(what: str, **settings: str) -> Said:
        done = await asyncio.to_thread(CliRunner().invoke, app, ["telegram", what], env={**known, **settings})
        return look_through(done.exit_code, done.output)

    handlers = logging.root.handlers[:]
    yield typed
    logging.root.handlers[:] = handlers


def look_through(code: int | None, printed: str) -> Said:
    """Nobody may read a token, a secret, another's address or a word."""
    said = Said(code or 0, " ".join(printed.split()))
    for secret in (YOUTH, YOUTH.split(":")[1], SECRET, "hidden-path", "y" * 32, CANARY, "Traceback"):
        assert secret not in said.words
    return said


@pytest.mark.slow
async def test_the_command_is_a_program_of_its_own(known: dict[str, str]) -> None:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "telegram", "show"),
        env={**os.environ, **known},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await asyncio.wait_for(program.communicate(), STARTS_WITHIN)
    code, words = look_through(program.returncode, printed.decode())
    assert (code, "The bot is @ekko_bot" in words) == (0, True)


async def test_where_nothing_is_set_show_says_whose_the_bot_is_and_that_it_is_off(
    ekko: Ekko, ada: Phone
) -> None:
    await ada.writes(CANARY)
    code, words = await ekko("show")
    assert code == 0
    assert f"The bot is @ekko_bot; links for a round: https://t.me/ekko_bot?start={CODE}" in words
    assert "switched off: `ekko municipality set 'Eksempelvik' telegram-by …`" in words
    assert "fetches messages by polling, and no webhook is in its way" in words
    assert "1 updates wait at Telegram" in words


async def test_what_the_municipality_decided_is_shown(ekko: Ekko, kept: Store) -> None:
    await switch_on(kept, HERE)
    assert "Telegram is switched on in Eksempelvik." in (await ekko("show")).words


async def test_a_webhook_that_is_not_set_yet_is_set_shown_and_taken_away(ekko: Ekko, api: FakeApi) -> None:
    assert "No webhook is set yet" in (await ekko("show", **BY_WEBHOOK)).words
    assert await ekko("set", **BY_WEBHOOK) == (
        0,
        f"Telegram brings messages to {OURS} from now on. What waited is brought too.",
    )
    (asked,) = api.asked("setWebhook")
    assert (asked["url"], asked["secret_token"], asked["drop_pending_updates"]) == (OURS, SECRET, False)
    assert f"Telegram brings messages to {OURS}." in (await ekko("show", **BY_WEBHOOK)).words
    assert (await ekko("delete", **BY_WEBHOOK)).code == 0
    assert api.asked("deleteWebhook") == [{"drop_pending_updates": False}]
    assert api.webhooks == {}


async def test_what_telegram_said_last_of_our_webhook_is_shown(ekko: Ekko, api: FakeApi) -> None:
    api.webhooks[YOUTH] = {"url": OURS, "secret_token": SECRET}
    api.hook_error = "Wrong response from the webhook: 503"
    said = await ekko("show", **BY_WEBHOOK)
    assert "It said last: Wrong response from the webhook: 503" in said.words


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "a webhook at other.example.org takes them: `ekko telegram delete`"),
        (BY_WEBHOOK, "to other.example.org, not here: `ekko telegram set`"),
    ],
    ids=["polling", "webhook"],
)
async def test_somebody_elses_webhook_is_named_by_its_host_alone_and_left(
    ekko: Ekko, api: FakeApi, settings: dict[str, str], says: str
) -> None:
    api.webhooks[YOUTH] = ELSEWHERE
    code, words = await ekko("show", **settings)
    assert (code, says in words) == (0, True)
    assert api.webhooks[YOUTH] == ELSEWHERE


async def test_set_takes_over_what_was_somebody_elses(ekko: Ekko, api: FakeApi) -> None:
    api.webhooks[YOUTH] = ELSEWHERE
    assert (await ekko("set", **BY_WEBHOOK)).code == 0
    assert api.webhooks[YOUTH]["url"] == OURS


async def test_set_while_ekko_polls_is_refused_and_asks_nothing_of_telegram(ekko: Ekko, api: FakeApi) -> None:
    code, words = await ekko("set")
    assert (code, "EKKO_TELEGRAM_WAY=webhook and EKKO_TELEGRAM_SECRET" in words) == (2, True)
    assert api.calls == []


@pytest.mark.parametrize("what", FIRST_ASKED)
async def test_the_webhook_way_without_a_secret_is_refused(ekko: Ekko, api: FakeApi, what: str) -> None:
    code, words = await ekko(what, EKKO_TELEGRAM_WAY="webhook", EKKO_ADDRESS=ADDRESS)
    assert (code, "EKKO_TELEGRAM_SECRET" in words, "anybody could write else" in words) == (2, True, True)
    assert api.calls == []


@pytest.mark.parametrize("what", FIRST_ASKED)
async def test_a_token_that_telegram_does_not_know_is_said_with_what_to_do(
    ekko: Ekko, api: FakeApi, what: str
) -> None:
    api.answer_next(FIRST_ASKED[what], 401, description="Unauthorized")
    code, words = await ekko(what, **BY_WEBHOOK)
    assert (code, UNKNOWN in words) == (2, True)


@pytest.mark.parametrize("what", FIRST_ASKED)
async def test_a_telegram_that_is_down_is_said_and_nothing_is_lost(ekko: Ekko, what: str) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    code, words = await ekko(what, **BY_WEBHOOK, EKKO_TELEGRAM_API=nowhere)
    assert (code, "Telegram did not do it (TelegramNetworkError)" in words) == (2, True)


async def test_without_a_token_there_is_no_bot(ekko: Ekko) -> None:
    code, words = await ekko("show", EKKO_TELEGRAM_TOKEN="")
    assert (code, "EKKO_TELEGRAM_TOKEN is not set" in words) == (2, True)


async def test_a_round_that_is_not_there_is_said(ekko: Ekko) -> None:
    code, words = await ekko("show", EKKO_TELEGRAM_ROUND="no-such")
    assert (code, "EKKO_TELEGRAM_ROUND names no round here" in words) == (2, True)
