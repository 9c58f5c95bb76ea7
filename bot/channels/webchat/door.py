"""The way into the chat: where a message comes from, whether it may come in now, and its place in the queue.

One rule: a message in which the rules hear that somebody is not OK goes before all others.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache

from fastapi import Request

from bot.alarm import cries_for_help
from bot.channels.webchat.gate import Gate, Knock
from bot.channels.webchat.senders import address_of
from bot.channels.webchat.turnstile import StillWaiting, Turnstile
from bot.metrics import Metrics
from bot.settings import Network
from bot.turn import Came

QUEUE_IS_LONG = 5
"""After so many seconds whoever stood in vain may come again."""


class TooQuick(Exception):
    """A message came too soon after others; nothing of it is kept, and it may come again later."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Door:
    """Stands before every turn that a browser asks for."""

    gate: Gate
    metrics: Metrics
    proxies: Sequence[Network] = ()
    turnstile: Turnstile = field(default_factory=Turnstile)

    @asynccontextmanager
    async def open(self, request: Request, came: Came) -> AsyncIterator[None]:
        """Let a turn be taken, in its place, or say that it came too soon."""
        is_tap = came.chose is not None

        @cache
        def is_grave() -> bool:
            return not is_tap and cries_for_help(came.said or "")

        address = address_of(request, self.proxies)
        seconds = self.gate.wait(Knock(came.key, came.who, address, is_tap, self.turnstile.is_full, is_grave))
        if seconds:
            self.metrics.was_too_quick()
            raise TooQuick(seconds)
        try:
            async with self.turnstile.through(address, is_grave=is_grave()):
                yield
        except StillWaiting:
            self.metrics.was_too_quick()
            raise TooQuick(QUEUE_IS_LONG) from None
