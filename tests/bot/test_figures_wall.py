"""A round's figures on a screen: whole tens, nothing under ten, and it goes on without a script."""

import re

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from collector import intake
from collector.ids import new_id
from collector.model import Round, Tag, Wish, WishState
from collector.sealing import Seal
from collector.store import rounds
from collector.store.front import Store
from tests.bot.fields import CODE
from tests.conftest import Clock
from tests.web.cast import JSON

WALL = f"/wall/{CODE}"


@pytest_asyncio.fixture
async def phone(app: FastAPI):  # type: ignore[no-untyped-def]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://localhost") as client:
        yield client


class Town:
    """Young people who wish."""

    def __init__(self, store: Store, seal: Seal, clock: Clock, asked: Round) -> None:
        self._store, self._seal, self._clock, self._asked = store, seal, clock, asked

    async def wish(self, times: int, tag: str, state: WishState = "approved") -> None:
        for _ in range(times):
            self._clock.now += 1000
            here = self._asked.municipality.id
            wish = Wish(
                new_id(self._clock()), here, self._asked.id, None, "webchat", "nb", "kanarifugl", state, True,
                self._clock(), tags=(Tag("activity", tag),),
            )  # fmt: skip
            await self._keep(wish)

    async def _keep(self, wish: Wish) -> None:
        await self._store.write(lambda tx: intake.receive(tx, self._seal, self._asked, wish, "rå", None))


@pytest.fixture
def town(store: Store, seal: Seal, clock: Clock, asked: Round) -> Town:
    return Town(store, seal, clock, asked)


async def seen(phone: httpx.AsyncClient) -> dict[str, object]:
    data = (await phone.get(WALL, headers=JSON)).json()
    return {"approved": data["approved"], **{each["id"]: each["at_least"] for each in data["bars"]}}


async def test_figures_move_in_tens_and_none_is_under_ten(phone: httpx.AsyncClient, town: Town) -> None:
    await town.wish(9, "gaming")
    assert await seen(phone) == {"approved": None}
    assert "Under ti ønsker ennå" in (await phone.get(WALL)).text
    await town.wish(10, "gaming")
    await town.wish(9, "dance")
    assert await seen(phone) == {"approved": 20, "gaming": 10}
    page = (await phone.get(WALL)).text
    assert "Minst 20 ønsker" in page
    assert "Dans" not in page


async def test_one_wish_more_shows_nowhere(phone: httpx.AsyncClient, town: Town) -> None:
    await town.wish(12, "gaming")
    before = (await phone.get(WALL)).text
    await town.wish(1, "gaming")
    assert (await phone.get(WALL)).text == before


async def test_what_waits_and_what_is_with_the_duty_adult_does_not_count(
    phone: httpx.AsyncClient, town: Town
) -> None:
    await town.wish(15, "gaming", "waiting")
    await town.wish(15, "gaming", "held")
    await town.wish(15, "gaming", "case")
    assert await seen(phone) == {"approved": None}


async def test_no_word_of_any_wish_is_on_it(phone: httpx.AsyncClient, town: Town) -> None:
    await town.wish(30, "gaming")
    assert "kanarifugl" not in (await phone.get(WALL)).text
    assert "kanarifugl" not in (await phone.get(WALL, headers=JSON)).text


async def test_it_goes_on_by_itself_until_somebody_stops_it(phone: httpx.AsyncClient, town: Town) -> None:
    await town.wish(30, "gaming")
    goes = await phone.get(WALL, params={"lang": "nn"})
    assert goes.headers["refresh"] == f"60; url={WALL}?lang=nn"
    stopped = await phone.get(WALL, params={"still": "true"})
    assert "refresh" not in stopped.headers
    assert "<script" not in goes.text + stopped.text
    assert "style=" not in goes.text


async def test_its_code_leads_to_the_chat_and_then_to_the_answers(
    phone: httpx.AsyncClient, store: Store, clock: Clock, asked: Round
) -> None:
    first = await phone.get(f"/wall/{CODE}/qr.svg")
    assert first.headers["content-type"] == "image/svg+xml"
    assert re.search(rf"/c/{CODE}</p>", (await phone.get(WALL)).text)
    await store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = :now", now=clock() - 1))
    assert (await phone.get(f"/wall/{CODE}/qr.svg")).content != first.content
    assert f"/c/{CODE}/answers</p>" in (await phone.get(WALL)).text
    assert await store.read(lambda tx: rounds.find_round(tx, CODE)) is not None


@pytest.mark.parametrize("path", ["", "/qr.svg"])
async def test_a_round_that_is_not_there_is_a_404(phone: httpx.AsyncClient, asked: Round, path: str) -> None:
    assert (await phone.get(f"/wall/finnes-ikke{path}")).status_code == 404
