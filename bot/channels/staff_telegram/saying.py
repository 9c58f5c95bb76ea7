"""How the leaders' bot writes: plain text without previews of links, in the language that the leader chose.

One rule: whom a chat belongs to is looked up anew each time; nothing about it is remembered here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity

from collector import linking
from collector.linking import Linked
from collector.model import Clock
from collector.sealing import Seal
from collector.store.front import Store
from collector.texts import Catalogue

LANGUAGE = "nb"
"""What a stranger is answered in."""
Button = tuple[str, str]
"""What a button says, and what it sends or opens: an address, or at most 64 bytes."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Saying:
    """What every part of the leaders' bot goes by."""

    store: Store
    seal: Seal
    texts: Catalogue
    clock: Clock
    address: str

    def say(self, key: str, language: str = LANGUAGE, **params: object) -> str:
        """Find a sentence."""
        return self.texts.say(key, language, **params)

    async def find(self, chat: int) -> Linked | None:
        """Find whose chat this is; one that is nobody's any more is forgotten on the way."""
        now = self.clock()
        linked = await self.store.read(lambda tx: linking.find_linked(tx, self.seal, chat, now))
        if linked is None:
            await self.store.write(lambda tx: linking.unlink(tx, self.seal, chat))
        return linked

    async def send(self, bot: Bot, chat: int, text: str, *rows: Sequence[Button], quote: str = "") -> None:
        """Send plain text with rows of buttons under it; of a quote no word becomes a link."""
        await bot.send_message(
            chat,
            text,
            entities=as_written(text, quote),
            link_preview_options=NO_PREVIEW,
            reply_markup=self.keyboard(rows),
        )

    def keyboard(self, rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
        """Make the buttons; Telegram opens only addresses with https."""
        made = [[as_button(each) for each in row if not each[1].startswith("http://")] for row in rows]
        kept = [row for row in made if row]
        return InlineKeyboardMarkup(kept) if kept else None


def as_button(button: Button) -> InlineKeyboardButton:
    """Make one button."""
    label, leads_to = button
    if leads_to.startswith("https://"):
        return InlineKeyboardButton(label, url=leads_to)
    return InlineKeyboardButton(label, callback_data=leads_to)


def as_written(text: str, quote: str) -> list[MessageEntity] | None:
    """Mark the lines in which somebody's words stand, so that Telegram makes no link or name of them."""
    if not quote:
        return None
    before = text.index(f"\n{quote}\n") + 1
    return [MessageEntity(MessageEntity.PRE, units(text[:before]), units(quote))]


def units(text: str) -> int:
    """Count as Telegram counts.

    >>> units("ø"), units("🙂")
    (1, 2)
    """
    return len(text.encode("utf-16-le")) // 2
