"""A client that asks as quickly as it can, over kept connections, on this machine.

One rule: bounded in count, and every answer is looked at: one that was not asked for stops the run.
"""

import asyncio
import time
from collections.abc import Callable
from ipaddress import ip_address
from statistics import median
from typing import NamedTuple

Request = Callable[[int], bytes]
PATIENCE = 10
"""So often a client comes again before it shows what it was told."""


class Measured(NamedTuple):
    """What a run of requests took."""

    a_second: float
    p50_ms: float
    p99_ms: float


class WrongAnswer(Exception):
    """The server answered something else than what the bench asked for."""


async def run(port: int, requests: int, at_once: int, make: Request, expect: bytes) -> Measured:
    """Send so many requests, so many at once, and time each."""
    numbers = iter(range(requests))
    times: list[float] = []

    async def one_client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            began = time.perf_counter()
            body = await ask(reader, writer, make(number))
            times.append(time.perf_counter() - began)
            if expect not in body:
                raise WrongAnswer(body[:200])
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one_client() for _ in range(at_once)))
    took = time.perf_counter() - began
    times.sort()
    return Measured(requests / took, median(times) * 1000, times[int(len(times) * 0.99) - 1] * 1000)


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    """Ask as a page does: where it is told to come again later, it does, and the time runs on."""
    answer = b""
    for _ in range(PATIENCE):
        writer.write(request)
        answer = await read_answer(reader)
        if status_of(answer) != 429:
            break
        await asyncio.sleep(told_to_wait(answer))
    return answer


def status_of(answer: bytes) -> int:
    """Read what kind of answer it is."""
    return int(answer[9:12])


def told_to_wait(answer: bytes) -> int:
    """Read for how many seconds one is asked to wait."""
    lines = answer.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
    return next((int(line[12:]) for line in lines if line.startswith(b"retry-after:")), 5)


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    """Read one answer, head and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
    return head + await reader.readexactly(length)


def post(path: str, form: bytes, person: int = 0) -> bytes:
    """Write a form post as a browser without JavaScript sends it, by one of many people at home."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Forwarded-For: {home(person)}\r\nContent-Length: {len(form)}\r\n\r\n"
    ).encode() + form


def home(person: int) -> str:
    """Give each an address of her own, as a proxy in front would tell it."""
    return str(ip_address("10.0.0.0") + person)


def get(path: str, accept: str = "gzip") -> bytes:
    """Write a request for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {accept}\r\n\r\n".encode()
