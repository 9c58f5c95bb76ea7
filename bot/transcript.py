"""A talk written down so that anyone can read it, and played again from what was written.

    > words           what somebody writes; tags the tagger gives stand in [brackets], `!` marks a concern,
                      `~` marks what is no wish
    * Label           the button with this label is tapped
    < words           the bot says this
    | Label | Label   these buttons stand
    + did             the host is asked to do this

One rule: between turns the talk goes through JSON, as it does in the store.
"""

import re

from bot.dialogs import effects as out
from bot.dialogs.book import BOOK
from bot.dialogs.events import Chose, Entered, Event, Said, Understood
from bot.dialogs.talk import Talk
from bot.speech import NUMBERED
from collector.texts import Catalogue

SAID = re.compile(r"^(?P<text>.*?)(?:\s*\[(?P<tags>[^\]]*)\])?(?P<mark>\s*[!~])?$")


class Player:
    """One talk, turn by turn, and how each turn is written down."""

    def __init__(self, texts: Catalogue, language: str) -> None:
        self.texts = texts
        self.talk = Talk(language=language)
        self._wishes = 0

    @property
    def labels(self) -> list[str]:
        """The buttons that stand now."""
        return [self._label(choice) for choice in self.talk.offers]

    def play(self, script: str) -> str:
        """Play the lines that come in and write down everything, those that go out too."""
        written = self.turn(Entered())
        for line in script.splitlines():
            if line.startswith(("> ", "* ")):
                written += ["", line, *self.turn(self.event(line))]
        return "\n".join(written) + "\n"

    def event(self, line: str) -> Event:
        """What a written line tells that somebody did."""
        if line.startswith("* "):
            return Chose(self.talk.offers[self.labels.index(line[2:])].value)
        found = SAID.match(line[2:])
        assert found is not None  # the pattern takes any line
        self._wishes += 1
        tags = [tag.strip() for tag in (found["tags"] or "").split(",") if tag.strip()]
        mark = (found["mark"] or "").strip()
        understood = Understood(
            activities=tuple(tag for tag in tags if not tag.endswith("?")),
            maybe=tuple(tag.rstrip("?") for tag in tags if tag.endswith("?")),
            is_wish=mark != "~",
            concern="concern" if mark == "!" else None,
        )
        return Said(found["text"], understood, f"w{self._wishes}")

    def turn(self, event: Event) -> list[str]:
        """Take one turn and tell what the bot does."""
        self.talk = Talk.from_json(self.talk.to_json())
        self.talk, effects = BOOK.turn(self.talk, event)
        lines = [line for effect in effects for line in self._lines(effect)]
        return [*lines, "| " + " | ".join(self.labels)] if self.talk.offers else lines

    def _lines(self, effect: out.Effect) -> list[str]:
        match effect:
            case out.Say(key, tags):
                names = [self.texts.name("tag", tag, self.talk.language).lower() for tag in tags]
                tagged = {"tags": self.texts.listed(names, self.talk.language)} if tags else {}
                return [f"< {self.texts.say(key, self.talk.language, **tagged)}"]
            case out.ShowHelpCard():
                return ["< (help card)"]
            case out.GiveReceipt():
                return ["< (receipt)"]
            case out.Keep(wish_id):
                return [f"+ keep {wish_id}"]
            case out.Correct(wish_id, activities):
                return [f"+ correct {wish_id}: {', '.join(activities) or 'nothing'}"]
            case out.Reword(wish_id, as_id):
                return [f"+ reword {wish_id} as {as_id}"]
            case out.Erase(wish_id):
                return [f"+ erase {wish_id}"]
            case out.ShowMine(wish_ids):
                return [f"< (wish {wish_id})" for wish_id in wish_ids]
        return []

    def _label(self, choice: out.Choice) -> str:
        if choice.key in NUMBERED:
            number = self.talk.wishes.index(choice.value) + 1
            return self.texts.say(choice.key, self.talk.language, number=number)
        if choice.key:
            return self.texts.say(choice.key, self.talk.language)
        return self.texts.name("tag", choice.value, self.talk.language)


def written(text: str, understood: Understood) -> str:
    """The line that tells what somebody wrote, so that it is read again as just that.

    >>> written("LAN på fredager!", Understood(("gaming",), ("events",)))
    '> LAN på fredager! [gaming, events?]'
    >>> written("hei!", Understood(is_wish=False))
    '> hei! [] ~'
    """
    tags = [*understood.activities, *(f"{tag}?" for tag in understood.maybe)]
    mark = " !" if understood.concern else "" if understood.is_wish else " ~"
    unclear = text.endswith(("!", "~", "]"))  # would be taken for a mark or for tags
    return f"> {text}" + (f" [{', '.join(tags)}]" if tags or unclear else "") + mark
