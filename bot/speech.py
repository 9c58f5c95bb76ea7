"""Puts a record into words of one language: bubbles to show and buttons to press.

One rule: channels show what is made here and add no words of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.dialogs.effects import Choice
from bot.dialogs.talk import ASK
from bot.record import Line, Record
from collector.model import Answer, Round, Wish
from collector.telling import tell, tell_beside
from collector.texts import Catalogue

CLASS_OPENING = ("class.lead_here", "class.who_reads", "class.names")
"""What the page of a class says above its question."""
NUMBERED = frozenset(("choice.erase_this", "words.number"))
"""The buttons that go by the number of their wish."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on the screen."""

    by: Literal["you", "bot", "card", "mine", "receipt", "answer"]
    text: str
    turn: int = 0
    status: str = ""
    link: str = ""
    words: str = ""
    """What a receipt says beside its link."""
    answer: str = ""
    """What was answered to a wish that is shown."""
    place: int = 0
    """The number of the newest answer that this tells of."""


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
    newest: int = 0
    """The number of the newest answer there is, of those that were looked for."""
    asked: Round | None = None
    """The round it belongs to, where one is known."""
    ask: str = "page.write"
    """The text that says what the box is for."""
    mends: "View | None" = None
    """Where a tap corrects what was understood: what stood above the question that it answers."""


class Speech:
    """Knows every text, and what a record says with them."""

    def __init__(self, texts: Catalogue) -> None:
        self.texts = texts

    def view(
        self,
        record: Record,
        wishes: Iterable[Wish],
        said: Sequence[Answer] = (),
        *,
        link: str = "",
        asked: Round | None = None,
    ) -> View:
        """Say a whole record, or the part of it that is handed in, and what was answered in it."""
        language = record.talk.language
        mine = {wish.id: wish for wish in wishes}
        bubbles = [self._bubble(line, record, mine, link, asked) for line in record.lines]
        for answered in self._answered(record, mine, said):
            bubbles.insert(place_for(answered, bubbles), answered)
        buttons = tuple(self._button(choice, record, language) for choice in record.talk.offers)
        newest = max((each.place for each in said), default=0)
        ask = "contact.label" if record.talk.step == "contact.write" else "page.write"
        return View(language, tuple(bubbles), buttons, record.version, record.talk.concern, newest, ask=ask)

    def _answered(self, record: Record, mine: Mapping[str, Wish], said: Sequence[Answer]) -> Iterator[Bubble]:
        """Say each answer; where somebody may not be OK, only that there is one, behind the receipt."""
        language = record.talk.language
        if record.talk.concern:
            said = said[-1:]
            words = self.texts.say("answers.behind_receipt", language)
            yield from (Bubble("answer", words, record.version, place=each.place) for each in said)
            return
        gone = {each.takes_back for each in said}
        for each in said:
            if each.id not in gone and each.wish_id in mine:
                words = self.tell(each, mine[each.wish_id], language)
                yield Bubble("answer", words, each.after_turn, place=each.place)

    def tell(self, answer: Answer, wish: Wish, language: str) -> str:
        """Say one answer, in the words that the leader saw before it was sent."""
        return tell(self.texts, answer, wish, language)

    def show_answer(self, wish: Wish, language: str) -> str:
        """Say beside a wish what was answered to it, if anything."""
        return tell_beside(self.texts, wish.answer, language) if wish.answer else ""

    def _bubble(
        self, line: Line, record: Record, mine: Mapping[str, Wish], link: str, asked: Round | None
    ) -> Bubble:
        language = record.talk.language
        match line.by:
            case "you":
                return Bubble("you", line.words or self._label(line.key, line.tags, language), line.turn)
            case "card":
                return Bubble("card", self.texts.say("help.title", language), line.turn)
            case "mine":
                return self._mine(line, language, mine.get(line.wish))
            case "receipt":
                keep, words = self.texts.say("receipt.keep", language), self.show_words(record, language)
                return Bubble("receipt", keep, line.turn, link=link + record.receipt, words=words)
        if line.key == ASK and asked is not None:
            return Bubble("bot", self.question(asked, language, begins=line.turn == 0), line.turn)
        return Bubble("bot", self._text(line, language), line.turn)

    def question(self, asked: Round, language: str, *, begins: bool) -> str:
        """Say a round's open question, and where a talk begins, for whom the round is."""
        own = asked.own_words(language)
        ask = "class.ask" if asked.kind == "class" else "wish.ask"
        question = own.question or self.texts.say(ask, language)
        return f"{own.for_whom}\n{question}" if begins and own.for_whom else question

    def class_opening(self, asked: Round, language: str) -> list[str]:
        """Say what a class reads before it answers, its question last."""
        said = [self.texts.say(key, language) for key in CLASS_OPENING]
        return [*said, self.question(asked, language, begins=True)]

    def _mine(self, line: Line, language: str, wish: Wish | None) -> Bubble:
        if wish is None:
            return Bubble("mine", self.texts.say("mine.gone", language), line.turn)
        words, status = self.show_own(wish, language)
        return Bubble("mine", words, line.turn, status=status, answer=self.show_answer(wish, language))

    def show_words(self, record: Record, language: str) -> str:
        """Show the words of a receipt with the code they need, or nothing where it has none."""
        if not record.words:
            return ""
        *words, check = record.words
        these = self.texts.say("words.these", language, code=record.code, words=" ".join(words), check=check)
        return f"{these}\n{self.texts.say('words.only_status', language)}"

    def show_own(self, wish: Wish, language: str) -> tuple[str, str]:
        """Show a wish and its status to its sender, without what nobody beside her should read.

        What an adult split says so, since its parts are erased and changed together.
        """
        words = self.texts.say("mine.hidden", language) if wish.flagged else wish.text
        status = self.texts.say(f"status.{wish.state}", language)
        return words, f"{status}. {self.texts.say('status.part', language)}" if wish.part_of else status

    def _text(self, line: Line, language: str) -> str:
        if line.words:
            return self.texts.say(line.key, language, about=line.words)
        if not line.tags:
            return self.texts.say(line.key, language)
        return self.texts.say(line.key, language, tags=self._names(line.tags, language))

    def _names(self, tags: Iterable[str], language: str) -> str:
        names = [self.texts.name("tag", tag, language).lower() for tag in tags]
        return self.texts.listed(names, language)

    def _button(self, choice: Choice, record: Record, language: str) -> Button:
        if choice.key in NUMBERED:
            number = record.talk.wishes.index(choice.value) + 1
            return Button(choice.value, self.texts.say(choice.key, language, number=number))
        if choice.about:
            return Button(choice.value, self.texts.say(choice.key, language, about=choice.about))
        return Button(choice.value, self._label(choice.key, choice.tags, language))

    def _label(self, key: str, tags: tuple[str, ...], language: str) -> str:
        names = self._names(tags, language) if key else self.texts.name("tag", tags[0], language)
        return self.texts.say(key, language, tag=names) if key else names


def place_for(answered: Bubble, bubbles: Sequence[Bubble]) -> int:
    """Find where an answer belongs: behind all that was said before it came.

    >>> place_for(Bubble("answer", "", 1), [Bubble("bot", "", 0), Bubble("bot", "", 1), Bubble("you", "", 2)])
    2
    """
    later = (place for place, bubble in enumerate(bubbles) if bubble.turn > answered.turn)
    return next(later, len(bubbles))
