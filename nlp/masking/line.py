"""One text as the finder of names sees it: its words, its cues, and what stands beside a word.

The one rule: two words are side by side only where a single sign, a space, is between them.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlp.masking.cues import Cues
from nlp.masking.known import Word

_START = re.compile(r"(?:^|[.!?:…\n]\s*|^\W+)$")


class Line(NamedTuple):
    """One text as its words, its cues, whether it is all in capitals, and its words with a capital."""

    text: str
    words: Sequence[Word]
    cues: Cues
    shouting: bool
    capitals: frozenset[str] = frozenset()

    def next(self, place: int) -> Word | None:
        """The word after, where only a space stands between."""
        if place + 1 >= len(self.words):
            return None
        following = self.words[place + 1]
        return following if following.start == self.words[place].end + 1 else None

    def following(self, place: int) -> str:
        """The word after, in small letters, or nothing."""
        following = self.next(place)
        return following.plain if following else ""

    def before(self, place: int) -> str:
        """The word before, in small letters, or nothing."""
        if not place or self.words[place - 1].end + 1 != self.words[place].start:
            return ""
        return self.words[place - 1].plain

    def is_inside(self, word: Word) -> bool:
        """Whether a sentence has begun before the word."""
        return not _START.search(self.text[max(0, word.start - 12) : word.start])

    def is_capital(self, place: int) -> bool:
        """Whether a capital there means something: not in a text that is all in capitals."""
        return self.words[place].is_capital and not self.shouting
