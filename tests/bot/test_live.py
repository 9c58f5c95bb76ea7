"""Open pages are told that something was answered, once each, and let go when the program stops."""

import asyncio
import socket
import threading
from collections.abc import AsyncGenerator
from itertools import islice

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from bot.channels.webchat.news import events
from bot.host import Host
from bot.live import MOST_OF_A_TALK, Live, TooMany
from bot.serve import Server
from collector.model import Wish
from collector.store.front import Store, StoreBusy
from tests.bot.answers import Leader
from tests.bot.fields import CODE, say, wishes_kept
from tests.both_engines import store
from tests.conftest import Clock
from tests.store.things import PATIENCE

__all__ = ["store"]
pytestmark = pytest.mark.usefixtures("asked")
Heard = AsyncGenerator[int | None]


class Ticks:
    """A pause that lasts until the test lets the next look happen."""

    def __init__(self) -> None:
        self.waiting = asyncio.Event()
        self._go = asyncio.Event()

    async def pause(self, seconds: float) -> None:
        self.waiting.set()
        await self._go.wait()
        self._go.clear()

    async def look(self) -> None:
        """Let everybody be looked for once, and wait until that is done."""
        async with asyncio.timeout(PATIENCE):
            await self.waiting.wait()
            self.waiting.clear()
            self._go.set()
            await self.waiting.wait()


async def wish_for(host: Host, store: Store, words: str = "sjakk", who: str = "somebody") -> Wish:
    await host.turn(say(words, key=words, who=who))
    return next(wish for wish in await wishes_kept(store) if wish.text == words)


async def following(heard: Heard) -> int | None:
    async with asyncio.timeout(PATIENCE):
        return await anext(heard)


async def test_an_open_page_is_told_of_an_answer_once(host: Host, store: Store, clock: Clock) -> None:
    wish, ticks = await wish_for(host, store), Ticks()
    live = Live(store, clock, ticks.pause)
    heard = live.listen(wish.talk_id or "", 0)
    first = asyncio.ensure_future(following(heard))
    await ticks.look()
    assert not first.done()
    await Leader(store, clock).answers(wish)
    await ticks.look()
    assert await first == 1
    second = asyncio.ensure_future(following(heard))
    await ticks.look()
    assert not second.done(), "the same answer is seen again, and not told again"
    await Leader(store, clock).answers(wish, "done")
    await ticks.look()
    assert await second == 2
    await heard.aclose()
    assert live.open_pages == 0


async def test_who_comes_back_hears_only_what_came_meanwhile(host: Host, store: Store, clock: Clock) -> None:
    wish, leader, live = await wish_for(host, store), Leader(store, clock), Live(store, clock, Ticks().pause)
    await leader.answers(wish)
    first = live.listen(wish.talk_id or "", 0)
    assert await following(first) == 1
    await first.aclose()
    again = live.listen(wish.talk_id or "", 1)
    waits = asyncio.ensure_future(following(again))
    await asyncio.sleep(0.05)
    assert not waits.done()
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    await leader.answers(wish, "done")
    later = live.listen(wish.talk_id or "", 1)
    assert await following(later) == 2
    await later.aclose()


async def test_nobody_hears_of_another_talks_answer(host: Host, store: Store, clock: Clock) -> None:
    hers, mine = await wish_for(host, store, "dans", "her"), await wish_for(host, store, "sjakk", "me")
    ticks = Ticks()
    heard = Live(store, clock, ticks.pause).listen(mine.talk_id or "", 0)
    waits = asyncio.ensure_future(following(heard))
    await ticks.look()
    await Leader(store, clock).answers(hers)
    await ticks.look()
    assert not waits.done()
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)


async def test_one_look_serves_every_open_page(
    host: Host, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = [await wish_for(host, store, f"sjakk {n}", f"p{n}") for n in range(30)]
    ticks = Ticks()
    live = Live(store, clock, ticks.pause)
    heard = [live.listen(wish.talk_id or "", 0) for wish in wishes]
    waits = [asyncio.ensure_future(following(each)) for each in heard]
    await ticks.look()
    assert live.open_pages == 30
    leader = Leader(store, clock)
    for wish in wishes:
        await leader.answers(wish)
    reads: list[int] = []
    read = store.read

    async def counted(work):  # type: ignore[no-untyped-def]
        reads.append(1)
        return await read(work)

    monkeypatch.setattr(store, "read", counted)
    await ticks.look()
    assert await asyncio.gather(*waits) == [1] * 30
    assert len(reads) == 1
    for each in heard:
        await each.aclose()


async def test_a_store_that_is_busy_is_asked_again(
    host: Host, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish, ticks = await wish_for(host, store), Ticks()
    heard = Live(store, clock, ticks.pause).listen(wish.talk_id or "", 0)
    waits = asyncio.ensure_future(following(heard))
    await ticks.look()
    await Leader(store, clock).answers(wish)
    with monkeypatch.context() as broken:

        async def busy(*_: object, **__: object) -> None:
            raise StoreBusy("planted")

        broken.setattr(store, "read", busy)
        await ticks.look()
    assert not waits.done()
    await ticks.look()
    assert await waits == 1
    await heard.aclose()


async def test_an_answer_whose_commit_comes_late_is_still_seen(
    host: Host, store: Store, clock: Clock
) -> None:
    wish, ticks = await wish_for(host, store), Ticks()
    heard = Live(store, clock, ticks.pause).listen(wish.talk_id or "", 0)
    waits = asyncio.ensure_future(following(heard))
    await ticks.look()
    await Leader(store, clock).answers(wish)
    clock.now += 50_000
    await ticks.look()
    assert await waits == 1
    await heard.aclose()


async def test_only_so_many_pages_of_one_talk_listen(host: Host, store: Store, clock: Clock) -> None:
    wish = await wish_for(host, store)
    live = Live(store, clock, Ticks().pause)
    talk = wish.talk_id or ""
    heard = [live.listen(talk, 0) for _ in range(MOST_OF_A_TALK)]
    waits = [asyncio.ensure_future(following(each)) for each in heard]
    await asyncio.sleep(0)
    with pytest.raises(TooMany):
        live.refuse_if_full(talk)
    live.refuse_if_full("another talk")
    for each in waits:
        each.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    live.refuse_if_full(talk)


async def test_an_event_has_no_words_and_a_number_to_come_back_with(
    host: Host, store: Store, clock: Clock
) -> None:
    wish = await wish_for(host, store)
    await Leader(store, clock).answers(wish, "done", "hemmelig")
    stream = events(Live(store, clock, Ticks().pause), wish.talk_id or "", 0)
    assert [await anext(stream), await anext(stream)] == [
        "retry: 5000\n\n",
        "id: 1\nevent: news\ndata: new\n\n",
    ]
    await stream.aclose()


async def test_a_closed_program_lets_every_page_go(host: Host, store: Store, clock: Clock) -> None:
    wish = await wish_for(host, store)
    live = Live(store, clock, Ticks().pause)
    heard = live.listen(wish.talk_id or "", 9)

    async def until_let_go() -> list[int | None]:
        return [each async for each in heard]

    waits = asyncio.ensure_future(until_let_go())
    await asyncio.sleep(0)
    assert live.open_pages == 1
    live.close()
    assert await asyncio.wait_for(waits, PATIENCE) == []
    assert live.open_pages == 0
    with pytest.raises(TooMany):
        live.refuse_if_full("any")


def test_a_server_that_stops_does_not_wait_for_pages_that_listen(app: FastAPI) -> None:
    """Nothing but the program itself ends the stream here: there is no limit to how long it may drain."""
    sock = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
    server = Server(config, app.state.live.close)
    thread = threading.Thread(target=lambda: asyncio.run(server._serve([sock])), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{sock.getsockname()[1]}/c/{CODE}"
    with httpx.Client(timeout=PATIENCE) as phone:
        token = phone.post(address, data={"key": "k", "said": "sjakk"}).headers["set-cookie"].split(";")[0]
        with phone.stream("GET", f"{address}/live", headers={"cookie": token}) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert stream.headers["x-accel-buffering"] == "no"
            assert "no-store" in stream.headers["cache-control"]
            lines = stream.iter_lines()
            assert next(lines) == "retry: 5000"
            server.should_exit = True
            assert list(islice(lines, 5)) in ([], [""]), "and not a sign of life for ever"
    thread.join(PATIENCE)
    assert not thread.is_alive()
    sock.close()


async def test_a_stranger_has_nothing_to_listen_to(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://localhost") as phone:
        answer = await phone.get(f"/c/{CODE}/live")
        assert (answer.status_code, answer.text) == (204, "")
        phone.cookies.set("__Host-ekko-talk", "guessed", domain="localhost.local")
        for code in (CODE, "finnes-ikke"):
            assert (await phone.get(f"/c/{code}/live")).status_code == 204
