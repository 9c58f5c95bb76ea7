"""Runs the young people's bot: it listens, by polling or behind our own pages, and carries answers.

One rule: a bot speaks for one municipality for good; one that was set up for another is not let in here.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand

from bot.bringing import Bringer
from bot.channels.youth_telegram.contact import Contact
from bot.channels.youth_telegram.hooking import Hooking, address_for
from bot.channels.youth_telegram.in_order import InOrder
from bot.channels.youth_telegram.listener import Listener
from bot.channels.youth_telegram.message import CHANNEL, write_words
from bot.channels.youth_telegram.polling import Polling
from bot.channels.youth_telegram.sending import Sender
from bot.channels.youth_telegram.session import Session
from bot.channels.youth_telegram.taking import Taking
from bot.channels.youth_telegram.webhook import Door, open_door
from bot.dialogs.book import SPOKEN
from bot.host import Host
from bot.outbox import Outbox
from bot.wordless import keep_wordless
from collector import messengers
from collector.messengers import BotAlready, NotOurs
from collector.model import Clock
from collector.store import rounds
from collector.texts import FALLBACK, LANGUAGES, Catalogue

LOOKS_FOR_THE_ROUND_SECONDS = 15
COMMANDS = {
    "hjelp": "telegram.command.help",
    "mine": "telegram.command.mine",
    "slett": "telegram.command.erase",
    "sprak": "telegram.command.language",
    "privacy": "telegram.command.privacy",
    "stopp": "telegram.command.stop",
}
log = logging.getLogger("ekko.telegram")


@dataclass(frozen=True, slots=True)
class Hook:
    """What a webhook needs: the secret that Telegram shows, and where its door is hung."""

    secret: str
    hang: Callable[[Door], None]


def steady() -> int:
    """Count milliseconds that never step back."""
    return time.monotonic_ns() // 1_000_000


async def run(
    host: Host,
    token: str,
    round_code: str,
    address: str,
    api: str,
    hook: Hook | None = None,
    steady: Clock = steady,
) -> None:
    """Listen and answer until cancelled; with a hook behind our own pages, without one by polling."""
    keep_wordless("aiogram", "aiohttp")
    here = await find_municipality(host, round_code, wait=hook is not None)
    async with open_bot(token, api) as bot:
        if here and not await is_ours(host, bot, here, "webhook" if hook else "polling"):
            return
        gather = Bringer(host.seal, host.speech, f"{address}/r/", {CHANNEL: write_words}).gather
        outbox = Outbox(host.store, host.seal, host.clock, CHANNEL, Sender(bot).send, gather=gather)
        listener = Listener(bot, host, outbox, round_code, address)
        taking = Taking(host.store, host.seal, host.clock, here, bot.id, listener.take, listener.excuse)
        contact = Contact(host.store, str(bot.id), host.clock, steady)
        async with asyncio.TaskGroup() as together:
            together.create_task(outbox.run())
            together.create_task(taking.keep_trying())
            if hook is None:
                together.create_task(Polling(bot, taking.take, contact).run())
            else:
                hook.hang(open_door(here, hook.secret, InOrder(taking.take).take))
                url = address_for(address, here)
                together.create_task(Hooking(bot, url, hook.secret, contact).run())
            together.create_task(name_commands(bot, host.speech.texts))


async def find_municipality(host: Host, round_code: str, *, wait: bool) -> str:
    """Find whom the bot speaks for; a round that is not there is said, and waited for where it must."""
    said = False
    while (asked := await host.store.read(lambda tx: rounds.find_round(tx, round_code))) is None:
        if not said:
            log.error("EKKO_TELEGRAM_ROUND names no round here, so the bot takes nothing. Make the round.")
        said = True
        if not wait:
            return ""
        await asyncio.sleep(LOOKS_FOR_THE_ROUND_SECONDS)
    return asked.municipality.id


async def is_ours(host: Host, bot: Bot, here: str, way: str) -> bool:
    """Tell whether this bot may speak for this municipality, and keep that it does."""
    try:
        await host.store.write(lambda tx: messengers.take_on(tx, str(bot.id), here, CHANNEL, way))
    except NotOurs:
        log.error(
            "This bot speaks for another municipality, so it was not started. Look at EKKO_TELEGRAM_TOKEN "
            "and EKKO_TELEGRAM_ROUND: a bot is never moved; make a new one with BotFather."
        )
        return False
    except BotAlready:
        log.error(
            "Another municipality here has a bot already, so this one was not started: one database has one "
            "bot for young people, else messages that wait would go out by the wrong one. Give this "
            "municipality an Ekko with a database of its own."
        )
        return False
    return True


def open_bot(token: str, api: str) -> Bot:
    """Make a bot whose messages are plain text without previews of links."""
    plain = DefaultBotProperties(parse_mode=None, link_preview_is_disabled=True)
    return Bot(token, Session(api), plain)


async def name_commands(bot: Bot, texts: Catalogue) -> None:
    """Show the words that always work in the chat's menu, in each language; bokmål to everybody else.

    Northern Sámi shows bokmål until a native reader has approved it.
    """
    for language in (None, *(each for each in LANGUAGES if each != FALLBACK)):
        spoken = language if language in SPOKEN else FALLBACK
        commands = [
            BotCommand(command=name, description=texts.say(key, spoken)) for name, key in COMMANDS.items()
        ]
        try:
            await bot.set_my_commands(commands, language_code=language)
        except (AiogramError, OSError) as error:
            log.warning("The menu of commands could not be set (%s).", type(error).__name__)
            return
