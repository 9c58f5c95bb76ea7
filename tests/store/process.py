"""Other processes for the store's tests: run as `python -m tests.store.process WHAT URL`.

Each says what it saw as one line of JSON, or dies in the middle as the test wants it to.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

from collector.store.front import StoreFull, StoreProblem
from collector.store.opening import open_store
from tests.store.things import COLOURS, THINGS, Database, add, keys

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def start(what: str, url: str) -> subprocess.Popen[str]:
    """Start one of the processes below."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.process", what, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def say(**seen: object) -> None:
    print(json.dumps(seen), flush=True)


async def open_when_told(url: str) -> None:
    """Open Ekko's own tables at the same moment as others do."""
    say(ready=True)
    sys.stdin.readline()
    open_store(url).close()
    say(opened=True)


async def write_and_die(url: str) -> None:
    """Write eight at a time and die by kill -9 the moment the twentieth is answered."""
    store = Database(url).open()
    answered: list[str] = []

    async def write_some(name: str) -> None:
        for n in range(20):
            await store.write(add(f"{name}{n}"))
            answered.append(f"{name}{n}")
            print(answered[-1], flush=True)
            if len(answered) == 20:
                os.kill(os.getpid(), signal.SIGKILL)

    await asyncio.gather(*[write_some(name) for name in "abcdefgh"])


async def fill_the_disk(url: str) -> None:
    """Write until no file may grow, then let them grow again."""
    database = Database(url)
    store = database.open()
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    answered: list[str] = []
    problem = ""
    for n in range(30):
        try:
            await store.write(add(f"{n:02}", body=b"x" * 20_000))
            answered.append(f"{n:02}")
        except StoreFull as full:
            problem = str(full)
    reading_works = await store.read(keys) == answered
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await store.write(add("after"))
    store.close()
    again = database.open()
    check = await again.read(lambda tx: tx.one("PRAGMA integrity_check"))
    say(
        problem=problem,
        reading_works=reading_works,
        kept=await again.read(keys),
        answered=answered,
        check=dict(check or {}),
    )
    again.close()


async def open_without_rights(url: str) -> None:
    """Open as somebody who may only read; root asks as nobody, since root may do anything."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    try:
        Database(url).open().close()
        say(refused="")
    except StoreProblem as problem:
        say(refused=str(problem), kind=type(problem).__name__)


async def change_and_die(url: str) -> None:
    """Change the tables as a newer Ekko does, and die by kill -9 in the middle of it."""
    from collector.store.statements import Statements

    run = Statements.run

    def run_or_die(self: Statements, sql: str, **values: object) -> int:
        if "CREATE TABLE colours" in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(self, sql, **values)

    Statements.run = run_or_die  # type: ignore[method-assign]
    Database(url).open(THINGS, COLOURS)


async def hold_the_file(url: str) -> None:
    """Hold SQLite's write lock until told to let go."""
    import sqlite3

    with sqlite3.connect(Database(url).path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        say(held=True)
        sys.stdin.readline()
        other.execute("ROLLBACK")
    other.close()


PROCESSES: dict[str, Callable[[str], Coroutine[None, None, None]]] = {
    each.__name__: each
    for each in (
        open_when_told,
        write_and_die,
        fill_the_disk,
        open_without_rights,
        hold_the_file,
        change_and_die,
    )
}

if __name__ == "__main__":
    asyncio.run(PROCESSES[sys.argv[1]](sys.argv[2]))
