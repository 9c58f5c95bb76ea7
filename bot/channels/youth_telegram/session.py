"""The wire to Telegram's Bot API: aiogram's own, which keeps what it once made.

One rule: what reads one kind of answer is made once. pydantic forgets it where nobody holds it, and aiogram
does not; making it anew for nearly every answer took a tenth of the processor.
"""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod


class Session(AiohttpSession):
    """aiogram's session, holding on to the models that read answers."""

    def __init__(self, api: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api))
        self._readers: dict[type[TelegramMethod[Any]], type[Response[Any]]] = {}

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """Read an answer, or raise what Telegram refused."""
        kind = type(method)
        if kind not in self._readers:
            self._readers[kind] = Response[kind.__returning__]  # type: ignore[name-defined]
        return super().check_response(bot, method, status_code, content)
