"""Answers at once, by a fixed sentence, whatever is not kept: a picture, a refusal, a group.

Whoever may need somebody gets the help card all the same, first.
One rule: whether the answer arrives decides nothing. What is kept is answered by the outbox, never from here.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods.base import TelegramMethod

from bot.alarm import needs_card
from bot.channels.youth_telegram.answers import Answers
from bot.dialogs.words import word_asked_for
from bot.host import Host
from bot.speech import View
from collector.store.front import StoreProblem

FIRST_LANGUAGE = "nb"
WITHIN_SECONDS = 5
IN_TELEGRAMS_WORDS = {
    "refused.too_long": "telegram.too_long",
    "refused.no_round": "telegram.no_round",
    "refused.busy": "telegram.waiting",
}
"""Some refusals speak of the page they were written for."""
Look = Callable[[int], Awaitable[View | None]]
log = logging.getLogger("ekko.telegram")


class AtOnce:
    """Fixed sentences for one bot's chats."""

    def __init__(self, bot: Bot, host: Host, answers: Answers, look: Look) -> None:
        self._bot = bot
        self._host = host
        self._answers = answers
        self._look = look

    async def say(self, chat: int, key: str) -> None:
        """Say one sentence in the language of the talk."""
        language = await self._language(chat)
        await self._send(chat, self._host.speech.texts.say(key, language, link=self._answers.web_chat))

    async def refuse(self, chat: int, key: str, said: str) -> None:
        """Say why something is not kept."""
        await self.care(chat, said)
        await self.say(chat, IN_TELEGRAMS_WORDS.get(key, key))

    async def care(self, chat: int, said: str) -> None:
        """Show the help card to whoever may need somebody."""
        if self._asks_for_card(said):
            await self._send(chat, self._answers.card(await self._language(chat)))

    async def leave(self, chat: int) -> None:
        """Leave a group politely: what is said there is everybody's."""
        await self.say(chat, "telegram.no_groups")
        await self.quietly(self._bot.leave_chat(chat, request_timeout=WITHIN_SECONDS))

    async def quietly(self, asking: Awaitable[Any]) -> None:
        """Ask something of Telegram that nothing depends on."""
        try:
            await (
                self._bot(asking, request_timeout=WITHIN_SECONDS)
                if isinstance(asking, TelegramMethod)
                else asking
            )
        except (AiogramError, OSError) as error:
            log.warning("Telegram did not take a sentence that was not kept (%s).", type(error).__name__)

    async def _send(self, chat: int, text: str) -> None:
        await self.quietly(self._bot.send_message(chat, text, request_timeout=WITHIN_SECONDS))

    def _asks_for_card(self, said: str) -> bool:
        try:
            return word_asked_for(said) == "help" or needs_card(self._host.reader, said)
        except Exception:
            return True

    async def _language(self, chat: int) -> str:
        try:
            view = await self._look(chat)
        except StoreProblem:
            return FIRST_LANGUAGE
        return view.language if view else FIRST_LANGUAGE
