"""Finds texts that say nearly the same: which share at least so much of their three-letter stretches.

The one rule: the answer is exact, not a guess. Two near texts must share one of their rarest stretches, so
only texts that do are compared at all; that cannot miss one, and makes a hundred thousand of them quick.
"""

import itertools
import math
import re
from array import array
from collections.abc import Collection, Hashable, Iterable, Iterator, Set
from typing import Generic, NamedTuple, TypeVar

NEAR = 0.8  # from here on two texts count as one
_SIZE = 3
_LONGEST = 2_000  # letters that are compared; what comes later tells no more texts apart
_QUIET = re.compile(r"[\W_]+")

Key = TypeVar("Key", bound=Hashable)
Part = TypeVar("Part", int, str)


class Alike(NamedTuple, Generic[Key]):
    """A text that was kept before, and how much of all stretches of both they share."""

    key: Key
    overlap: float


def stretches(text: str) -> frozenset[str]:
    """The three-letter stretches of a text's words, or of its signs where it has no words.

    >>> sorted(stretches("Dans!"))
    [' da', 'ans', 'dan', 'ns ']
    """
    plain = f" {_QUIET.sub(' ', text.lower()).strip() or text} "[:_LONGEST]
    return frozenset(plain[at : at + _SIZE] for at in range(len(plain) - _SIZE + 1))


class Likeness(Generic[Key]):
    """Texts that can be asked which of them are like a new one."""

    def __init__(self, least: float = NEAR) -> None:
        """`least` is the overlap from which a text is like another."""
        self._least = least
        self._numbers: dict[str, int] = {}
        self._kept: dict[Key, array[int]] = {}
        self._holding: dict[tuple[int, int], list[tuple[int, Key]]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, key: Key, text: str) -> None:
        """Keep a text under a key of its own."""
        if key in self._kept:
            raise ValueError("a text is kept under this key already")
        for part in stretches(text):
            self._numbers.setdefault(part, -len(self._numbers))
        whole = self._numbered(text)
        self._kept[key] = whole
        size = len(whole)
        for place, number in enumerate(whole[: size - math.ceil(size * self._least) + 1]):
            self._holding.setdefault((number, size), []).append((place, key))

    def like(self, text: str) -> list[Alike[Key]]:
        """The kept texts that are nearly the same, the likest first.

        >>> known = Likeness()
        >>> known.add(1, "åpen hall på søndager")
        >>> [alike.key for alike in known.like("Åpen hall på søndager!!")]
        [1]
        """
        whole = self._numbered(text)
        near = set(self._worth_comparing(whole))
        ours = set(whole)
        found = [Alike(key, _overlap(ours, self._kept[key])) for key in near]
        return sorted((a for a in found if a.overlap >= self._least), key=lambda alike: -alike.overlap)

    def _numbered(self, text: str) -> "array[int]":
        """The text's stretches as numbers, those never met and those met last, so the rarest, first."""
        never = itertools.count(-len(self._numbers), -1)
        known = (self._numbers.get(part) for part in stretches(text))
        return array("i", sorted(next(never) if number is None else number for number in known))

    def _worth_comparing(self, whole: "array[int]") -> Iterator[Key]:
        """The texts of fitting size with a rare stretch in common."""
        ours = len(whole)
        for theirs in range(math.ceil(ours * self._least), int(ours / self._least) + 1):
            shared = math.ceil((ours + theirs) * self._least / (1 + self._least))
            for number in whole[: ours - shared + 1]:
                for place, key in self._holding.get((number, theirs), ()):
                    if place <= theirs - shared:
                        yield key


def _overlap(ours: Set[Part], theirs: Collection[Part]) -> float:
    """How much of all that either holds, both hold; neither holds anything twice."""
    both = sum(part in ours for part in theirs)
    return both / (len(ours) + len(theirs) - both) if ours or theirs else 1.0


def how_many_like(text: str, others: Iterable[str], least: float = NEAR) -> int:
    """How many of some texts are like one; for a single question quicker than to keep them all.

    >>> how_many_like("mer dans!", ["Mer dans", "mer trapes"])
    1
    """
    ours = stretches(text)
    return sum(1 for other in others if _overlap(ours, stretches(other)) >= least)


def distinct(texts: Iterable[str], least: float = NEAR) -> list[int]:
    """The places of the texts that are not near-copies of an earlier one.

    >>> distinct(["mer dans", "Mer dans!", "trapes"])
    [0, 2]
    """
    known: Likeness[int] = Likeness(least)
    first = []
    for place, text in enumerate(texts):
        if not known.like(text):
            known.add(place, text)
            first.append(place)
    return first
