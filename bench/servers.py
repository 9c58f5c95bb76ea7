"""Starts real servers in processes of their own, on a free port, and stops them by their id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import SystemRandom
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

PATIENCE = 240
_PORTS = iter(SystemRandom().sample(range(15_000, 32_000), 17_000))


class Running(NamedTuple):
    """A server that answers."""

    port: int
    pid: int
    ready_after: float


@contextmanager
def server(
    command: list[str],
    port: int,
    env: dict[str, str] | None = None,
    path: str = "/health",
    folder: Path | None = None,
) -> Iterator[Running]:
    """Start a server in a folder, wait until a path of it answers, stop it at the end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **(env or {})}, stderr=subprocess.DEVNULL, cwd=folder
    )
    try:
        wait_for(port, process, path)
        yield Running(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(20)


def ekko(folder: Path, database: str = "") -> tuple[list[str], dict[str, str]]:
    """Name the command and the settings of an Ekko with an example of its own."""
    env = {
        "EKKO_DATA": str(folder / "data"),
        "EKKO_PORT": str(free_port()),
        "EKKO_TRUSTED_PROXY": "127.0.0.1",  # the bench says where its people are, as a proxy would
    }
    if database:
        env["EKKO_DATABASE"] = database
    return [sys.executable, "-m", "bot", "run"], env


def wait_for(port: int, process: "subprocess.Popen[bytes]", path: str = "/health") -> None:
    """Ask until it answers; give up when it has died or takes too long."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise SystemExit(f"The server ended with {process.returncode} before it answered.")
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10):
                return
        except HTTPError as answer:
            if answer.code < 500:
                return  # it answers, if only to whoever has a cookie
            time.sleep(0.02)
        except (URLError, OSError):
            time.sleep(0.02)
    raise SystemExit("The server did not answer in time.")


def free_port() -> int:
    """Find a port that nobody has, and that nobody is given by chance until a server listens there.

    Whoever connects anywhere is lent a port from 32768 on (49152 on other machines than Linux), and a server
    takes seconds to begin: below that, only who asks here takes one, and two who ask begin far apart.
    """
    for port in _PORTS:
        with closing(socket.socket()) as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise SystemExit("No port between 15000 and 32000 is free.")


def memory_of(pid: int) -> float:
    """Read how much memory a process holds, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")
