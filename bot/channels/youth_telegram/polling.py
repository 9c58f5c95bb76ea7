"""Fetches updates by long polling and hands each on until it is kept.

One rule: an update is acknowledged only when its turn stands in the store. Telegram takes the next call's
offset as the acknowledgement of everything before it. aiogram's own polling moves it on when a handler was
started, or failed, so that a crash or a full disk would lose what it had fetched; and one update that it
cannot read makes it ask for the same batch for ever. So the loop is ours and aiogram's dispatcher does the
rest: updates are fetched unread, and each is parsed by itself.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods.base import TelegramMethod

from collector.store.front import StoreBroken, StoreBusy, StoreFull

Raw = dict[str, Any]
Pause = Callable[[float], Awaitable[None]]

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
WAITS_SECONDS = 25
ANSWERS_WITHIN_SECONDS = 10
TRIES = 3
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
UNKNOWN_BOT = "It does not know the token in EKKO_TELEGRAM_TOKEN: get a new one from BotFather."
REMEDIES: dict[type[Exception], str] = {
    TelegramUnauthorizedError: UNKNOWN_BOT,
    TelegramNotFound: UNKNOWN_BOT,
    TelegramConflictError: "Another program fetches them, or a webhook is set for this bot: end that.",
}
log = logging.getLogger("ekko.telegram")


class GetRawUpdates(TelegramMethod[list[Raw]]):
    """Telegram's getUpdates, answered as it came."""

    __returning__ = list[Raw]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = WAITS_SECONDS
    allowed_updates: list[str] = KINDS


Take = Callable[[Raw], Awaitable[None]]
Excuse = Callable[[Raw, str], Awaitable[None]]
"""Tells whoever sent an update, by the key of a text, that it is not kept."""


class Polling:
    """One bot's updates, each chat's in order, the chats beside each other."""

    def __init__(self, bot: Bot, take: Take, excuse: Excuse, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._take = take
        self._excuse = excuse
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
        pause, said = FIRST_PAUSE, ""
        while True:
            try:
                method = GetRawUpdates(offset=offset)
                return await self._bot(method, request_timeout=WAITS_SECONDS + ANSWERS_WITHIN_SECONDS)
            except (AiogramError, OSError) as error:
                if said != (said := type(error).__name__):
                    log.error("No messages from Telegram (%s). %s", said, REMEDIES.get(type(error), ""))
            await self._pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _take_in_order(self, updates: list[Raw]) -> None:
        for update in updates:
            await self.take_until_kept(update)

    async def take_until_kept(self, update: Raw) -> None:
        """Try as long as the store is the trouble, but only a few times where the update itself is."""
        tries, waits, pause = 0, 0, FIRST_PAUSE
        while True:
            try:
                return await self._take(update)
            except (StoreBusy, StoreFull, StoreBroken) as problem:
                waits += 1
                kind, key = type(problem).__name__, "telegram.waiting"
            except Exception as error:
                tries += 1
                kind, key = type(error).__name__, "telegram.skipped"
            if tries == TRIES:
                log.error("One message from Telegram was skipped after %d tries (%s).", tries, kind)
                return await self._excuse(update, key)
            if key == "telegram.waiting" and waits == 1:
                log.error("A message from Telegram waits for the store (%s).", kind)
                await self._excuse(update, key)
            await self._pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def by_chat(updates: list[Raw]) -> list[list[Raw]]:
    """Sort updates into chats, keeping their order.

    >>> [len(chat) for chat in by_chat([{"message": {"chat": {"id": n}}} for n in (1, 2, 1)])]
    [2, 1]
    """
    chats: dict[int | None, list[Raw]] = {}
    for update in updates:
        chats.setdefault(chat_of(update), []).append(update)
    return list(chats.values())


def chat_of(update: Raw) -> int | None:
    """Find the chat that an update, read or not, came from."""
    for kind in KINDS:
        event = update.get(kind)
        inside = event.get("message") if kind == "callback_query" and isinstance(event, dict) else event
        chat = inside.get("chat") if isinstance(inside, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return None


def words_of(update: Raw) -> str:
    """Find what somebody wrote in an update, read or not.

    >>> words_of({"edited_message": {"caption": "oss"}}), words_of({"message": "broken"})
    ('oss', '')
    """
    events = [update.get(kind) for kind in ("message", "edited_message")]
    written = [event.get(part) for event in events if isinstance(event, dict) for part in ("text", "caption")]
    return next((words for words in written if isinstance(words, str)), "")


def next_offset(updates: list[Raw]) -> int | None:
    """Acknowledge what was fetched.

    When nothing came, everything is acknowledged, and the next call names no offset: after a quiet week the
    ids begin somewhere else, perhaps lower.
    """
    ids = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
    return max(ids) + 1 if ids else None
