"""Reads the small pattern language of the cue lists and finds the patterns in a text.

A pattern is words with single spaces between: `word`, `stem*`, `*end`, `this|that|two_words`,
`maybe?` (one ? makes the whole part optional), `{name}` for a set of words named in the list (a set may name
others), `..` for up to three words between, `....` for up to seven, `^` and `$` for the start and the end of
the text, and `this & that` for two or more patterns near each other in either order.
The one rule: nothing here can run away. A gap never crosses the end of a sentence, every part ends at a
space, and patterns joined by "&" are searched one by one, so the time is bounded by the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
from spacy.lang.nb.stop_words import STOP_WORDS as NORWEGIAN

_SMALL = ENGLISH | NORWEGIAN
_GAPS = {"..": r"(?:[^ .]+ ){0,3}?", "....": r"(?:[^ .]+ ){0,7}?"}
_EDGES = ("^", "$")
_NEAR = 16  # words at most between the starts of two patterns joined by "&"
LONGEST = 3_000  # words of one text that are searched; what comes later is not a chat message any more

Span = tuple[int, int]


class Cue(NamedTuple):
    """A pattern that was found: which label it speaks for and the words from `first` up to `last`."""

    label: str
    first: int
    last: int
    spans: tuple[Span, ...] = ()  # where the patterns joined by "&" stand


class _Pattern(NamedTuple):
    label: str
    pieces: tuple[int, ...]  # the numbers of the searches that are joined by "&"


def _alternative(written: str) -> str:
    plain = re.escape(written.strip("*").replace("_", " "))
    return ("[^ ]*" if written.startswith("*") else "") + plain + ("[^ ]*" if written.endswith("*") else "")


def _part(part: str) -> str:
    if part in _GAPS:
        return _GAPS[part]
    any_of = "|".join(_alternative(written.rstrip("?")) for written in part.split("|"))
    return f"(?:(?:{any_of}) )?" if "?" in part else f"(?:{any_of}) "


@cache
def _search(piece: str) -> re.Pattern[str]:
    """Made when it is first asked for: most never are."""
    parts = piece.split(" ")
    start = r"(?<=\A )" if parts[0] == "^" else "(?<= )"
    end = r"\Z" if parts[-1] == "$" else ""
    return re.compile(start + "".join(_part(part) for part in parts if part not in _EDGES) + end)


def _keys(piece: str) -> list[tuple[str, ...]]:
    """The parts one of whose words must stand in the text; the one that is met least often first."""
    parts = [part for part in piece.split(" ") if part not in _GAPS and part not in _EDGES]
    needed = [part.split("|") for part in parts if "?" not in part]
    return [
        tuple(word.split("_")[0] if "_" in word else word for word in words)
        for words in sorted(needed, key=_rarity, reverse=True)
    ]


def _rarity(words: Sequence[str]) -> tuple[int, int, int]:
    """The higher, the seldomer one of the words is met: no small words, long ones, and few."""
    small = sum(word.split("_")[0] in _SMALL for word in words)
    return -small, min(len(word) for word in words), -len(words)


def _named(written: Iterable[Sequence[str]]) -> dict[str, str]:
    """What each `{name}` stands for."""
    sets = {row[0]: row[1] for row in written if row[0].startswith("{")}
    for _ in range(3):
        sets = {name: _filled(words, sets) for name, words in sets.items()}
    return sets


def _filled(pattern: str, sets: dict[str, str]) -> str:
    return re.sub(r"\{\w+\}", lambda found: sets[found.group()], pattern)


class Cues:
    """A list of patterns, asked only where one of their words stands in the text."""

    def __init__(self, named: Iterable[Sequence[str]]) -> None:
        """`named` is rows of label and pattern; a label "{name}" gives the words that `{name}` stands for."""
        written = [(row[0], row[1]) for row in named]
        sets = _named(written)
        self._patterns: list[_Pattern] = []
        self._searches: list[str] = []
        self._numbers: dict[str, int] = {}
        self._rarity: list[tuple[int, int, int]] = []
        self._waiting: dict[int, list[int]] = {}  # a search -> the patterns of which it is the rarest
        self._by_word: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[int]] = {}
        self._by_end: dict[str, list[int]] = {}
        for label, pattern in written:
            if not label.startswith("{"):
                self._add(label, _filled(pattern, sets))
        self._tried_for = lru_cache(maxsize=20_000)(self._asking_for)

    def _add(self, label: str, pattern: str) -> None:
        pieces = tuple(self._numbered(piece) for piece in pattern.split(" & "))
        rarest = max(pieces, key=self._rarity.__getitem__)
        self._waiting.setdefault(rarest, []).append(len(self._patterns))
        self._patterns.append(_Pattern(label, pieces))

    def _numbered(self, piece: str) -> int:
        """The number of one search; the same search in many patterns is made once."""
        if piece not in self._numbers:
            number = self._numbers[piece] = len(self._searches)
            self._searches.append(piece)
            rarest, *others = _keys(piece)
            self._rarity.append(_rarity(rarest))
            for half, keys in enumerate((rarest, others[0] if others else rarest)):
                for key in keys:
                    self._index(key).setdefault(key.strip("*"), []).append(2 * number + half)
        return self._numbers[piece]

    def _index(self, key: str) -> dict[str, list[int]]:
        if key.endswith("*"):
            return self._by_stem
        return self._by_end if key.startswith("*") else self._by_word

    def _asking_for(self, word: str) -> frozenset[int]:
        """Of each search that one word makes worth trying, the half: twice its number, or one more."""
        numbers = set(self._by_word.get(word, ()))
        for length in range(1, len(word) + 1):
            numbers.update(self._by_stem.get(word[:length], ()))
            numbers.update(self._by_end.get(word[-length:], ()))
        return frozenset(numbers)

    def find(self, words: Sequence[str]) -> list[Cue]:
        """Every cue in the text, in the order of the list."""
        words = words[:LONGEST]
        halves = frozenset[int]().union(*map(self._tried_for, set(words)))
        asked = {half >> 1 for half in halves if not half & 1 and half + 1 in halves}
        numbers = [
            number
            for search in asked
            for number in self._waiting.get(search, ())
            if asked.issuperset(self._patterns[number].pieces)
        ]
        if not numbers:
            return []
        line = _Line(words, self._searches)
        return [cue for number in sorted(numbers) for cue in _cues(self._patterns[number], line)]


class _Line:
    """One text, searched at most once for each search."""

    def __init__(self, words: Sequence[str], searches: Sequence[str]) -> None:
        self._searches = searches
        self._text = " " + " ".join(words) + " "
        self._starts, place = [], 1
        for word in words:
            self._starts.append(place)
            place += len(word) + 1
        self._found: dict[int, list[Span]] = {}

    def spans(self, number: int) -> list[Span]:
        """Where one search finds something, as words from first up to last, in order."""
        if number not in self._found:
            starts = self._starts
            self._found[number] = [
                (bisect_right(starts, match.start()) - 1, bisect_right(starts, match.end() - 1))
                for match in _search(self._searches[number]).finditer(self._text)
            ]
        return self._found[number]


def _cues(pattern: _Pattern, line: _Line) -> Iterator[Cue]:
    first, *others = pattern.pieces
    found = line.spans(first)
    if not found:
        return
    if not others:
        yield from (Cue(pattern.label, *span, (span,)) for span in found)
        return
    if not all(line.spans(other) for other in others):
        return
    for span in found:
        near = [_nearest(span, line.spans(other)) for other in others]
        spans = (span, *(other for other in near if other))
        if len(spans) == len(pattern.pieces):
            ends = max(last for _, last in spans)
            yield Cue(pattern.label, min(start for start, _ in spans), ends, spans)


def _nearest(span: Span, found: Sequence[Span]) -> Span | None:
    """The span nearest to another that shares no word with it and is not far away."""
    place = bisect_right(found, span)
    apart = [
        other
        for other in found[max(0, place - 2) : place + 2]
        if (other[1] <= span[0] or span[1] <= other[0]) and abs(other[0] - span[0]) <= _NEAR
    ]
    return min(apart, key=lambda other: abs(other[0] - span[0]), default=None)
