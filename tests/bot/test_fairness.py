"""The open chat is fair: a school passes, whoever floods is slowed, and a cry for help never waits."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from bot.channels.webchat import gate as gates
from bot.channels.webchat import turnstile as turnstiles
from bot.channels.webchat.gate import Gate, Knock
from bot.channels.webchat.senders import address_of
from bot.channels.webchat.talk import COOKIE
from bot.channels.webchat.turnstile import Turnstile
from bot.settings import read_proxies
from collector.store.front import Store
from tests.bot.fields import CODE, wishes_kept
from tests.conftest import Clock
from tests.store.things import PATIENCE

CHAT = f"/c/{CODE}"
SCHOOL = "198.51.100.7"
CRY = "jeg vil ikke leve lenger"
PIECES = {"hx-request": "true"}


def phone_at(app: FastAPI, address: str = SCHOOL) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 40_000))
    return httpx.AsyncClient(
        transport=transport, base_url="https://localhost", headers={"accept-language": "nb"}
    )


async def send(phone: httpx.AsyncClient, said: str, key: str, **headers: str) -> httpx.Response:
    return await phone.post(CHAT, data={"key": key, "said": said}, headers=headers)


async def wear_out(phone: httpx.AsyncClient) -> None:
    for number in range(10):
        assert (await send(phone, "sjakk", f"k{number}")).status_code == 200


@pytest.mark.usefixtures("asked")
async def test_thirty_pupils_behind_one_address_all_pass(app: FastAPI, clock: Clock, store: Store) -> None:
    for number in range(30):
        clock.now += 20_000 * (number % 2)  # in pairs, all within ten minutes
        async with phone_at(app) as phone:
            first = await send(phone, f"sjakk med lag {number}", "a")
            second = await phone.post(CHAT, data={"key": "b", "chose": "yes"})
            third = await send(phone, "og brettspill", "c")
            assert [first.status_code, second.status_code, third.status_code] == [200] * 3
    kept = await wishes_kept(store)
    assert len(kept) == 30, "what answers the question belongs to the wish"
    assert all("og brettspill" in wish.text for wish in kept)


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("pieces", [{}, PIECES])
async def test_more_than_ten_messages_a_minute_are_slowed_and_nothing_is_lost(
    app: FastAPI, clock: Clock, store: Store, pieces: dict[str, str]
) -> None:
    async with phone_at(app) as phone:
        await wear_out(phone)
        slowed = await send(phone, "ellevte ønske", "eleven", **pieces)
        assert slowed.status_code == 429
        seconds = int(slowed.headers["retry-after"])
        assert f"{seconds} sekunder" in slowed.text
        assert pieces or 'value="eleven"' in slowed.text, "tried again, it is the same event"
        assert pieces or "ellevte ønske</textarea>" in slowed.text
        assert not pieces or f'data-again="{seconds}"' in slowed.text
        assert len(await wishes_kept(store)) == 10
        clock.now += seconds * 1000
        assert "Mottatt" in (await send(phone, "ellevte ønske", "eleven", **pieces)).text
    assert len(await wishes_kept(store)) == 11


@pytest.mark.usefixtures("asked")
async def test_a_tap_that_came_too_soon_can_be_sent_again_without_javascript(
    app: FastAPI, clock: Clock
) -> None:
    async with phone_at(app) as phone:
        await send(phone, "gaming", "first")
        for number in range(30):
            await phone.post(CHAT, data={"key": f"t{number}", "chose": "x"})
        slowed = await phone.post(CHAT, data={"key": "tap", "chose": "no", "said": "halvt"})
        assert slowed.status_code == 429
        form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', slowed.text))
        assert form == {"key": "tap", "chose": "no", "said": "halvt"}
        clock.now += int(slowed.headers["retry-after"]) * 1000
        assert (await phone.post(CHAT, data=form)).status_code == 200


@pytest.mark.usefixtures("asked")
async def test_a_cry_for_help_passes_where_other_words_are_slowed(app: FastAPI, store: Store) -> None:
    async with phone_at(app) as phone:
        await wear_out(phone)
        assert (await send(phone, "sjakk", "eleven")).status_code == 429
        for number, words in enumerate((CRY, "hjelp", "Hjelp!")):
            page = await send(phone, words, f"cry{number}")
            assert page.status_code == 200
            assert 'class="line card-line"' in page.text
    assert [wish.state for wish in await wishes_kept(store)].count("case") == 1


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("pieces", [{}, PIECES])
async def test_a_flood_of_cries_is_slowed_but_each_gets_the_card(
    app: FastAPI, pieces: dict[str, str]
) -> None:
    async with phone_at(app) as phone:
        await send(phone, "sjakk", "first")
        answers = [await send(phone, "hjelp", f"k{number}", **pieces) for number in range(45)]
        assert {answer.status_code for answer in answers[:39]} == {200}
        assert answers[-1].status_code == 429
        card = answers[-1].text.index('<div class="card-line">')
        assert card < answers[-1].text.index("Det kom mange meldinger")
    async with phone_at(app, "192.0.2.9") as other:
        assert (await send(other, CRY, "a")).status_code == 200


def knock(
    event: str, talk: str = "", address: str = SCHOOL, *, is_tap: bool = False, grave: bool = False
) -> Knock:
    return Knock(event, talk or event, address, is_tap, False, lambda: grave)


def test_a_whole_school_begins_at_once_and_a_flood_beyond_it_is_slowed(clock: Clock) -> None:
    gate = Gate(clock)
    assert [gate.wait(knock(f"pupil {number}")) for number in range(300)] == [0] * 300
    assert gate.wait(knock("one more")) > 0
    assert gate.wait(knock("elsewhere", address="192.0.2.9")) == 0
    assert gate.wait(knock("again", talk="pupil 7")) == 0, "whoever talks already is no newcomer"
    assert gate.wait(knock("a cry", grave=True)) == 0
    clock.now += 2_000
    assert [gate.wait(knock(f"later {number}")) > 0 for number in range(2)] == [False, True]


def test_where_too_many_wait_newcomers_come_later_and_nobody_else(clock: Clock) -> None:
    gate = Gate(clock)
    assert gate.wait(knock("first", talk="she")) == 0
    assert gate.wait(replace(knock("a newcomer"), is_full=True)) == 5
    assert gate.wait(replace(knock("second", talk="she"), is_full=True)) == 0
    assert gate.wait(replace(knock("a cry", grave=True), is_full=True)) == 0


def test_the_same_message_again_is_not_counted_again(clock: Clock) -> None:
    gate = Gate(clock)
    for number in range(9):
        assert gate.wait(knock(f"e{number}", talk="she")) == 0
    assert [gate.wait(knock("tenth", talk="she")) for _ in range(50)] == [0] * 50
    assert gate.wait(knock("eleventh", talk="she")) > 0
    assert max(gate.wait(knock("tenth", talk="she")) for _ in range(50)) > 0, "nor is it a way past the gate"


def test_taps_are_quicker_than_words(clock: Clock) -> None:
    gate = Gate(clock)
    waits = [gate.wait(knock(f"tap {number}", talk="she", is_tap=True)) for number in range(31)]
    assert waits == [*[0] * 30, 2]
    assert gate.wait(knock("words", talk="she")) == 0


def test_the_gate_forgets_and_never_holds_more_than_it_may(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "MOST_KEPT", 40)
    gate = Gate(clock)
    for number in range(200):
        gate.wait(knock(f"e{number}", address=f"a{number}"))
    kept = [held for held in vars(gate).values() if hasattr(held, "__len__")]
    assert max(map(len, kept)) <= 40


def test_the_gate_holds_nobodys_address(clock: Clock) -> None:
    gate, other = Gate(clock), Gate(clock)
    for each in (gate, other):
        assert each.wait(knock("e", address="203.0.113.77")) == 0
    seen = [str([*held._even_at]) for held in vars(gate).values() if isinstance(held, gates.Pace)]
    assert "203.0.113.77" not in "".join(seen)
    assert [*gate._newcomers._even_at] != [*other._newcomers._even_at], "each start has a key of its own"


@pytest.mark.usefixtures("asked")
async def test_a_made_up_cookie_is_a_newcomer(app: FastAPI) -> None:
    async with phone_at(app) as phone:
        statuses = []
        for number in range(302):
            phone.cookies.set(COOKIE, f"made-up-{number}", domain="localhost.local")
            statuses.append((await phone.post(CHAT, data={"key": "k", "chose": "x"})).status_code)
    assert statuses[-1] == 429


NEAR = "127.0.0.1"
BELIEVED = (
    ("", NEAR, "1.1.1.1", NEAR),
    (NEAR, NEAR, "1.1.1.1", "1.1.1.1"),
    (NEAR, NEAR, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
    (NEAR, "9.9.9.9", "1.1.1.1", "9.9.9.9"),
    ("127.0.0.0/8, 10.0.0.0/8", NEAR, "6.6.6.6, 1.1.1.1, 10.0.0.2", "1.1.1.1"),
    (NEAR, NEAR, "", NEAR),
    (NEAR, NEAR, "not an address", ""),
    ("", "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
    ("", "::ffff:1.1.1.1", "", "1.1.1.1"),
)


@pytest.mark.parametrize(("named", "near", "said", "found"), BELIEVED)
def test_only_a_named_proxy_is_believed(named: str, near: str, said: str, found: str) -> None:
    headers = [(b"x-forwarded-for", said.encode())] if said else []
    request = Request({"type": "http", "client": (near, 1), "headers": headers})
    assert address_of(request, read_proxies(named)) == found


async def test_who_waits_is_let_in_by_turns_and_a_cry_first() -> None:
    turnstile, order = Turnstile(1), []

    async def come(name: str, address: str, *, is_grave: bool = False) -> None:
        async with turnstile.through(address, is_grave=is_grave):
            order.append(name)

    async with turnstile.through("flood"):
        waiting = [asyncio.create_task(come(f"junk {number}", "flood")) for number in range(5)]
        waiting.append(asyncio.create_task(come("child", "home")))
        waiting.append(asyncio.create_task(come("cry", "flood", is_grave=True)))
        await asyncio.sleep(0)
        waiting[1].cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*waiting, return_exceptions=True)
    assert order == ["cry", "junk 0", "child", "junk 2", "junk 3", "junk 4"]


@pytest.mark.usefixtures("asked")
async def test_where_the_queue_stands_still_that_is_said_and_the_words_stay(
    app: FastAPI, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turnstiles, "PATIENCE", 0.05)
    stuck, held = asyncio.Event(), store.write
    inside = asyncio.Semaphore(0)

    async def stand_still(*args: Any, **more: Any) -> Any:
        inside.release()
        await stuck.wait()
        return await held(*args, **more)

    monkeypatch.setattr(store, "write", stand_still)
    async with phone_at(app) as phone:
        first = [
            asyncio.create_task(send(phone, "sjakk", f"k{number}")) for number in range(turnstiles.AT_ONCE)
        ]
        for _ in first:
            await inside.acquire()
        late = await send(phone, "dans", "late")
        stuck.set()
        assert {(await answer).status_code for answer in first} == {200}
        assert late.status_code == 429
        assert "dans</textarea>" in late.text
        again = await send(phone, "dans", "late")
        assert "Mottatt" in again.text


async def test_it_tells_when_too_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turnstiles, "MOST_WAITING", 3)
    turnstile = Turnstile(1)

    async def come(number: int) -> None:
        async with turnstile.through(f"home {number}"):
            pass

    async with turnstile.through("first"):
        waiting = [asyncio.create_task(come(number)) for number in range(2)]
        await asyncio.sleep(0)
        assert not turnstile.is_full
        waiting.append(asyncio.create_task(come(2)))
        await asyncio.sleep(0)
        assert turnstile.is_full
    await asyncio.gather(*waiting)
    assert not turnstile.is_full


async def test_a_place_is_never_lost_when_somebody_hangs_up() -> None:
    turnstile = Turnstile(1)

    async def come() -> None:
        async with turnstile.through("somewhere"):
            await asyncio.sleep(0)

    for _ in range(20):
        many = [asyncio.create_task(come()) for _ in range(5)]
        await asyncio.sleep(0)
        for each in many[::2]:
            each.cancel()
        await asyncio.gather(*many, return_exceptions=True)
    await asyncio.wait_for(come(), PATIENCE)
