"""Sends what the outbox carries, and tells it in its own words what went wrong.

One rule: a message that mends an earlier one takes its place; where that is gone, it comes as a new one.
"""

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.channels.youth_telegram.bodies import keyboard
from bot.channels.youth_telegram.message import Message
from bot.outbox import Away, Gone, NeverTaken, TooFast

SENDS_WITHIN_SECONDS = 20
GONE = ("chat not found", "user is deactivated", "peer_id_invalid")
STANDS_ALREADY = "message is not modified"
NOT_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Sender:
    """One bot's messages on their way out."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, handle: str, body: str) -> None:
        """Send one body to one chat."""
        message, chat = Message.from_json(body), int(handle)
        try:
            if message.mends is None or not await self._mend(chat, message, message.mends):
                await self._bot.send_message(
                    chat, message.text, reply_markup=keyboard(message), request_timeout=SENDS_WITHIN_SECONDS
                )
        except TelegramRetryAfter as slow:
            raise TooFast(slow.retry_after) from None
        except (TelegramNetworkError, TelegramServerError) as error:
            raise Away(type(error).__name__) from None
        except TelegramForbiddenError:
            raise Gone from None
        except TelegramBadRequest as refusal:
            raise (Gone if any(sign in str(refusal).lower() for sign in GONE) else NeverTaken) from None

    async def _mend(self, chat: int, message: Message, number: int) -> bool:
        """Put the message in an earlier one's place; tell whether it stands there now."""
        try:
            await self._bot.edit_message_text(
                message.text,
                chat_id=chat,
                message_id=number,
                reply_markup=keyboard(message),
                request_timeout=SENDS_WITHIN_SECONDS,
            )
        except TelegramBadRequest as refusal:
            said = str(refusal).lower()
            if STANDS_ALREADY in said:
                return True
            if any(sign in said for sign in NOT_THERE):
                return False
            raise
        return True
