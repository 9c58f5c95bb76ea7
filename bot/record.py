"""What is kept of a talk between turns: where it stands and the lines said so far, sealed as one.

Our own lines are kept by their key, so that they can be said again in another language; what the young
person wrote is kept as it was, and goes when its wish is erased.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.dialogs.talk import Talk, UnreadableTalk, by_name
from collector.sealing import Seal

NEWEST = 60
"""So many lines are kept; a longer talk forgets its first ones."""

By = Literal["you", "bot", "card", "mine", "receipt"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said: by whom, in which turn, and either words or the key of a text."""

    by: By
    turn: int
    key: str = ""
    tags: tuple[str, ...] = ()
    words: str = ""
    wish: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A talk with its lines and its receipt."""

    id: str
    talk: Talk
    receipt: str
    version: int = 0
    lines: tuple[Line, ...] = field(default=())
    words: tuple[str, ...] = ()
    """The receipt's three words and its check word, once it is given."""
    code: str = ""
    """The code of the round that they belong to."""

    def seal(self, seal: Seal) -> bytes:
        """Write the record down so that only the key opens it."""
        lines = [by_name(line) for line in self.lines[-NEWEST:]]
        kept = {"talk": self.talk.to_json(), "receipt": self.receipt, "lines": lines}
        written = json.dumps({**kept, "words": self.words, "code": self.code})
        return seal.seal(written, place_of(self.id))

    def shown(self, turn: int, *, whole: bool) -> "Record":
        """Keep the lines of one turn only; all of them where the page is drawn anew and nobody is not OK."""
        if whole and not self.talk.concern:
            return self
        return replace(self, lines=tuple(line for line in self.lines if line.turn == turn))

    @property
    def shows_wishes(self) -> bool:
        """Tell whether any line shows a wish as it stands now."""
        return any(line.by == "mine" for line in self.lines)

    def without(self, wish_id: str) -> "Record":
        """Forget every line that belongs to an erased wish."""
        kept = tuple(line for line in self.lines if line.wish != wish_id)
        return replace(self, talk=self.talk.without(wish_id), lines=kept)

    def without_words(self, wish_id: str = "") -> "Record":
        """Forget what somebody wrote, of one wish or of all; what was answered may stay."""
        gone = [line for line in self.lines if line.by == "you" and (not wish_id or line.wish == wish_id)]
        return replace(self, lines=tuple(line for line in self.lines if line not in gone))

    def rewritten(self, wish_id: str, as_id: str, words: str = "") -> "Record":
        """Forget a wish's old lines, or put its new words into them; where it is shown, show the new one."""
        lines: list[Line] = []
        for line in self.lines:
            if line.wish != wish_id:
                lines.append(line)
            elif line.by != "you":
                lines.append(replace(line, wish=as_id))
            elif words and not any(each.wish == as_id and each.by == "you" for each in lines):
                lines.append(replace(line, wish=as_id, words=words))
        return replace(self, lines=tuple(lines))


def open_record(seal: Seal, talk_id: str, version: int, sealed: bytes) -> Record:
    """Open a kept record."""
    try:
        kept: dict[str, Any] = json.loads(seal.open(sealed, place_of(talk_id)))
        lines = tuple(Line(**{**line, "tags": tuple(line["tags"])}) for line in kept["lines"])
        words, code = tuple(kept.get("words", ())), kept.get("code", "")  # older talks have a link alone
        talk = Talk.from_json(kept["talk"])
        return Record(talk_id, talk, kept["receipt"], version, lines, words, code)
    except (KeyError, TypeError, ValueError):
        raise UnreadableTalk("A kept talk could not be read.") from None


def place_of(talk_id: str) -> str:
    """Name the place that a talk's state is sealed for."""
    return f"talk.state:{talk_id}"
