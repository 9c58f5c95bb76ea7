"""Tells apart what comes in, so that aiogram knows which of the listener's ears it is for.

One rule: each is a coroutine. Anything else, its own `F` too, aiogram asks in a thread, which costs more than
the question.
"""

from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message


async def is_private(said: Message | ChatMemberUpdated) -> bool:
    """Tell whether it comes from one person's own chat."""
    return said.chat.type == ChatType.PRIVATE


async def is_elsewhere(said: Message | ChatMemberUpdated) -> bool:
    """Tell whether it comes from a group or a channel."""
    return said.chat.type != ChatType.PRIVATE


async def is_written(message: Message) -> bool:
    """Tell whether somebody wrote it, and wrote it here."""
    return bool(message.text) and message.forward_origin is None


async def has_words(message: Message) -> bool:
    """Tell whether there is anything to read in it."""
    return bool(message.text or message.caption)


async def is_under_private(query: CallbackQuery) -> bool:
    """Tell whether the button stands in one person's own chat."""
    return query.message is not None and query.message.chat.type == ChatType.PRIVATE
