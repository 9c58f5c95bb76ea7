"""Hears what young people do on Telegram and lets the host take a turn of it.

One rule: nothing is sent for a turn here. Its answer is a row that was kept with it, and the outbox carries
it. Nothing of anybody's profile is read: not the name, not the picture, not the language.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.enums import ChatMemberStatus
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, Update

from bot.channels.youth_telegram.answers import AGAIN, Answers
from bot.channels.youth_telegram.at_once import FIRST_LANGUAGE, AtOnce
from bot.channels.youth_telegram.bodies import Tap
from bot.channels.youth_telegram.message import CHANNEL
from bot.channels.youth_telegram.told_apart import (
    has_words,
    is_elsewhere,
    is_private,
    is_under_private,
    is_written,
)
from bot.channels.youth_telegram.updates import KINDS, Raw, chat_of, words_of
from bot.host import Host
from bot.outbox import Outbox
from bot.problems import Refused
from bot.speech import View
from bot.turn import Came
from collector.store import rounds
from collector.store.front import Tx

ALBUMS = 100


class Listener:
    """One bot's ears: what aiogram tells of becomes turns of the host."""

    def __init__(self, bot: Bot, host: Host, outbox: Outbox, round_code: str, address: str) -> None:
        self._bot = bot
        self._host = host
        self._outbox = outbox
        self._round_code = round_code
        self._address = address
        self._answers = Answers(host, round_code, address)
        self._at_once = AtOnce(bot, host, self._answers, self._look)
        self._albums: list[str] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self.hears = self._make_dispatcher()

    async def take(self, raw: Raw) -> None:
        """Take one update, as Telegram wrote it, or raise and have it come again."""
        await self._answers.look_up()
        if any(kind in raw for kind in KINDS):
            update = Update.model_validate(raw, context={"bot": self._bot})
            await self.hears.feed_update(self._bot, update)

    async def excuse(self, raw: Raw, key: str) -> None:
        """Tell whoever sent something that it is not kept, or not yet."""
        chat = chat_of(raw)
        if chat is not None:
            await self._answers.look_up()
            await self._at_once.refuse(chat, key, words_of(raw))

    def _make_dispatcher(self) -> Dispatcher:
        hears = Dispatcher(disable_fsm=True)
        hears.message.register(self.leave, is_elsewhere)
        hears.message.register(self.start, CommandStart(ignore_case=True))
        hears.message.register(self.said, is_written)
        hears.message.register(self.cannot_read)
        hears.edited_message.register(self.edited, is_private, has_words)
        hears.callback_query.register(self.tapped, Tap.filter(), is_under_private)
        hears.callback_query.register(self.tapped_elsewhere)
        hears.my_chat_member.register(self.leave_if_invited, is_elsewhere)
        return hears

    async def said(self, message: Message, event_update: Update) -> None:
        """Take a turn of what somebody wrote."""
        key = f"{event_update.update_id}:{message.message_id}"
        await self._turn(message.chat.id, self._came(message.chat.id, key, said=message.text))

    async def start(self, message: Message, event_update: Update, command: CommandObject) -> None:
        """Begin a talk in the round that a poster's link names, or go on with the one there is."""
        key = f"{event_update.update_id}:{message.message_id}"
        said = command.args or ""
        code = said.strip().lower()
        if code and not await self._host.store.read(lambda tx: self._is_ours(tx, code)):
            await self._at_once.refuse(message.chat.id, "refused.no_round", said)
            return
        await self._turn(message.chat.id, self._came(message.chat.id, key, chose=AGAIN, code=code))

    async def tapped(
        self, query: CallbackQuery, callback_data: Tap, event_update: Update, event_chat: Chat
    ) -> None:
        """Take a turn of a button; one from an earlier turn may mean something else by now.

        A choice that corrects takes its question's place; any other leaves it there without its buttons.
        """
        came = self._came(event_chat.id, f"{event_update.update_id}:{query.id}", chose=callback_data.value)
        under = query.message.message_id if query.message else None
        mended = await self._turn(event_chat.id, replace(came, offered=callback_data.turn), under)
        self._beside(self._at_once.quietly(query.answer()))
        if isinstance(query.message, Message) and not mended:
            self._beside(self._at_once.quietly(query.message.edit_reply_markup(reply_markup=None)))

    def _beside(self, asking: Coroutine[Any, Any, None]) -> None:
        """Let Telegram be asked something that nothing waits for."""
        task = asyncio.create_task(asking)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def tapped_elsewhere(self, query: CallbackQuery) -> None:
        """Answer a button that this bot never made, or that stands in a group."""
        gone = self._host.speech.texts.say("choice.gone", FIRST_LANGUAGE)
        await self._at_once.quietly(query.answer(gone))

    async def cannot_read(self, message: Message) -> None:
        """Say kindly that only words are read; an album of ten pictures is one message to its sender."""
        await self._at_once.care(message.chat.id, written_in(message))
        album = message.media_group_id
        if album is None or album not in self._albums:
            await self._at_once.say(message.chat.id, "telegram.only_words")
        if album is not None:
            self._albums = [*self._albums[-ALBUMS:], album]

    async def edited(self, message: Message) -> None:
        """Say that the first words stand."""
        await self._at_once.refuse(message.chat.id, "telegram.edited", written_in(message))

    async def leave(self, message: Message) -> None:
        """Leave a group that was written in."""
        await self._at_once.leave(message.chat.id)

    async def leave_if_invited(self, change: ChatMemberUpdated) -> None:
        """Leave a group or a channel that somebody added the bot to."""
        if change.new_chat_member.status in {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}:
            await self._at_once.leave(change.chat.id)

    async def _turn(self, chat: int, came: Came, under: int | None = None) -> bool:
        """Take a turn; tell whether its answer takes the place of the message that was tapped."""

        def deliver(view: View) -> list[str]:
            return self._answers.write(view, came, under)

        try:
            view = await self._host.turn(came, link=f"{self._address}/r/", deliver=deliver)
        except Refused as refused:
            await self._at_once.refuse(chat, refused.key, came.said or "")
            return False
        self._outbox.wake()
        return view.mends is not None and under is not None

    def _came(
        self, chat: int, key: str, *, said: str | None = None, chose: str | None = None, code: str = ""
    ) -> Came:
        """Name what came in; ids of updates begin anew after a quiet week, so the key holds more."""
        return Came(
            key=self._host.seal.fingerprint(f"{CHANNEL}:{self._bot.id}:{chat}:{key}"),
            channel=CHANNEL,
            who=str(chat),
            round_code=code or self._round_code,
            language=FIRST_LANGUAGE,
            said=said,
            chose=chose,
            handle=str(chat),
            stays=not code,
        )

    async def _look(self, chat: int) -> View | None:
        try:
            return await self._host.look(self._came(chat, ""))
        except Refused:
            return None

    def _is_ours(self, tx: Tx, code: str) -> bool:
        """Tell whether a round is of the municipality that this bot speaks for: a chat is never of two."""
        named, ours = rounds.find_round(tx, code), rounds.find_round(tx, self._round_code)
        return named is not None and ours is not None and named.municipality == ours.municipality


def written_in(message: Message) -> str:
    """Read what stands in a message, or under its picture."""
    return message.text or message.caption or ""
