"""`make bench ARGS=outbox`: ten thousand answers through the outbox, at the limits that Telegram states.

Two processes share one bot and one database; one of them is killed with -9 half-way and another begins. The
limits are not compressed: at twenty-six a second it takes some six and a half minutes. The clock that the
workers go by is set to a Saturday noon, since no answer goes out at night.
"""

import asyncio
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from datetime import datetime
from pathlib import Path

from aiohttp import web
from rich.console import Console
from rich.table import Table

from bot.channels.youth_telegram.message import CHANNEL, Message
from bot.channels.youth_telegram.running import open_bot
from bot.channels.youth_telegram.sending import Sender
from bot.outbox import Outbox
from bot.turn import body_place, handle_place
from collector.here import HERE
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import outgoing, rounds, talks
from collector.store.front import Tx
from collector.store.opening import open_store

MESSAGES, EACH = 10_000, 2
A_SECOND = 30
TAKES = 0.08
TOKEN = "4242:only-for-the-bench"  # noqa: S105
KEY = bytes(range(32))
PAUSE = 5
console = Console()


class Limited:
    """Telegram, as far as it takes messages: thirty in any second, one a second to each chat, else 429."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, str]] = []
        self.slowed = 0
        self.kill_after = 0
        self.half_way = asyncio.Event()
        self._lately: deque[float] = deque()
        self._last: dict[int, float] = {}

    async def handle(self, request: web.Request) -> web.Response:
        """Take a message or refuse it; it is taken when the time that it takes is over."""
        form = await request.post()
        chat, text, now = int(str(form["chat_id"])), str(form["text"]), time.monotonic()
        while self._lately and now - self._lately[0] >= 1:
            self._lately.popleft()
        if len(self._lately) >= A_SECOND or now - self._last.get(chat, 0) < 1:
            self.slowed += 1
            wrong = {"ok": False, "error_code": 429, "description": "Too Many Requests"}
            return web.json_response({**wrong, "parameters": {"retry_after": PAUSE}}, status=429)
        self._lately.append(now)
        self._last[chat] = now
        await asyncio.sleep(TAKES)
        self.taken.append((chat, text))
        if len(self.taken) == self.kill_after:
            self.half_way.set()
        sent = {
            "message_id": len(self.taken),
            "date": 1,
            "chat": {"id": chat, "type": "private"},
            "text": text,
        }
        return web.json_response({"ok": True, "result": sent})


def noon_ahead() -> int:
    """Tell how far a Saturday noon is from now."""
    return int(datetime(2026, 9, 26, 12, tzinfo=HERE).timestamp() * 1000) - time.time_ns() // 1_000_000


async def work(database: str, api: str, ahead: int) -> None:
    """Be one worker until killed."""
    store, seal = open_store(database), Seal(KEY)

    def clock() -> int:
        return time.time_ns() // 1_000_000 + ahead

    async with open_bot(TOKEN, api) as bot:
        await Outbox(store, seal, clock, CHANNEL, Sender(bot).send).run()


async def fill(database: str, ahead: int, messages: int) -> None:
    """Put every answer in the queue, two to each chat."""
    store, seal = open_store(database), Seal(KEY)
    now = time.time_ns() // 1_000_000 + ahead
    place = Municipality("m", "Eksempelvik", is_example=True, is_open=False)
    asked = Round("r", place, "glad-elg", "Hva?", now, None)

    def begin(tx: Tx) -> None:
        rounds.add_municipality(tx, place, now)
        rounds.add_round(tx, asked, now)

    def add(tx: Tx, first: int) -> None:
        for chat in range(first, min(first + 500, messages // EACH)):
            who = str(100_000 + chat)
            handle = seal.seal(who, handle_place(who))
            talks.add_talk(
                tx, id=who, municipality_id="m", round_id="r", channel=CHANNEL, who=who, receipt=who,
                handle=handle, now=now,
            )  # fmt: skip
            for number in range(EACH):
                body = seal.seal(Message(f"{who} {number}").to_json(), body_place(who))
                outgoing.add_outgoing(
                    tx, id=new_id(now), talk_id=who, channel=CHANNEL, place=number, urgent=outgoing.OURS,
                    body=body, now=now,
                )  # fmt: skip

    await store.write(begin)
    for first in range(0, messages // EACH, 500):
        await store.write(lambda tx, first=first: add(tx, first))  # type: ignore[misc]
    store.close()


async def start(database: str, api: str, ahead: int) -> asyncio.subprocess.Process:
    """Start a worker as a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.outbox", "work", database, api, str(ahead)
    )


async def measure(messages: int) -> None:
    """Send them all, kill one worker half-way, and tell what came."""
    limited = Limited()
    app = web.Application()
    app.router.add_post("/bot{token}/sendMessage", limited.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with tempfile.TemporaryDirectory() as folder:
        database, ahead = f"sqlite://{Path(folder) / 'ekko.db'}", noon_ahead()
        await fill(database, ahead, messages)
        began = time.monotonic()
        limited.kill_after = messages // 2
        workers = [await start(database, api, ahead) for _ in range(2)]
        await limited.half_way.wait()
        workers[0].send_signal(signal.SIGKILL)
        workers.append(await start(database, api, ahead))
        last, seen = time.monotonic(), 0
        while len(set(limited.taken)) < messages and time.monotonic() - last < 120:
            if len(limited.taken) != seen:
                seen, last = len(limited.taken), time.monotonic()
            await asyncio.sleep(0.1)
        seconds = time.monotonic() - began
        await asyncio.sleep(2)
        for worker in workers[1:]:
            worker.terminate()
        await asyncio.gather(*(worker.wait() for worker in workers))
    await runner.cleanup()
    report(limited, messages, seconds)


def report(limited: Limited, messages: int, seconds: float) -> None:
    """Print what came."""
    came = Counter(limited.taken)
    order: dict[int, list[str]] = {}
    for chat, text in limited.taken:
        if text not in order.setdefault(chat, []):
            order[chat].append(text)
    table = Table("answers through the outbox, two processes, one killed half-way", "figure")
    for what, figure in (
        ("put in the queue", messages),
        ("lost", messages - len(came)),
        ("came twice", sum(n - 1 for n in came.values())),
        ("answered 429", limited.slowed),
        ("chats whose order was wrong", sum(each != sorted(each) for each in order.values())),
        ("seconds", round(seconds)),
        ("a second", round(messages / seconds, 1)),
    ):
        table.add_row(what, str(figure))
    console.print(table)


def main(messages: int = MESSAGES) -> None:
    """Measure and print."""
    asyncio.run(measure(messages))


if __name__ == "__main__":
    if sys.argv[1] == "work":
        asyncio.run(work(sys.argv[2], sys.argv[3], int(sys.argv[4])))
    else:
        main(int(sys.argv[1]))
