"""A receipt's forms come in by the chat's door; help and erasing are never kept waiting."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.webchat import turnstile as turnstiles
from bot.host import Host
from bot.record import open_record
from collector.store.front import Store
from collector.web.doors import rules_of
from tests.bot.fields import say, wishes_kept
from tests.bot.test_fairness import CRY, SCHOOL, phone_at, send
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("asked")
FREE = {
    "/c/{code}/done": "clearing a shared screen",
    "/r/{receipt}/erase": "erasing",
}
"""What a young person's browser may always send, and why."""
FORMS: dict[str, dict[str, str]] = {
    "/c/{code}": {"said": "sjakk"},
    "/r/{receipt}/words": {"wish": "w", "said": "sjakk"},
    "/receipt": {"code": "glad-elg"},
}


async def wish(host: Host, words: str = "sjakk", key: str = "a") -> tuple[str, str]:
    """Wish for something: the receipt, and the wish's id."""
    await host.turn(say(words, key=key))
    (talk,) = await host.store.read(lambda tx: tx.all("SELECT id, version, state FROM talks"))
    receipt = open_record(host.seal, talk["id"], talk["version"], talk["state"]).receipt
    return receipt, (await wishes_kept(host.store))[-1].id


async def change(phone: httpx.AsyncClient, receipt: str, wish_id: str, said: str, key: str) -> httpx.Response:
    form = {"wish": wish_id, "key": key, "said": said}
    return await phone.post(f"/r/{receipt}/words", data=form)


async def wear_out(phone: httpx.AsyncClient, receipt: str) -> None:
    for number in range(10):
        answer = await change(phone, receipt, "no-such-wish", "", f"k{number}")
        assert answer.status_code == 422


def test_each_form_of_the_program_has_a_rule_here(app: FastAPI) -> None:
    sent = {path for (method, path) in rules_of(app) if method == "POST"}
    ours = {path for path in sent if path.startswith(("/c", "/r"))}
    assert ours == {*FREE, *FORMS}


@pytest.mark.parametrize("path", FORMS)
async def test_a_flood_of_any_form_is_slowed_and_elsewhere_nobody_waits(app: FastAPI, path: str) -> None:
    form = FORMS[path]
    async with phone_at(app) as phone, phone_at(app, "192.0.2.9") as elsewhere:

        async def one(number: int, phone: httpx.AsyncClient) -> httpx.Response:
            way = path.replace("{code}", "glad-elg").replace("{receipt}", f"made-up-{number}")
            return await phone.post(way, data={**form, "key": f"k{number}", "words": f"made up {number}"})

        phone.cookies.clear()
        statuses = []
        for number in range(301):
            statuses.append((await one(number, phone)).status_code)
            phone.cookies.clear()
        assert 429 not in statuses[:300]
        assert statuses[300] == 429
        assert (await one(999, elsewhere)).status_code != 429


async def test_new_words_that_come_too_soon_wait_in_the_box_and_then_are_kept_once(
    app: FastAPI, host: Host, clock: Clock, store: Store
) -> None:
    receipt, wish_id = await wish(host)
    async with phone_at(app) as phone:
        await wear_out(phone, receipt)
        slowed = await change(phone, receipt, wish_id, "dans på lørdag", "mine")
        assert slowed.status_code == 429
        seconds = int(slowed.headers["retry-after"])
        assert f"Vent {seconds} sekunder" in slowed.text
        assert "dans på lørdag</textarea>" in slowed.text
        assert 'name="key" value="mine"' in slowed.text, "tried again, it is the same event"
        assert [each.text for each in await wishes_kept(store)] == ["sjakk"]
        clock.now += seconds * 1000
        for _ in range(2):
            assert "Endret." in (await change(phone, receipt, wish_id, "dans på lørdag", "mine")).text
    assert [each.text for each in await wishes_kept(store)] == ["dans på lørdag"]


async def test_a_cry_for_help_passes_where_other_new_words_are_slowed(app: FastAPI, host: Host) -> None:
    receipt, wish_id = await wish(host)
    async with phone_at(app) as phone:
        await wear_out(phone, receipt)
        assert (await change(phone, receipt, wish_id, "dans", "a")).status_code == 429
        page = await change(phone, receipt, wish_id, CRY, "b")
    assert page.status_code == 200
    assert page.text.index('<div class="card-line">') < page.text.index("<h1")
    assert [each.state for each in await wishes_kept(host.store)] == ["case"]


async def test_a_flood_of_cries_on_a_receipt_is_slowed_but_each_gets_the_card(
    app: FastAPI, host: Host
) -> None:
    receipt, wish_id = await wish(host)
    async with phone_at(app) as phone:
        pages = [await change(phone, receipt, wish_id, "hjelp", f"k{number}") for number in range(45)]
    assert pages[-1].status_code == 429
    assert pages[-1].text.index('<div class="card-line">') < pages[-1].text.index("Det kom mange")


async def test_help_written_as_new_words_is_a_call_for_help_and_the_wish_stands(
    app: FastAPI, host: Host
) -> None:
    receipt, wish_id = await wish(host)
    async with phone_at(app) as phone:
        page = await change(phone, receipt, wish_id, "Hjelp!", "a")
        assert page.text.index('<div class="card-line">') < page.text.index("<h1")
        assert "Det står som før." in page.text
        page = await change(phone, receipt, wish_id, "slett", "b")
        assert '<div class="card-line">' not in page.text
        by_words = await phone.post("/receipt", data={"code": "glad-elg", "words": "hjelp"})
        assert by_words.text.index('<div class="card-line">') < by_words.text.index("<h1")
    assert [each.text for each in await wishes_kept(host.store)] == ["sjakk"]


async def test_erasing_is_never_kept_waiting(
    app: FastAPI, host: Host, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt, wish_id = await wish(host)
    stuck = asyncio.Event()

    async def stand_still(*_: Any, **__: Any) -> None:
        await stuck.wait()

    monkeypatch.setattr(host, "turn", stand_still)
    async with phone_at(app, SCHOOL) as phone:
        await wear_out(phone, receipt)
        waiting = [
            asyncio.create_task(send(phone, "junk", f"j{number}")) for number in range(turnstiles.AT_ONCE + 3)
        ]
        await asyncio.sleep(0)
        page = await phone.post(f"/r/{receipt}/erase", data={"wish": wish_id})
        assert "Det er borte for godt" in page.text
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    assert await wishes_kept(store) == []
