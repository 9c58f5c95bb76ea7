"""A class's page in the chat: its answer is kept once, read as a wish is, and shown to nobody by its code."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.class_answers import as_drawn
from bot.host import Host
from collector.ids import new_id
from collector.model import Round, SchoolClass
from collector.sealing import Seal
from collector.store import classes, rounds
from collector.store.front import Store, StoreBusy, Tx
from collector.store.sqlite import SqliteStore
from tests.bot.fields import CODE, wishes_kept
from tests.conftest import Clock

SPELT = "eple-kanel-sjøstjerne"
FORM = {"key": "a", "said": "Vi vil ha et musikkrom med trommer", "present": "22", "agreed": "vote"}


@pytest_asyncio.fixture
async def phone(app: FastAPI, group: SchoolClass) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://localhost") as client:
        yield client


@pytest.fixture
def group(store: Store, asked: Round, clock: Clock) -> SchoolClass:
    group = SchoolClass(new_id(clock()), asked.id, SPELT, "8A", 24)

    def add(tx: Tx) -> None:
        tx.run("UPDATE rounds SET kind = 'class'")
        classes.put_class(tx, group, clock())

    asyncio.run(store.write(add))
    return group


async def send(phone: httpx.AsyncClient, **other: str) -> httpx.Response:
    return await phone.post(f"/k/{SPELT}", data=FORM | other)


async def test_a_class_answers_without_javascript_and_is_told_so_when_it_is_kept(
    phone: httpx.AsyncClient, store: Store
) -> None:
    page = (await phone.get("/k", params={"code": "Elpe KANEL sjoestjerne"}, follow_redirects=True)).text
    assert "Svar fra 8A" in page
    assert "Hva skulle dere ønske fantes" in page, "a class is spoken to as many"
    assert "Mottatt. Takk til hele klassen!" in (await send(phone)).text
    (wish,) = await wishes_kept(store)
    assert (wish.source, wish.talk_id, wish.state) == ("class", None, "waiting")
    assert any(tag.id == "band" or tag.id == "music-production" for tag in wish.tags)
    assert "set-cookie" not in (await phone.get(f"/k/{SPELT}")).headers


async def test_what_a_leader_sees_beforehand_is_what_the_class_reads(
    phone: httpx.AsyncClient, host: Host, store: Store, group: SchoolClass
) -> None:
    page = (await phone.get(f"/k/{SPELT}")).text
    asked = await store.read(lambda tx: rounds.find_round(tx, CODE))
    assert asked is not None
    told = host.opening_words(asked, "nb")
    assert len(told) == 4
    for line in told:
        assert line in page


async def test_the_same_form_sent_twice_is_one_answer(phone: httpx.AsyncClient, store: Store) -> None:
    for _ in range(2):
        assert "Mottatt" in (await send(phone)).text
    kept = await store.read(lambda tx: tx.all("SELECT place FROM class_answers"))
    assert [row["place"] for row in kept] == [1]


async def test_sending_again_replaces_it_and_its_raw_words_are_gone(
    phone: httpx.AsyncClient, store: SqliteStore, seal: Seal
) -> None:
    await send(phone, said="vi vil ha sklie, ring meg på 900 12 345")
    (first,) = await wishes_kept(store)
    await send(phone, key="b", said="vi vil ha gaming", present="20", agreed="council")
    (second,) = await wishes_kept(store)
    assert "gaming" in second.text
    earlier = await store.read(lambda tx: tx.all("SELECT earlier, wish_id FROM class_answers ORDER BY place"))
    assert [(row["earlier"], row["wish_id"]) for row in earlier] == [(first.text, None), (None, second.id)]
    assert "900 12 345" not in first.text


async def test_whoever_has_the_code_sees_what_became_of_it_and_not_a_word(phone: httpx.AsyncClient) -> None:
    await send(phone)
    page = (await phone.get(f"/k/{SPELT}")).text
    assert "Klassen har svart" in page
    assert "22 var med" in page
    assert "musikkrom" not in page


async def test_a_class_where_somebody_may_not_be_ok_gets_the_card_and_a_case(
    phone: httpx.AsyncClient, store: Store
) -> None:
    page = (await send(phone, said="en i klassen sier at han vil ta livet sitt")).text
    assert page.index('<div class="card-line">') < page.index("Takk for at du skrev det")
    (wish,) = await wishes_kept(store)
    assert wish.state == "case"
    assert len(await store.read(lambda tx: tx.all("SELECT * FROM alerts"))) == 1
    later = (await phone.get(f"/k/{SPELT}")).text
    assert "en voksen kan få lese det" not in later  # others have the code too
    assert "Mottatt, venter på å bli lest" in later


@pytest.mark.parametrize(
    ("other", "status", "why"),
    [
        ({"said": "  "}, 422, "Det kom ingen ord"),
        ({"said": "x" * 4001}, 413, "Det ble for langt"),
        ({"present": ""}, 422, "Skriv hvor mange som var med"),
        ({"present": "0"}, 422, "Skriv hvor mange som var med"),
        ({"present": "²"}, 422, "Skriv hvor mange som var med"),
        ({"present": "1e3"}, 422, "Skriv hvor mange som var med"),
        ({"agreed": "dice"}, 422, "Velg hvordan dere ble enige"),
    ],
)
async def test_what_is_refused_stands_in_the_form(
    phone: httpx.AsyncClient, store: Store, other: dict[str, str], status: int, why: str
) -> None:
    page = await send(phone, **other)
    assert page.status_code == status
    assert why in page.text
    assert f"{(FORM | other)['said']}</textarea>" in page.text
    assert await wishes_kept(store) == []


async def test_an_answer_written_while_the_round_closes_stays_to_be_copied(
    phone: httpx.AsyncClient, store: Store, asked: Round, clock: Clock
) -> None:
    await phone.get(f"/k/{SPELT}")
    await store.write(lambda tx: rounds.close_round(tx, asked.id, clock()))
    page = await send(phone)
    assert page.status_code == 410
    assert "Det du skrev, er ikke sendt" in page.text
    assert f"{FORM['said']}</textarea>" in page.text
    assert await wishes_kept(store) == []
    assert "Runden er over" in (await phone.get(f"/k/{SPELT}")).text


async def test_a_full_store_leaves_the_words_with_the_class(
    phone: httpx.AsyncClient, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = store.write

    async def busy(work: object, *, erases: bool = False) -> object:
        if erases:
            raise StoreBusy("busy")
        return await real(work)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "write", busy)
    page = await send(phone)
    assert page.status_code == 503
    assert f"{FORM['said']}</textarea>" in page.text


async def test_a_code_that_no_class_has_says_so_and_keeps_what_was_written(phone: httpx.AsyncClient) -> None:
    page = await phone.post("/k/feil-feil-feil", data=FORM)
    assert page.status_code == 404
    assert "Vi finner ingen klasse" in page.text
    assert f"{FORM['said']}</textarea>" in page.text


async def test_nobody_answers_alone_in_a_class_round(phone: httpx.AsyncClient, store: Store) -> None:
    page = await phone.get(f"/c/{CODE}")
    assert page.status_code == 403
    assert 'href="/k?lang=nb"' in page.text
    assert (await phone.post(f"/c/{CODE}", data={"key": "k", "said": "dans"})).status_code == 403
    assert await wishes_kept(store) == []


def test_a_code_is_read_as_it_was_drawn() -> None:
    assert as_drawn("EPPLE, kanel sjostjerne") == SPELT
