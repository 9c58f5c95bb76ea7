"""`make bench ARGS=telegram`: updates a second of one core, by webhook and by polling, beside bare echoes.

One rule: every contender is a process of its own, held to one core, gets the same updates, one in three of
them a wish, and they take turns. What counts is the processor's own time, since others use this machine too.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from bench.load import run as load
from bench.servers import free_port, wait_for
from bench.telegram.api import QuickApi, Update
from bench.telegram.echo import SECRET, TOKEN

ROUNDS = 3
CHATS = 320
"""Each writes /start, a wish, and taps yes."""
WARM_UP = 64
"""So many chats before it counts: the libraries finish their models when they are first used."""
SETTLES = 2
AT_ONCE = 32
CORE = 0
TICKS = os.sysconf("SC_CLK_TCK")
WISHES = (
    "vi vil ha LAN med pizza",
    "et band-rom der ingen blir sure",
    "nysirkus, helst trapes",
    "eg vil lære å mekke moped",
    "brettspill for oss som ikke kjenner noen",
)
console = Console()
numbers, chats = count(1000), count(1)


class Took(NamedTuple):
    """What a run took: by the clock on the wall, and of the processor."""

    a_second: float
    of_processor: float


def updates(many: int) -> list[Update]:
    """Write what so many new chats do, those of some at the same time, in Telegram's numbers."""
    made: list[Update] = []
    for _ in range(0, many, AT_ONCE):
        some = [next(chats) for _ in range(AT_ONCE)]
        made += [update("message", message(chat, 1, "/start")) for chat in some]
        made += [update("message", message(chat, 2, WISHES[chat % len(WISHES)])) for chat in some]
        made += [update("callback_query", tap(chat)) for chat in some]
    return made


def update(kind: str, event: dict[str, Any]) -> Update:
    """Number something that happened."""
    return {"update_id": next(numbers), kind: event}


def message(chat: int, number: int, text: str) -> dict[str, Any]:
    """Write a message as Telegram does."""
    who = {"id": chat, "is_bot": False, "first_name": "Ola", "username": "ola", "language_code": "nb"}
    here = {"id": chat, "type": "private", "first_name": "Ola", "username": "ola"}
    entities = [{"type": "bot_command", "offset": 0, "length": 6}] if text.startswith("/") else []
    return {"message_id": number, "from": who, "chat": here, "date": 1, "text": text, "entities": entities}


def tap(chat: int) -> dict[str, Any]:
    """Write a tap on «Ja, det stemmer» under the answer to the second turn."""
    shown = message(chat, 3, "Mottatt. Stemmer det?")
    return {
        "id": f"q{chat}",
        "from": shown["from"],
        "chat_instance": "1",
        "data": "t:2:yes",
        "message": shown,
    }


@contextmanager
def held(command: list[str], env: dict[str, str] | None = None) -> Iterator[Popen[bytes]]:
    """Run a program on one core, and stop it at the end."""
    process = Popen(command, env={**os.environ, **(env or {})}, stdout=DEVNULL, stderr=DEVNULL)
    os.sched_setaffinity(process.pid, {CORE})
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def processor(pid: int) -> float:
    """Read how many seconds of processor a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def by_webhook(port: int, path: str, pid: int) -> Took:
    """Bring updates over some wires, and time them."""
    sent = [json.dumps(each).encode() for each in updates(WARM_UP + CHATS)]
    first = WARM_UP * 3

    def request(number: int) -> bytes:
        body = sent[number]
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    await load(port, first, AT_ONCE, request, b"HTTP/1.1 200")
    await asyncio.sleep(SETTLES)
    before, many = processor(pid), len(sent) - first
    measured = await load(port, many, AT_ONCE, lambda n: request(first + n), b"HTTP/1.1 200")
    return Took(measured.a_second, many / (processor(pid) - before))


async def by_polling(api: QuickApi, pid: int) -> Took:
    """Hand updates out, and time them until the last is acknowledged."""
    await api.until_asked()
    await api.hand_out(updates(WARM_UP))
    await asyncio.sleep(SETTLES)
    made, before, began = updates(CHATS), processor(pid), time.perf_counter()
    await api.hand_out(made)
    took = time.perf_counter() - began
    await asyncio.sleep(0.3)  # what was acknowledged before it was done is done by now
    return Took(len(made) / took, len(made) / (processor(pid) - before))


def settings(folder: Path, api: QuickApi, way: str) -> tuple[int, dict[str, str]]:
    """Name an Ekko's settings."""
    port = free_port()
    return port, {
        "EKKO_DATA": str(folder / "data"),
        "EKKO_PORT": str(port),
        "EKKO_ADDRESS": "https://ekko.example.no",
        "EKKO_TELEGRAM_TOKEN": TOKEN,
        "EKKO_TELEGRAM_ROUND": "glad-elg",
        "EKKO_TELEGRAM_API": api.address,
        "EKKO_TELEGRAM_WAY": way,
        "EKKO_TELEGRAM_SECRET": SECRET,
    }


def municipality_in(folder: Path) -> str:
    """Find the example's municipality."""
    import sqlite3

    with sqlite3.connect(folder / "data" / "ekko.db") as database:
        return str(database.execute("SELECT id FROM municipalities").fetchone()[0])


async def ready(port: int, process: Popen[bytes]) -> None:
    """Wait until a server answers, beside what it asks of us meanwhile."""
    await asyncio.to_thread(wait_for, port, process)


async def one(library: str, way: str, api: QuickApi, folder: Path) -> Took:
    """Start one contender and time it."""
    if library == "ekko":
        port, env = settings(folder, api, way)
        with held([sys.executable, "-m", "bot", "run"], env) as process:
            await ready(port, process)
            await asyncio.sleep(4)  # what a start does beside has been done
            if way == "polling":
                return await by_polling(api, process.pid)
            return await by_webhook(port, f"/telegram/{municipality_in(folder)}", process.pid)
    port = free_port()
    where = api.address if way == "polling" else str(port)
    with held([sys.executable, "-m", "bench.telegram.echo", library, way, where]) as process:
        if way == "polling":
            return await by_polling(api, process.pid)
        await ready(port, process)
        return await by_webhook(port, "/hook", process.pid)


async def measure() -> dict[tuple[str, str], list[Took]]:
    """Let the contenders take turns."""
    found: dict[tuple[str, str], list[Took]] = {}
    with tempfile.TemporaryDirectory(prefix="ekko-telegram-") as name:
        for _ in range(ROUNDS):
            for way in ("webhook", "polling"):
                for library in ("aiogram", "ptb", "ekko"):
                    api = QuickApi()
                    server = await api.open()
                    took = await one(library, way, api, Path(name))
                    found.setdefault((library, way), []).append(took)
                    server.close()
    return found


def main() -> None:
    """Measure and print."""
    os.sched_setaffinity(0, os.sched_getaffinity(0) - {CORE} or {CORE})
    found = asyncio.run(measure())
    table = Table("way", "what", "a second by the wall", "a second of processor", "of aiogram's echo")
    names = {"aiogram": "bare aiogram echo", "ptb": "bare python-telegram-bot echo", "ekko": "Ekko, on disk"}
    for way in ("webhook", "polling"):
        echo = median(each.of_processor for each in found["aiogram", way])
        for library, called in names.items():
            runs = found[library, way]
            kept = median(each.of_processor for each in runs)
            wall = median(each.a_second for each in runs)
            table.add_row(way, called, f"{wall:,.0f}", f"{kept:,.0f}", f"{kept / echo:.2f}")
    console.print(table)


if __name__ == "__main__":
    main()
