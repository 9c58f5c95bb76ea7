"""Puts back in order what comes at once by many wires: each chat's updates, one at a time, by their numbers.

One rule: an update waits only for those before it that are on their way, and never longer than a moment. A
number far off is a new beginning, since Telegram's numbers jump after a quiet week; nobody waits for it.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from itertools import count

from bot.channels.youth_telegram.updates import Raw, chat_of, number_of

MOMENT_SECONDS = 0.15
FAR = 1000
Take = Callable[[Raw], Awaitable[None]]
Waiting = tuple[int, int, Raw, asyncio.Future[None]]


class InOrder:
    """One bot's updates that are on their way in."""

    def __init__(self, take: Take, moment: float = MOMENT_SECONDS) -> None:
        self._take = take
        self.moment = moment
        self._come: int | None = None
        """Every update up to this number has come, or is not waited for any more."""
        self._early: set[int] = set()
        self._changed = asyncio.Event()
        self._chats: dict[int | None, list[Waiting]] = {}
        self._workers: dict[int | None, asyncio.Task[None]] = {}
        self._tickets = count()

    async def take(self, update: Raw) -> None:
        """Take an update when those before it were; return when it is kept, or raise."""
        number, chat = number_of(update), chat_of(update)
        await self._wait_for_those_before(number)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._chats.setdefault(chat, []), (number, next(self._tickets), update, done))
        if chat not in self._workers:
            self._workers[chat] = asyncio.create_task(self._work(chat))
        await done

    async def _wait_for_those_before(self, number: int) -> None:
        self._note(number)
        if self._may_go(number):
            return
        try:
            async with asyncio.timeout(self.moment):
                while not self._may_go(number):
                    await self._changed.wait()
        except TimeoutError:
            self._come = min(self._early, default=number)
            self._settle()

    def _may_go(self, number: int) -> bool:
        return self._come is not None and number <= self._come

    def _note(self, number: int) -> None:
        """Note that an update has come, and whether all before it have."""
        if self._come is not None and abs(number - self._come) > FAR:
            self._come, self._early = number, set()
        else:
            self._early.add(number)
        self._settle()

    def _settle(self) -> None:
        if self._come is None:
            return
        while self._come + 1 in self._early:
            self._come += 1
        self._early = {each for each in self._early if each > self._come}
        self._changed.set()
        self._changed = asyncio.Event()

    async def _work(self, chat: int | None) -> None:
        """Take all that waits in a chat, the lowest number first."""
        await asyncio.sleep(0)  # those that were let go together stand here by now
        while waiting := self._chats.get(chat):
            *_, update, done = heapq.heappop(waiting)
            await self._take_one(update, done)
        self._chats.pop(chat, None)
        del self._workers[chat]

    async def _take_one(self, update: Raw, done: asyncio.Future[None]) -> None:
        try:
            await self._take(update)
        except Exception as error:
            if not done.done():
                done.set_exception(error)
        else:
            if not done.done():
                done.set_result(None)
