"""Tells Telegram where to bring updates, and looks now and then whether it can.

One rule: a webhook that somebody set elsewhere is never taken over by itself; an operator says so by
`ekko telegram set`. Of another address only its host is ever said.
"""

import asyncio
from datetime import datetime
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import WebhookInfo

from bot.channels.youth_telegram.contact import Contact
from bot.channels.youth_telegram.taking import Pause
from bot.channels.youth_telegram.updates import KINDS

LOOKS_EVERY_SECONDS = 60
ASKS_WITHIN_SECONDS = 20
AT_ONCE = 40
"""So many updates Telegram brings at the same time."""
ELSEWHERE = (
    "A webhook at {host} is set for this bot, and Ekko does not take it over by itself. If that is no longer "
    "yours: `ekko telegram set`."
)
CANNOT_BRING = (
    "Telegram cannot bring {n} updates to EKKO_ADDRESS. It says: {said} Look at the web server in front."
)


def address_for(public_address: str, municipality_id: str) -> str:
    """Name the address of a municipality's webhook; it holds no secret.

    >>> address_for("https://ekko.example.no", "01h")
    'https://ekko.example.no/telegram/01h'
    """
    return f"{public_address}/telegram/{municipality_id}"


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Let Telegram bring updates here from now on; what waits is kept."""
    await bot.set_webhook(
        url,
        secret_token=secret,
        allowed_updates=list(KINDS),
        max_connections=AT_ONCE,
        drop_pending_updates=False,
        request_timeout=ASKS_WITHIN_SECONDS,
    )


class Hooking:
    """One bot's webhook, as Telegram knows it."""

    def __init__(
        self, bot: Bot, url: str, secret: str, contact: Contact, pause: Pause = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._contact = contact
        self._pause = pause
        self._is_set = False
        self._known: datetime | None = None
        """When the last error happened of which all is over, since nothing waited any more."""

    async def run(self) -> None:
        """Set it, where none is set elsewhere, and look after it until cancelled."""
        while True:
            try:
                await self._look()
            except (AiogramError, OSError) as error:
                await self._contact.lost(error)
            await self._pause(LOOKS_EVERY_SECONDS)

    async def _look(self) -> None:
        info = await self._bot.get_webhook_info(request_timeout=ASKS_WITHIN_SECONDS)
        if info.url not in ("", self._url):
            host = urlsplit(info.url).hostname or "another address"
            return await self._contact.say("WebhookElsewhere", ELSEWHERE.format(host=host))
        if not self._is_set or not info.url:
            await set_webhook(self._bot, self._url, self._secret)
            self._is_set = True
        if not info.pending_update_count:
            self._known = info.last_error_date
        if cannot_bring(info, self._known):
            said = (info.last_error_message or "nothing more")[:120].rstrip(".") + "."
            remedy = CANNOT_BRING.format(n=info.pending_update_count, said=said)
            return await self._contact.say("CannotBring", remedy)
        return await self._contact.heard()


def cannot_bring(info: WebhookInfo, known: datetime | None) -> bool:
    """Tell whether Telegram tried to bring something and could not, since nothing waited.

    It tells of its last error long after that is over, while on a busy day something always waits a moment.
    """
    return bool(info.pending_update_count) and info.last_error_date not in (None, known)
