"""Puts a record into words of one language: bubbles to show and buttons to press.

One rule: channels show what is made here and add no words of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.dialogs.effects import Choice
from bot.record import Line, Record
from collector.model import Round, Wish
from collector.texts import Catalogue


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on the screen."""

    by: Literal["you", "bot", "card", "mine", "receipt"]
    text: str
    turn: int = 0
    status: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """One choice, as its label and what is sent back for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class View:
    """A talk as a channel shows it."""

    language: str
    bubbles: tuple[Bubble, ...]
    buttons: tuple[Button, ...]
    turn: int
    concern: bool
    asked: Round | None = None
    """The round it belongs to, where one is known."""
    ask: str = "page.write"
    """The text that says what the box is for."""


class Speech:
    """Knows every text, and what a record says with them."""

    def __init__(self, texts: Catalogue) -> None:
        self.texts = texts

    def view(self, record: Record, wishes: Iterable[Wish], *, link: str = "") -> View:
        """Say a whole record, or the part of it that is handed in."""
        language = record.talk.language
        mine = {wish.id: wish for wish in wishes}
        bubbles = tuple(self._bubble(line, language, mine, link + record.receipt) for line in record.lines)
        buttons = tuple(self._button(choice, record, language) for choice in record.talk.offers)
        ask = "contact.label" if record.talk.step == "contact.write" else "page.write"
        return View(language, bubbles, buttons, record.version, record.talk.concern, ask=ask)

    def _bubble(self, line: Line, language: str, mine: Mapping[str, Wish], link: str) -> Bubble:
        match line.by:
            case "you":
                return Bubble("you", line.words or self._label(line.key, line.tags, language), line.turn)
            case "card":
                return Bubble("card", self.texts.say("help.title", language), line.turn)
            case "mine":
                return self._mine(line, language, mine.get(line.wish))
            case "receipt":
                return Bubble("receipt", self.texts.say("receipt.keep", language), line.turn, link=link)
        return Bubble("bot", self._text(line, language), line.turn)

    def _mine(self, line: Line, language: str, wish: Wish | None) -> Bubble:
        if wish is None:
            return Bubble("mine", self.texts.say("mine.gone", language), line.turn)
        words, status = self.show_own(wish, language)
        return Bubble("mine", words, line.turn, status=status)

    def show_own(self, wish: Wish, language: str) -> tuple[str, str]:
        """Show a wish and its status to its sender, without what nobody beside her should read."""
        words = self.texts.say("mine.hidden", language) if wish.flagged else wish.text
        return words, self.texts.say(f"status.{wish.state}", language)

    def _text(self, line: Line, language: str) -> str:
        if not line.tags:
            return self.texts.say(line.key, language)
        return self.texts.say(line.key, language, tags=self._names(line.tags, language))

    def _names(self, tags: Iterable[str], language: str) -> str:
        names = [self.texts.name("tag", tag, language).lower() for tag in tags]
        return self.texts.listed(names, language)

    def _button(self, choice: Choice, record: Record, language: str) -> Button:
        if choice.key == "choice.erase_this":
            number = record.talk.wishes.index(choice.value) + 1
            return Button(choice.value, self.texts.say(choice.key, language, number=number))
        return Button(choice.value, self._label(choice.key, (choice.value,), language))

    def _label(self, key: str, tags: tuple[str, ...], language: str) -> str:
        return self.texts.say(key, language) if key else self.texts.name("tag", tags[0], language)
