"""Reads the small pattern language of the cue lists and finds the patterns in a text.

A pattern is words with single spaces between: `word`, `stem*`, `*end`, `this|that|two_words`,
`maybe?` (one ? makes the whole part optional), `{name}` for a set of words named in the list, `..` for up to
three words between, `....` for up to seven.
The one rule: nothing here can run away. A gap never crosses the end of a sentence and every part ends at a
space, so the time is bounded by the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

_GAPS = {"..": r"(?:[^ .]+ ){0,3}?", "....": r"(?:[^ .]+ ){0,7}?"}
LONGEST = 3_000  # words of one text that are searched; what comes later is not a chat message any more


class Cue(NamedTuple):
    """A pattern that was found: which label it speaks for and the words from `first` up to `last`."""

    label: str
    first: int
    last: int


class _Pattern(NamedTuple):
    label: str
    search: re.Pattern[str]
    keys: tuple[str, ...]


def _alternative(written: str) -> str:
    plain = re.escape(written.strip("*").replace("_", " "))
    return ("[^ ]*" if written.startswith("*") else "") + plain + ("[^ ]*" if written.endswith("*") else "")


def _part(part: str) -> str:
    if part in _GAPS:
        return _GAPS[part]
    any_of = "|".join(_alternative(written.rstrip("?")) for written in part.split("|"))
    return f"(?:(?:{any_of}) )?" if "?" in part else f"(?:{any_of}) "


def _keys(parts: Sequence[str]) -> tuple[str, ...]:
    """The words one of which must stand in the text: those of the part whose shortest word is longest."""
    needed = [part.split("|") for part in parts if part not in _GAPS and "?" not in part]
    best = max(needed, key=lambda words: min(len(word) for word in words))
    return tuple(word if "*" in word else word.split("_")[0] for word in best)


class Cues:
    """A list of patterns, asked only where one of their words stands in the text."""

    def __init__(self, named: Iterable[Sequence[str]]) -> None:
        """`named` is rows of label and pattern; a label "{name}" gives the words that `{name}` stands for."""
        sets: dict[str, str] = {}
        self._patterns: list[_Pattern] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[int]] = {}
        self._by_end: dict[str, list[int]] = {}
        written = [(row[0], row[1]) for row in named]
        for label, pattern in written:
            if label.startswith("{"):
                sets[label] = pattern
        for label, pattern in written:
            if not label.startswith("{"):
                self._add(label, re.sub(r"\{\w+\}", lambda found: sets[found.group()], pattern))
        self._tried_for = lru_cache(maxsize=20_000)(self._asking_for)

    def _add(self, label: str, pattern: str) -> None:
        parts = pattern.split(" ")
        keys = _keys(parts)
        number = len(self._patterns)
        search = re.compile("(?<= )" + "".join(_part(part) for part in parts))
        self._patterns.append(_Pattern(label, search, keys))
        for key in keys:
            index = (
                self._by_stem if key.endswith("*") else self._by_end if key.startswith("*") else self._by_word
            )
            index.setdefault(key.strip("*"), []).append(number)

    def _asking_for(self, word: str) -> frozenset[int]:
        """The numbers of the patterns that one word makes worth trying."""
        numbers = set(self._by_word.get(word, ()))
        for length in range(1, len(word) + 1):
            numbers.update(self._by_stem.get(word[:length], ()))
            numbers.update(self._by_end.get(word[-length:], ()))
        return frozenset(numbers)

    def find(self, words: Sequence[str]) -> list[Cue]:
        """Every cue in the text, in the order of the list."""
        words = words[:LONGEST]
        numbers = frozenset[int]().union(*map(self._tried_for, set(words)))
        if not numbers:
            return []
        starts, place = [], 1
        for word in words:
            starts.append(place)
            place += len(word) + 1
        line = " " + " ".join(words) + " "
        found = []
        for number in sorted(numbers):
            pattern = self._patterns[number]
            for match in pattern.search.finditer(line):
                first, last = bisect_right(starts, match.start()) - 1, bisect_right(starts, match.end() - 1)
                found.append(Cue(pattern.label, first, last))
        return found
