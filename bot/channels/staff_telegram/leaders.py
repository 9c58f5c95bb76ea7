"""What the leaders' bot answers: linking, the counts at once, and the way out.

One rule: counts and links only, to somebody who reviews wishes and works here still, looked up each time.
"""

from collections import deque

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.channels.staff_telegram.saying import Button, Saying
from bot.digest import digest_in_words
from collector import linking, quick_review
from collector.digest import DAY, sum_up_lately
from collector.linking import FIRST_HOUR, Linked, NoSuchCode, NothingToTell

WRONG_TRIES = 5
WRONG_FOR_MS = 15 * 60 * 1000
CHATS_REMEMBERED = 1000
OFF, NEXT = "off", "next"
"""What the two buttons send that stand under counts."""
Context = ContextTypes.DEFAULT_TYPE


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

    def __init__(self, saying: Saying) -> None:
        self.saying = saying
        self._wrong = WrongTries()

    async def start(self, update: Update, context: Context) -> None:
        """Tie this chat to the desk that the code came from."""
        message, code = update.effective_message, " ".join(context.args or ())
        if message is None:
            return
        if not code:
            await self._say(message, "staff.telegram.how_to_link")
        elif self._wrong.must_wait(message.chat_id, self.saying.clock()):
            await self._say(message, "staff.telegram.wait")
        else:
            await self._link(message, code)

    async def _link(self, message: Message, code: str) -> None:
        saying, now = self.saying, self.saying.clock()
        try:
            linked = await saying.store.write(
                lambda tx: linking.link(tx, saying.seal, code, message.chat_id, now)
            )
        except NoSuchCode:
            self._wrong.add(message.chat_id, now)
            await self._say(message, "staff.telegram.wrong_code")
        except NothingToTell:
            await self._say(message, "staff.telegram.nothing_for_you")
        else:
            await self._say(message, "staff.telegram.linked", linked.language, hour=FIRST_HOUR)

    async def now(self, update: Update, context: Context) -> None:
        """Send the counts of the last day at once."""
        message = update.effective_message
        if message is None:
            return
        linked = await self.saying.find(message.chat_id)
        if linked is None:
            await self._say(message, "staff.telegram.how_to_link")
        else:
            text, buttons = await self.counts(linked, self.saying.clock() - DAY)
            await self.saying.send(context.bot, linked.chat, text, *buttons)

    async def counts(self, linked: Linked, since: int) -> tuple[str, list[list[Button]]]:
        """Write somebody's counts since a moment, and what can be done with them."""
        saying, now, language = self.saying, self.saying.clock(), linked.language
        digest, reads_here = await saying.store.read(
            lambda tx: (
                sum_up_lately(tx, linked.desk, since, now),
                quick_review.is_on(tx, linked.desk.municipality.id),
            )
        )
        text = digest_in_words(digest, saying.texts, language, now, saying.address, weekly=linked.weekly)
        first: list[Button] = [
            (saying.say("staff.telegram.open_queue", language), f"{saying.address}/desk/queue")
        ]
        if reads_here and digest.waiting:
            first.append((saying.say("staff.telegram.read_here", language), NEXT))
        return text, [first, [(saying.say("staff.telegram.unlink", language), OFF)]]

    async def stop(self, update: Update, context: Context) -> None:
        """Untie this chat: by the command, or by one tap."""
        message, saying = update.effective_message, self.saying
        if update.callback_query is not None:
            await update.callback_query.answer()
        if message is None:
            return
        linked, chat = await saying.find(message.chat.id), message.chat.id
        await saying.store.write(lambda tx: linking.unlink(tx, saying.seal, chat))
        text = saying.say("staff.telegram.unlinked", linked.language if linked else "nb")
        await saying.send(context.bot, chat, text)

    async def anything_else(self, update: Update, context: Context) -> None:
        """Say what works here."""
        if update.effective_message is not None:
            linked = await self.saying.find(update.effective_message.chat.id)
            await self._say(
                update.effective_message, "staff.telegram.ways_on", linked.language if linked else "nb"
            )

    async def _say(self, message: Message, key: str, language: str = "nb", **params: object) -> None:
        text = self.saying.say(key, language, **params)
        await self.saying.send(message.get_bot(), message.chat.id, text)
