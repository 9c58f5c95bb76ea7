"""What the leaders' bot answers and when it speaks by itself.

One rule: counts and links only, to somebody who reviews wishes and works here still, looked up each time.
"""

import logging
from collections import deque

from telegram import Bot, LinkPreviewOptions, Message, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.digest import digest_in_words
from collector import digest, linking
from collector.desk import Desk
from collector.here import day_of
from collector.linking import FIRST_HOUR, Linked, NoSuchCode, NothingToTell
from collector.model import Clock
from collector.sealing import Seal
from collector.store import links
from collector.store.front import Store
from collector.texts import Catalogue

LANGUAGE = "nb"
"""Staff have no language of their own in the store yet."""
WRONG_TRIES = 5
WRONG_FOR_MS = 15 * 60 * 1000
CHATS_REMEMBERED = 1000
Context = ContextTypes.DEFAULT_TYPE
log = logging.getLogger("ekko.telegram")


class WrongTries:
    """Remembers, for a while, which chats tried wrong codes: after five they wait."""

    def __init__(self) -> None:
        self._tries: deque[tuple[int, int]] = deque(maxlen=CHATS_REMEMBERED)

    def must_wait(self, chat: int, now: int) -> bool:
        """Tell whether a chat has tried too often."""
        return sum(who == chat and now - at < WRONG_FOR_MS for who, at in self._tries) >= WRONG_TRIES

    def add(self, chat: int, now: int) -> None:
        """Remember one more."""
        self._tries.append((chat, now))


class Leaders:
    """One bot's answers to leaders."""

    def __init__(self, store: Store, seal: Seal, texts: Catalogue, clock: Clock, address: str) -> None:
        self._store = store
        self._seal = seal
        self._texts = texts
        self._clock = clock
        self._queue = f"{address}/desk/queue"
        self._wrong = WrongTries()

    async def start(self, update: Update, context: Context) -> None:
        """Tie this chat to the desk that the code came from."""
        message, code = update.effective_message, " ".join(context.args or ())
        if message is None:
            return
        if not code:
            await self._say(message, "staff.telegram.how_to_link")
        elif self._wrong.must_wait(message.chat_id, self._clock()):
            await self._say(message, "staff.telegram.wait")
        else:
            await self._link(message, code)

    async def _link(self, message: Message, code: str) -> None:
        now = self._clock()
        try:
            await self._store.write(lambda tx: linking.link(tx, self._seal, code, message.chat_id, now))
        except NoSuchCode:
            self._wrong.add(message.chat_id, now)
            await self._say(message, "staff.telegram.wrong_code")
        except NothingToTell:
            await self._say(message, "staff.telegram.nothing_for_you")
        else:
            await self._say(message, "staff.telegram.linked", hour=FIRST_HOUR)

    async def now(self, update: Update, context: Context) -> None:
        """Send the counts at once."""
        message, now = update.effective_message, self._clock()
        if message is None:
            return
        chat = message.chat_id
        desk = await self._store.read(lambda tx: linking.find_desk(tx, self._seal, chat, now))
        if desk is None or not desk.may_review:
            await self._store.write(lambda tx: linking.unlink(tx, self._seal, chat))
            await self._say(message, "staff.telegram.how_to_link")
        else:
            await self._send(context.bot, chat, await self._counts(desk))

    async def stop(self, update: Update, context: Context) -> None:
        """Untie this chat."""
        message = update.effective_message
        if message is not None:
            await self._store.write(lambda tx: linking.unlink(tx, self._seal, message.chat_id))
            await self._say(message, "staff.telegram.unlinked")

    async def anything_else(self, update: Update, context: Context) -> None:
        """Say what works here."""
        if update.effective_message is not None:
            await self._say(update.effective_message, "staff.telegram.ways_on")

    async def tell_all(self, context: Context) -> None:
        """Tell everybody whose hour has come and who was not told today; who left is forgotten first."""
        now = self._clock()
        await self._store.write(links.unlink_ended)
        for linked in await self._store.read(lambda tx: linking.untold(tx, self._seal, now)):
            await self._tell(context.bot, linked, day_of(now))

    async def _tell(self, bot: Bot, linked: Linked, day: str) -> None:
        """Note first, then send, so that a restart or a second process never tells twice."""
        staff_id = linked.desk.staff.id
        if not linked.desk.may_review:
            return await self._store.write(lambda tx: links.unlink_staff(tx, staff_id))
        text = await self._counts(linked.desk)
        if not await self._store.write(lambda tx: links.note_told(tx, staff_id, day)):
            return None
        try:
            await self._send(bot, linked.chat, text)
        except Forbidden:
            await self._store.write(lambda tx: links.unlink_staff(tx, staff_id))
        except TelegramError as error:
            log.warning("A leader could not be told today's counts yet (%s).", type(error).__name__)
            await self._store.write(lambda tx: links.take_back_told(tx, staff_id, day))

    async def _counts(self, desk: Desk) -> str:
        now = self._clock()
        lately = await self._store.read(lambda tx: digest.sum_up_lately(tx, desk, now))
        return digest_in_words(lately, self._texts, LANGUAGE, self._queue)

    async def _say(self, message: Message, key: str, **params: object) -> None:
        await self._send(message.get_bot(), message.chat_id, self._texts.say(key, LANGUAGE, **params))

    async def _send(self, bot: Bot, chat: int, text: str) -> None:
        await bot.send_message(chat, text, link_preview_options=LinkPreviewOptions(is_disabled=True))
