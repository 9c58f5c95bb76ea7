"""Runs the young people's bot: it listens and carries answers until it is told to stop."""

import asyncio
import logging

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.types import BotCommand

from bot.channels.youth_telegram.bodies import keyboard
from bot.channels.youth_telegram.listener import Listener
from bot.channels.youth_telegram.message import CHANNEL, Message
from bot.channels.youth_telegram.polling import Polling
from bot.dialogs.book import SPOKEN
from bot.host import Host
from bot.outbox import Gone, NeverTaken, Outbox, TooFast
from bot.wordless import keep_wordless
from collector.texts import Catalogue

SENDS_WITHIN_SECONDS = 20
GONE = ("chat not found", "user is deactivated", "peer_id_invalid")
COMMANDS = {
    "hjelp": "telegram.command.help",
    "mine": "telegram.command.mine",
    "slett": "telegram.command.erase",
    "sprak": "telegram.command.language",
    "privacy": "telegram.command.privacy",
    "stopp": "telegram.command.stop",
}
log = logging.getLogger("ekko.telegram")


async def run(host: Host, token: str, round_code: str, address: str, api: str) -> None:
    """Listen and answer until cancelled."""
    keep_wordless("aiogram", "aiohttp")
    async with open_bot(token, api) as bot, asyncio.TaskGroup() as together:
        outbox = Outbox(host.store, host.seal, host.clock, CHANNEL, Sender(bot).send)
        listener = Listener(bot, host, outbox, round_code, address)
        together.create_task(outbox.run())
        together.create_task(Polling(bot, listener.take, listener.excuse).run())
        together.create_task(name_commands(bot, host.speech.texts))


def open_bot(token: str, api: str) -> Bot:
    """Make a bot whose messages are plain text without previews of links."""
    plain = DefaultBotProperties(parse_mode=None, link_preview_is_disabled=True)
    return Bot(token, AiohttpSession(api=TelegramAPIServer.from_base(api)), plain)


class Sender:
    """Sends what the outbox carries, and tells it in its own words what went wrong."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, handle: str, body: str) -> None:
        """Send one body to one chat."""
        message = Message.from_json(body)
        try:
            await self._bot.send_message(
                int(handle),
                message.text,
                reply_markup=keyboard(message),
                request_timeout=SENDS_WITHIN_SECONDS,
            )
        except TelegramRetryAfter as slow:
            raise TooFast(slow.retry_after) from None
        except TelegramForbiddenError:
            raise Gone from None
        except TelegramBadRequest as refusal:
            raise (Gone if any(sign in str(refusal).lower() for sign in GONE) else NeverTaken) from None


async def name_commands(bot: Bot, texts: Catalogue) -> None:
    """Show the words that always work in the chat's menu, in each language."""
    for language in SPOKEN:
        commands = [
            BotCommand(command=name, description=texts.say(key, language)) for name, key in COMMANDS.items()
        ]
        try:
            await bot.set_my_commands(commands, language_code=None if language == SPOKEN[0] else language)
        except (AiogramError, OSError) as error:
            log.warning("The menu of commands could not be set (%s).", type(error).__name__)
            return
