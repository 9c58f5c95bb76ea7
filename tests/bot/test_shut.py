"""A municipality that is not open: its pages are kind, and nothing that anybody writes is kept anywhere."""

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from collector import municipality
from collector.model import Round
from collector.store import municipalities
from collector.store.front import Store, Tx
from tests.bot.fields import CODE, wishes_kept
from tests.conftest import Clock
from tests.municipality.town import RUNNING

CANARY = "kanarifugl-4711"
KEPT = ("wishes", "talks", "turns", "cases", "alerts", "outgoing", "counts", "contacts")


@pytest.fixture
def shut(asked: Round, store: Store) -> Round:
    asyncio.run(store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0")))
    return asked


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://ekko.test")


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_kept(tx: Tx) -> dict[str, int]:
    return {table: len(tx.all(f"SELECT * FROM {table}")) for table in KEPT}


async def test_nothing_that_is_written_while_it_is_shut_is_on_the_disk(
    app: FastAPI, shut: Round, store: Store, tmp_path: Path
) -> None:
    async with client(app) as young:
        for number, words in enumerate((f"{CANARY} gaming", f"jeg orker ikke mer {CANARY}")):
            answer = await young.post(f"/c/{CODE}", data={"key": f"k{number}", "said": words})
            assert answer.status_code == 403
            assert CANARY in answer.text, "The words stay in the box."
            assert "set-cookie" not in answer.headers
    assert set((await store.read(rows_kept)).values()) == {0}
    files = files_in(tmp_path)
    assert files
    assert [name for name, body in files.items() if CANARY.encode() in body] == []


async def test_whoever_opens_the_chat_is_told_kindly_and_help_is_there(app: FastAPI, shut: Round) -> None:
    async with client(app) as young:
        page = await young.get(f"/c/{CODE}", headers={"Accept-Language": "nb"})
    assert page.status_code == 403
    assert "Her er det ikke åpent nå" in page.text
    assert "Ingenting blir lagret" in page.text
    assert 'href="tel:113"' in page.text
    assert '<textarea class="ds-input" id="said"' not in page.text


async def test_a_cry_for_help_gets_the_card_though_it_is_shut(app: FastAPI, shut: Round) -> None:
    async with client(app) as young:
        page = await young.post(f"/c/{CODE}", data={"key": "k", "said": "jeg vil ikke leve lenger"})
    assert page.text.index('class="card-line"') < page.text.index("<h1")


async def test_whoever_wrote_before_it_shut_still_sees_and_erases_and_adds_nothing(
    app: FastAPI, asked: Round, store: Store, clock: Clock
) -> None:
    here = asked.municipality.id
    await store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0, is_open = 1"))
    async with client(app) as young:
        await young.post(f"/c/{CODE}", data={"key": "a", "said": "sjakk på onsdager"})
        await store.write(lambda tx: municipality.shut(tx, here, "", clock()))
        refused = await young.post(f"/c/{CODE}", data={"key": "b", "said": f"gaming {CANARY}"})
        assert refused.status_code == 403
        assert len(await wishes_kept(store)) == 1
        seen = await young.post(f"/c/{CODE}", data={"key": "c", "said": "mine ønsker"})
        assert "sjakk på onsdager" in seen.text
        await young.post(f"/c/{CODE}", data={"key": "d", "said": "slett"})
        await young.post(f"/c/{CODE}", data={"key": "e", "chose": "erase"})
    assert await wishes_kept(store) == []


async def test_an_open_one_takes_wishes_until_a_requirement_ceases_to_hold(
    app: FastAPI, asked: Round, store: Store, clock: Clock
) -> None:
    here = asked.municipality.id
    await store.write(lambda tx: tx.run("UPDATE municipalities SET is_example = 0"))
    await store.write(lambda tx: municipalities.let_open(tx, here, is_open=True))
    async with client(app) as young:
        assert (await young.post(f"/c/{CODE}", data={"key": "a", "said": "sjakk"})).status_code == 200
        await store.write(lambda tx: municipality.shut_unless_ready(tx, here, RUNNING, "", clock()))
        young.cookies.clear()
        assert (await young.post(f"/c/{CODE}", data={"key": "b", "said": "dans"})).status_code == 403
