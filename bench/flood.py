"""A flood of junk, and in the midst of it children who wish for something and children who cry for help.

One rule: bounded in count and in time, on this machine alone. The junk comes at a steady pace over kept
connections, or as quickly as the server lets it.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from bench.load import ask, post, read_answer, status_of

JUNK = 10_000
A_SECOND = 1_000
CONNECTIONS = 250
CHILDREN = 5
CHAT = "/c/glad-elg"
WISH = "et sted der vi kan lage spill sammen"
CRY = "jeg vil ikke leve lenger"
FLOODER = 1
"""All junk comes from one home, and so do the cries: the hardest place to be heard from."""


@dataclass
class Flooded:
    """What became of the junk, and how long each child waited."""

    seconds: float = 0.0
    junk: Counter[int] = field(default_factory=Counter)
    children: list[float] = field(default_factory=list)
    cries: list[float] = field(default_factory=list)


async def flood(port: int) -> Flooded:
    """Send the junk, and meanwhile each second a child, and a cry from where the junk comes from."""
    found, began = Flooded(), time.perf_counter()
    numbers = iter(range(JUNK))

    async def junk() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            await asyncio.sleep(began + number / A_SECOND - time.perf_counter())
            writer.write(_message(f"junk-{number}", f"tull og tøys {number}", FLOODER))
            found.junk[status_of(await read_answer(reader))] += 1
        writer.close()

    async def child(number: int, words: str, person: int, waits: list[float]) -> None:
        await asyncio.sleep(1.5 + number)
        waits.append(await served(port, _message(f"child-{words}-{number}", words, person)))

    async with asyncio.TaskGroup() as people:
        for _ in range(CONNECTIONS):
            people.create_task(junk())
        for number in range(CHILDREN):
            people.create_task(child(number, WISH, 100_000 + number, found.children))
            people.create_task(child(number, CRY, FLOODER, found.cries))
    found.seconds = time.perf_counter() - began
    return found


async def served(port: int, message: bytes) -> float:
    """Time a message until it is kept; one that never is takes for ever."""
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = await ask(reader, writer, message)
    writer.close()
    return time.perf_counter() - began if status_of(answer) == 200 else float("inf")


def _message(key: str, words: str, person: int) -> bytes:
    return post(CHAT, f"key={quote_plus(key)}&said={quote_plus(words)}".encode(), person)
