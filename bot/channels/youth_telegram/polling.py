"""Fetches updates by long polling and hands each on until it is kept.

One rule: an update is acknowledged only when its turn stands in the store. Telegram takes the next call's
offset as the acknowledgement of everything before it. aiogram's own polling moves it on when a handler was
started, or failed, so that a crash or a full disk would lose what it had fetched; and one update that it
cannot read makes it ask for the same batch for ever. So the loop is ours and aiogram's dispatcher does the
rest: updates are fetched unread, and each is parsed by itself.
"""

import asyncio
import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods.base import TelegramMethod

from bot.channels.youth_telegram.contact import Contact
from bot.channels.youth_telegram.taking import WAITING, Pause, Take
from bot.channels.youth_telegram.updates import KINDS, Raw, by_chat

WAITS_SECONDS = 25
ANSWERS_WITHIN_SECONDS = 10
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
log = logging.getLogger("ekko.telegram")


class GetRawUpdates(TelegramMethod[list[Raw]]):
    """Telegram's getUpdates, answered as it came."""

    __returning__ = list[Raw]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = WAITS_SECONDS
    allowed_updates: tuple[str, ...] = KINDS


class Polling:
    """One bot's updates, each chat's in order, the chats beside each other."""

    def __init__(self, bot: Bot, take: Take, contact: Contact, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._take = take
        self._contact = contact
        self._pause = pause

    async def run(self) -> None:
        """Fetch and hand on until cancelled."""
        offset: int | None = None
        while True:
            updates = await self._fetch(offset)
            await asyncio.gather(*(self._take_in_order(each) for each in by_chat(updates)))
            offset = next_offset(updates)

    async def _fetch(self, offset: int | None) -> list[Raw]:
        """Fetch the next updates; whatever is in the way is said once and tried again, slower each time."""
        pause = FIRST_PAUSE
        while True:
            try:
                method = GetRawUpdates(offset=offset)
                found = await self._bot(method, request_timeout=WAITS_SECONDS + ANSWERS_WITHIN_SECONDS)
            except (AiogramError, OSError) as error:
                await self._contact.lost(error)
            else:
                await self._contact.heard()
                return found
            await self._pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _take_in_order(self, updates: list[Raw]) -> None:
        for update in updates:
            await self.take_until_kept(update)

    async def take_until_kept(self, update: Raw) -> None:
        """Wait as long as the store is the trouble: nothing behind this would be kept either."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._take(update)
            except WAITING:
                await self._pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def next_offset(updates: list[Raw]) -> int | None:
    """Acknowledge what was fetched.

    When nothing came, everything is acknowledged, and the next call names no offset: after a quiet week the
    ids begin somewhere else, perhaps lower.
    """
    ids = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
    return max(ids) + 1 if ids else None
