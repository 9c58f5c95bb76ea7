"""A talk written down so that anyone can read it, and played again from what was written.

    > words           what somebody writes; tags the tagger gives stand in [brackets], `!` marks a concern,
                      `~` marks what is no wish
    * Label           the button with this label is tapped
    x Label           a button that stood there before is tapped, on a page that is old by now
    < words           the bot says this
    | Label | Label   these buttons stand
    + did             the host is asked to do this
    ? barriers, where the round wants to know this about each wish from here on
    = words           this exists already, and answers the next wish
    @ telegram        from here on it is Telegram, where one more thing is asked at the end

One rule: between turns the talk goes through JSON, as it does in the store.
"""

import re
from dataclasses import replace

from bot.dialogs import effects as out
from bot.dialogs.book import BOOK
from bot.dialogs.events import Chose, Entered, Event, Existing, Said, Understood
from bot.dialogs.follow_ups import ADDING
from bot.dialogs.talk import Talk
from bot.speech import NUMBERED
from collector.model import ASKS
from collector.texts import Catalogue

SAID = re.compile(r"^(?P<text>.*?)(?:\s*\[(?P<tags>[^\]]*)\])?(?P<mark>\s*[!~])?$")


class Player:
    """One talk, turn by turn, and how each turn is written down."""

    def __init__(self, texts: Catalogue, language: str) -> None:
        self.texts = texts
        self.talk = Talk(language=language)
        self._wishes = 0
        self._asks: tuple[str, ...] = ASKS
        self._exists: Existing | None = None
        self._schools: tuple[str, ...] = ()

    @property
    def labels(self) -> list[str]:
        """The buttons that stand now."""
        return [self._label(choice) for choice in self.talk.offers]

    def play(self, script: str) -> str:
        """Play the lines that come in and write down everything, those that go out too."""
        written = self.turn(Entered())
        for line in script.splitlines():
            if line.startswith("? "):
                self._asks = tuple(filter(None, line[2:].split(", ")))
                written += ["", line]
            elif line.startswith("# "):
                self._schools = tuple(line[2:].split(", "))
                written += ["", line]
            elif line == "@ telegram":
                self.talk = replace(self.talk, asks_to_learn=True)
                written += ["", line]
            elif line.startswith("= "):
                self._exists = Existing("e1", line[2:])
                written += ["", line]
            elif line.startswith(("> ", "* ", "x ")):
                written += ["", line, *self.turn(self.event(line))]
        return "\n".join(written) + "\n"

    def event(self, line: str) -> Event:
        """What a written line tells that somebody did."""
        if line.startswith("x "):
            assert line[2:] not in self.labels, f"{line[2:]} stands there"
            return Chose("")
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
        together = understood if self.talk.step in ADDING else None
        exists, self._exists = self._exists, None
        wish_id, schools = f"w{self._wishes}", self._schools if not self.talk.school else ()
        return Said(found["text"], understood, wish_id, together, exists, self._asks, schools=schools)

    def turn(self, event: Event) -> list[str]:
        """Take one turn and tell what the bot does."""
        self.talk = Talk.from_json(self.talk.to_json())
        self.talk, effects = BOOK.turn(self.talk, event)
        lines = [line for effect in effects for line in self._lines(effect)]
        return [*lines, "| " + " | ".join(self.labels)] if self.talk.offers else lines

    def _lines(self, effect: out.Effect) -> list[str]:
        match effect:
            case out.Say(key, tags, about):
                names = [self.texts.name("tag", tag, self.talk.language).lower() for tag in tags]
                tagged = {"tags": self.texts.listed(names, self.talk.language)} if tags else {}
                told = {"about": about} if about else {}
                return [f"< {self.texts.say(key, self.talk.language, **tagged, **told)}"]
            case out.ShowHelpCard():
                return ["< (help card)"]
            case out.GiveReceipt():
                return ["< (receipt)"]
            case out.Keep(wish_id):
                return [f"+ keep {wish_id}"]
            case out.AddTo(wish_id):
                return [f"+ add to {wish_id}"]
            case out.Describe(wish_id, tag):
                return [f"+ describe {wish_id}: {tag}"]
            case out.Fits(wish_id, entry_id, fits):
                return [f"+ {entry_id} {'fits' if fits else 'does not fit'} {wish_id}"]
            case out.MayShow(wish_ids, may):
                return [f"+ {'may' if may else 'do not'} show {', '.join(wish_ids)}"]
            case out.MayLearn(may):
                return [f"+ {'may' if may else 'do not'} learn"]
            case out.OfAge(band):
                return [f"+ of age {band}"]
            case out.OfSchool(name):
                return [f"+ goes to {name}"]
            case out.KeepContact(wish_id):
                return [f"+ keep how to reach the sender of {wish_id}"]
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
        if choice.about:
            return self.texts.say(choice.key, self.talk.language, about=choice.about)
        name = self.texts.name("tag", choice.value, self.talk.language)
        named = {"tag": name.lower()} if choice.tags else {}
        return self.texts.say(choice.key, self.talk.language, **named) if choice.key else name


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
