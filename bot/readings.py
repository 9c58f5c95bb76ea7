"""Reads what comes in, beside the turns: both readers on a thread of their own, and where many write at once
the first reader alone.

One rule: nobody waits long because many write. What was read in a hurry is read again by both as soon as
there is time (`rereading.py`), and that may raise an alarm and never lower one.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from bot.heard import Words, read
from bot.record import Record
from nlp.reader import Reader
from nlp.reading import Reading

MOST_WAITING = 1
"""With so many at both readers, for some twenty milliseconds, the next is read in a hurry."""


class Readings:
    """The two readers, and how many texts wait for both."""

    def __init__(self, reader: Reader, most_waiting: int = MOST_WAITING, first: Reader | None = None) -> None:
        """`first` reads in a hurry; without a second reader nobody does, since that is no quicker."""
        self._both = reader
        self._first = first
        self._most = most_waiting
        self._waiting = 0
        self._thread = ThreadPoolExecutor(1, "reading")

    @property
    def is_calm(self) -> bool:
        """Tell whether nobody waits for the readers now."""
        return not self._waiting

    async def read(self, record: Record, raw: str) -> Words:
        """Read what was just written in a talk."""
        if not raw:
            return Words()
        if self._both.meaning is not None and self._waiting >= self._most:
            return replace(read(self._first or self._both.fast, record, raw), hurried=True)
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, read, self._both, record, raw)
        finally:
            self._waiting -= 1

    async def again(self, raw: str, earlier: Sequence[str]) -> Reading:
        """Read by both readers what was read in a hurry; those who write now do not wait for it."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._both.read, raw, earlier)
