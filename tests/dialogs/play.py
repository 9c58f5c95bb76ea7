"""Plays a transcript: what a young person does and what the bot answers, readable by anyone.

    > words           what somebody writes; tags the tagger gives stand in [brackets], `!` marks a concern,
                      `~` marks what is no wish
    * Label           the button with this label is tapped
    < words           the bot says this
    | Label | Label   these buttons stand
    + did             the host is asked to do this

Between turns the talk goes through JSON, as it does in the store.
"""

import re
from pathlib import Path

from bot.dialogs import effects as out
from bot.dialogs.book import BOOK
from bot.dialogs.events import Chose, Entered, Event, Said, Understood
from bot.dialogs.talk import Talk
from bot.wiring import TEXTS
from collector.texts import Catalogue, read_catalogue

HERE = Path(__file__).parent / "transcripts"
SAID = re.compile(r"^(?P<text>.*?)(?:\s*\[(?P<tags>[^\]]*)\])?(?P<mark>\s*[!~])?$")


class Player:
    """One talk, played from a transcript."""

    def __init__(self, language: str) -> None:
        self.texts: Catalogue = read_catalogue(*TEXTS)
        self.talk = Talk(language=language)
        self.number = 0

    def play(self, script: str) -> str:
        """Play the lines that come in and write down everything, those that go out too."""
        written = self.turn(Entered())
        for line in script.splitlines():
            if line.startswith(("> ", "* ")):
                written += ["", line, *self.turn(self.event(line))]
        return "\n".join(written) + "\n"

    def event(self, line: str) -> Event:
        if line.startswith("* "):
            return Chose(next(each.value for each in self.talk.offers if self.label(each) == line[2:]))
        found = SAID.match(line[2:])
        assert found is not None
        self.number += 1
        tags = tuple(tag.strip() for tag in (found["tags"] or "").split(",") if tag.strip())
        sure = tuple(tag for tag in tags if not tag.endswith("?"))
        maybe = tuple(tag.rstrip("?") for tag in tags if tag.endswith("?"))
        mark = (found["mark"] or "").strip()
        concern = "concern" if mark == "!" else None
        return Said(found["text"], Understood(sure, maybe, mark != "~", concern), f"w{self.number}")

    def turn(self, event: Event) -> list[str]:
        self.talk = Talk.from_json(self.talk.to_json())
        self.talk, effects = BOOK.turn(self.talk, event)
        lines = [line for effect in effects for line in self.lines(effect)]
        if self.talk.offers:
            lines.append("| " + " | ".join(self.label(choice) for choice in self.talk.offers))
        return lines

    def lines(self, effect: out.Effect) -> list[str]:
        match effect:
            case out.Say(key, tags):
                names = [self.texts.say(f"tag.{tag}", self.talk.language).lower() for tag in tags]
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
            case out.Erase(wish_id):
                return [f"+ erase {wish_id}"]
            case out.ShowMine(wish_ids):
                return [f"< (wish {wish_id})" for wish_id in wish_ids]
        return []

    def label(self, choice: out.Choice) -> str:
        if choice.key == "choice.erase_this":
            number = self.talk.wishes.index(choice.value) + 1
            return self.texts.say(choice.key, self.talk.language, number=number)
        return self.texts.say(choice.key or f"tag.{choice.value}", self.talk.language)


def play_file(path: Path) -> str:
    """Play a transcript in the language that its name ends in."""
    return Player(path.stem.rsplit("-", 1)[-1]).play(path.read_text("utf-8"))
