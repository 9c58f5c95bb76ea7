"""`ekko telegram …`: shows, sets and takes away the webhook of the young people's bot.

One rule: no token is ever shown, and of another address no more than its host.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import WebhookInfo
from rich.console import Console

from bot.channels.youth_telegram.contact import remedy_for
from bot.channels.youth_telegram.hooking import address_for, set_webhook
from bot.channels.youth_telegram.running import open_bot
from bot.opening import open_kept
from bot.problems import BadRequest
from bot.settings import Settings
from bot.wordless import keep_wordless
from collector import messengers
from collector.model import Round
from collector.sealing import read_key
from collector.store import rounds

Ask = Callable[[Bot], Awaitable[str]]


async def show(settings: Settings, console: Console) -> None:
    """Tell how the bot hears of messages, as far as Telegram knows."""

    async def ask(bot: Bot) -> str:
        me, info = await bot.me(), await bot.get_webhook_info()
        asked, is_on = await find_round(settings)
        switched = (
            "on" if is_on else f"off: `ekko municipality set {asked.municipality.name!r} telegram-by …`"
        )
        lines = [
            f"The bot is @{me.username}; links for a round: https://t.me/{me.username}?start={asked.code}",
            f"Telegram is switched {switched} in {asked.municipality.name}.",
            tell_way(settings, info, address_for(settings.public_address, asked.municipality.id)),
        ]
        if info.pending_update_count:
            lines.append(f"{info.pending_update_count} updates wait at Telegram.")
        return "\n".join(lines)

    console.print(await asked_of(settings, ask), highlight=False, markup=False, soft_wrap=True)


async def hook(settings: Settings, console: Console) -> None:
    """Let Telegram bring messages to this Ekko, whatever was set before."""
    if settings.telegram_way != "webhook" or settings.telegram_secret is None:
        raise BadRequest(
            "Telegram would bring messages to nobody: set EKKO_TELEGRAM_WAY=webhook and EKKO_TELEGRAM_SECRET "
            "first (see .env.example), and start Ekko anew."
        )
    secret = settings.telegram_secret.get_secret_value()

    async def ask(bot: Bot) -> str:
        asked, _ = await find_round(settings)
        url = address_for(settings.public_address, asked.municipality.id)
        await set_webhook(bot, url, secret)
        return f"Telegram brings messages to {url} from now on. What waited is brought too."

    console.print(await asked_of(settings, ask), highlight=False, markup=False, soft_wrap=True)


async def unhook(settings: Settings, console: Console) -> None:
    """Let Telegram bring nothing any more; what waits is kept for whoever fetches it."""

    async def ask(bot: Bot) -> str:
        await bot.delete_webhook(drop_pending_updates=False)
        return "No webhook is set any more. What waits at Telegram can be fetched within a day: polling."

    console.print(await asked_of(settings, ask), highlight=False, markup=False, soft_wrap=True)


def tell_way(settings: Settings, info: WebhookInfo, url: str) -> str:
    """Say whether what is set and what Telegram knows go together."""
    host = urlsplit(info.url).hostname or "another address" if info.url else ""
    if settings.telegram_way == "polling":
        if not host:
            return "Ekko fetches messages by polling, and no webhook is in its way."
        return f"Ekko would fetch messages, but a webhook at {host} takes them: `ekko telegram delete`."
    if info.url == url:
        said = f" It said last: {info.last_error_message}" if info.last_error_message else ""
        return f"Telegram brings messages to {url}.{said}"
    if not host:
        return "No webhook is set yet. `ekko serve` sets it when it starts."
    return f"Telegram brings messages to {host}, not here: `ekko telegram set`."


async def asked_of(settings: Settings, ask: Ask) -> str:
    """Ask Telegram something, or say what is in the way."""
    keep_wordless("aiogram", "aiohttp")
    if settings.telegram_token is None:
        raise BadRequest(
            "There is no bot: EKKO_TELEGRAM_TOKEN is not set. docs/telegram.md has the ten steps."
        )
    async with open_bot(settings.telegram_token.get_secret_value(), settings.telegram_api) as bot:
        try:
            return await ask(bot)
        except (AiogramError, OSError) as error:
            raise BadRequest(
                f"Telegram did not do it ({type(error).__name__}). {remedy_for(error)}"
            ) from None


async def find_round(settings: Settings) -> tuple[Round, bool]:
    """Find the round that the bot's talks begin in, and whether Telegram is switched on there."""
    store = open_kept(settings, read_key(settings.key_path))
    try:
        asked = await store.read(lambda tx: rounds.find_round(tx, settings.telegram_round))
        if asked is None:
            raise BadRequest("EKKO_TELEGRAM_ROUND names no round here: make it with `ekko round new`.")
        here = asked.municipality.id
        return asked, await store.read(lambda tx: messengers.is_on(tx, here, "telegram"))
    finally:
        store.close()
