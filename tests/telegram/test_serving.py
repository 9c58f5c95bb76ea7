"""The whole program with both bots switched on: `ekko run` against a Telegram on this machine."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from bench.servers import free_port
from bot.channels.youth_telegram import running
from bot.host import Host
from bot.serve import messengers
from bot.settings import BadSettings, Settings, read_settings
from bot.wiring import House
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.telegram.fake_api import PATIENCE, FakeApi
from tests.telegram.people import STAFF, YOUTH, Phone

STARTS_WITHIN = 120


@pytest.fixture
async def program(api: FakeApi, tmp_path: Path, furnished: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    settings = {
        "EKKO_DATA": str(tmp_path / "data"),
        "EKKO_PORT": str(free_port()),
        "EKKO_TELEGRAM_TOKEN": YOUTH,
        "EKKO_TELEGRAM_ROUND": "glad-elg",
        "EKKO_STAFF_TELEGRAM_TOKEN": STAFF,
        "EKKO_TELEGRAM_API": api.address,
    }
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    yield program
    if program.returncode is None:
        program.kill()
    await program.wait()


@pytest.mark.slow
async def test_both_bots_answer_and_the_program_ends_when_it_is_told_to(
    program: asyncio.subprocess.Process, api: FakeApi, ada: Phone, leader: Phone
) -> None:
    await api.until(lambda: api.polled == {YOUTH, STAFF}, STARTS_WITHIN)
    assert "Mottatt" in (await ada.hears("gaming hver dag"))["text"]
    assert "/start KODE" in (await leader.hears("/now"))["text"]
    program.terminate()
    async with asyncio.timeout(PATIENCE):
        printed, _ = await program.communicate()
    assert program.returncode == 0
    assert b"Traceback" not in printed
    for secret in (YOUTH, STAFF, "gaming hver", str(ada.chat)):
        assert secret.encode() not in printed


def test_without_a_token_no_messenger_begins(host: Host, texts: Catalogue, reader: Reader) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # what a machine's own .env says is not ours
    house = House(settings, host.store, host.seal, texts, reader, host)
    assert messengers(house, FastAPI()) == []


@pytest.mark.parametrize(("way", "hooked"), [("polling", None), ("webhook", "s" * 32)])
async def test_a_secret_that_is_left_over_makes_no_webhook_where_the_way_is_polling(
    host: Host,
    texts: Catalogue,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    hooked: str | None,
) -> None:
    begun: list[running.Hook | None] = []

    async def run(*given: Any) -> None:
        begun.append(given[-1])

    monkeypatch.setattr(running, "run", run)
    known = {"telegram_token": YOUTH, "telegram_round": "glad-elg", "telegram_secret": "s" * 32}
    at = {"address": "https://ekko.example.no", "telegram_way": way}
    settings = Settings(_env_file=None, **known, **at)  # type: ignore[call-arg,arg-type]
    house = House(settings, host.store, host.seal, texts, reader, host)
    await asyncio.gather(*messengers(house, FastAPI()))
    assert [hook and hook.secret for hook in begun] == [hooked]


def test_a_token_without_a_round_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKKO_TELEGRAM_TOKEN", YOUTH)
    with pytest.raises(BadSettings, match="EKKO_TELEGRAM_ROUND"):
        read_settings()


@pytest.mark.parametrize("token", ["my secret token", "12", "x:abcdefgh123"])
def test_a_malformed_token_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("EKKO_STAFF_TELEGRAM_TOKEN", token)
    with pytest.raises(BadSettings, match="EKKO_STAFF_TELEGRAM_TOKEN") as refused:
        read_settings()
    assert token not in str(refused.value)


def test_both_bots_are_never_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TOKEN": YOUTH, "ROUND": "glad-elg"}.items():
        monkeypatch.setenv(f"EKKO_TELEGRAM_{name}", value)
    monkeypatch.setenv("EKKO_STAFF_TELEGRAM_TOKEN", YOUTH)
    with pytest.raises(BadSettings, match="another bot"):
        read_settings()


def test_an_empty_token_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKKO_TELEGRAM_TOKEN", "")
    assert read_settings().telegram_token is None
