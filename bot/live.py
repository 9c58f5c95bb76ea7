"""Tells open pages that something was answered: one look at the store for all of them, every other second.

One rule: what is told holds no words, only that there is something new; and nothing is kept here that
another process would need: whoever is not told live sees it at the next visit.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable

from collector.model import Clock
from collector.store import answers
from collector.store.front import Store, StoreProblem

LOOKS_EVERY_SECONDS = 2.0
LOOKS_BACK_MS = 60_000
"""An answer may be seen late: its moment is read before its commit, on a clock that may be another's."""
PINGS_EVERY_SECONDS = 20.0
MOST = 1000
"""So many pages listen to one process; those beyond see the answer at their next visit."""
MOST_OF_A_TALK = 4
Pause = Callable[[float], Awaitable[None]]
log = logging.getLogger("ekko.live")


class TooMany(Exception):
    """Nobody more can listen here now."""


class Listener:
    """One open page: the number of the newest answer there, and whether it must be told."""

    def __init__(self, told: int) -> None:
        self.told = told
        self.newest = told
        self.woken = asyncio.Event()

    def hear(self, newest: int) -> None:
        """Take note of the newest answer's number."""
        self.newest = max(self.newest, newest)
        if self.newest > self.told:
            self.woken.set()


class Live:
    """All the open pages of this process."""

    def __init__(self, store: Store, clock: Clock, pause: Pause = asyncio.sleep) -> None:
        self._store = store
        self._clock = clock
        self._pause = pause
        self._listeners: dict[str, set[Listener]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def close(self) -> None:
        """Let every page go, from any thread: the program stops, and pages come back by themselves."""
        self._closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake_all)

    def refuse_if_full(self, talk_id: str) -> None:
        """Raise where no more can listen."""
        if self._closed or self.open_pages >= MOST or len(self._listeners.get(talk_id, ())) >= MOST_OF_A_TALK:
            raise TooMany

    @property
    def open_pages(self) -> int:
        """Count the pages that listen."""
        return sum(map(len, self._listeners.values()))

    async def listen(self, talk_id: str, told: int) -> AsyncGenerator[int | None]:
        """Yield the number of the newest answer whenever there is one that the page lacks, else a ping."""
        listener = self._add(talk_id, told)
        try:
            first = await self._store.read(lambda tx: answers.answers_of_talk(tx, talk_id, told))
            listener.hear(max((each.place for each in first), default=told))
            while not self._closed:
                newest = await self._next(listener)
                if not self._closed:
                    yield newest
        finally:
            self._drop(talk_id, listener)

    async def _next(self, listener: Listener) -> int | None:
        try:
            async with asyncio.timeout(PINGS_EVERY_SECONDS):
                await listener.woken.wait()
        except TimeoutError:
            return None
        listener.woken.clear()
        if listener.newest == listener.told:
            return None
        listener.told = listener.newest
        return listener.told

    def _add(self, talk_id: str, told: int) -> Listener:
        listener = Listener(told)
        self._listeners.setdefault(talk_id, set()).add(listener)
        self._loop = asyncio.get_running_loop()
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_for_all())
        return listener

    def _drop(self, talk_id: str, listener: Listener) -> None:
        self._listeners[talk_id].discard(listener)
        if not self._listeners[talk_id]:
            del self._listeners[talk_id]
        if not self._listeners and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _look_for_all(self) -> None:
        while True:
            await self._pause(LOOKS_EVERY_SECONDS)
            since = self._clock() - LOOKS_BACK_MS
            try:
                found = await self._store.read(lambda tx, at=since: answers.newest_by_talk(tx, at))  # type: ignore[misc]
            except StoreProblem as problem:
                log.warning("Open pages are not told of answers now (%s).", type(problem).__name__)
                continue
            for talk_id, newest in found.items():
                for listener in self._listeners.get(talk_id, ()):
                    listener.hear(newest)

    def _wake_all(self) -> None:
        for listener in (each for some in self._listeners.values() for each in some):
            listener.woken.set()
