"""Lets only so many turns be taken at once, and lets those who wait in by turns.

One rule: whoever cries for help is next, and after that each address has its turn, however many wait behind
another one. A turn waits for the disk most of its time, and many share one trip to it.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 32
"""Enough that the store commits several together, and few enough that the next in is soon done."""
PATIENCE = 10.0
"""So many seconds somebody stands in the queue; the page itself gives up after fifteen."""
MOST_WAITING = 300
"""When so many wait, whoever has not begun to talk yet had better come back a little later."""


class StillWaiting(Exception):
    """The queue did not move for long; better say so than let a phone give up."""


class Turnstile:
    """A fair queue before the turns."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._grave: deque[asyncio.Future[None]] = deque()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def is_full(self) -> bool:
        """Tell whether those who wait are many already."""
        return sum(map(len, self._waiting.values())) >= MOST_WAITING

    @asynccontextmanager
    async def through(self, address: str, *, is_grave: bool = False) -> AsyncIterator[None]:
        """Wait for a place, not for ever, and give it on at the end."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._come_in(address, is_grave=is_grave)
        except TimeoutError:
            raise StillWaiting from None
        try:
            yield
        finally:
            self._give_on()

    async def _come_in(self, address: str, *, is_grave: bool) -> None:
        if self._free:
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._grave if is_grave else self._waiting.setdefault(address, deque())).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._give_on()
            raise

    def _give_on(self) -> None:
        while (place := self._next()) is not None:
            if not place.done():  # whoever hung up meanwhile has no use for it
                place.set_result(None)
                return
        self._free += 1

    def _next(self) -> asyncio.Future[None] | None:
        if self._grave:
            return self._grave.popleft()
        if not self._waiting:
            return None
        address, places = self._waiting.popitem(last=False)
        place = places.popleft()
        if places:
            self._waiting[address] = places  # at the end: the others are next
        return place
