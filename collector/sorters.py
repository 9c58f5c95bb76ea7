"""Tells how likely old wishes belong to a new tag, beside everything else that goes on.

One rule: what it learnt and what it read lives in memory alone, by a hash of the texts, and is forgotten at
the next look when it is no longer there.
"""

import asyncio
import hashlib
from collections.abc import Sequence

import numpy as np

from nlp import examples
from nlp.meaning import Meaning, calm
from nlp.sorting import Sorter, others
from nlp.vectors import remembered
from nlp.way import Numbers

MOST_TAGS = 20
"""So many tags' sorters are kept; a leader works with one at a time."""


class Sorters:
    """One sorter for each tag that somebody looks at, made anew when its examples change."""

    def __init__(self, meaning: Meaning | None = None) -> None:
        """Without the second reader, letters alone tell what is alike."""
        self._meaning = meaning
        self._known: dict[str, tuple[bytes, Sorter]] = {}
        self._read: dict[bytes, Numbers] = {}
        self._against: list[str] = []
        self._shipped: dict[bytes, Numbers] = {}
        self._one_at_a_time = asyncio.Lock()

    async def chances(self, tag: str, ones: Sequence[str], texts: Sequence[str]) -> list[float]:
        """Tell how likely each text belongs to a tag that these ones have."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._chances, tag, list(ones), list(texts))

    def _chances(self, tag: str, ones: list[str], texts: list[str]) -> list[float]:
        if not ones or not texts:
            return [0.0] * len(texts)
        mark = hashlib.sha256("\0".join(ones).encode()).digest()
        known = self._known.pop(tag, None)
        sorter = known[1] if known and known[0] == mark else self._learn(ones)
        self._known[tag] = mark, sorter
        while len(self._known) > MOST_TAGS:
            self._known.pop(next(iter(self._known)))
        return sorter.chances(texts)

    def _learn(self, ones: list[str]) -> Sorter:
        if not self._against:
            self._against = others(examples.shipped())
            if self._meaning:
                vectors = remembered(self._meaning, [calm(text) for text in self._against], None)
                self._shipped = dict(zip(map(_key, self._against), vectors, strict=True))
        return Sorter(ones, self._against, self._vectors if self._meaning else None)

    def _vectors(self, asked: Sequence[str]) -> Numbers:
        """The second reader's vectors; those of the shipped texts and of the last look are known."""
        assert self._meaning is not None
        now: dict[bytes, Numbers] = {}
        found = []
        for text in asked:
            key = _key(text)
            vector = self._shipped.get(key)
            if vector is None:
                vector = self._read[key] if key in self._read else self._meaning.vectors([calm(text)])[0]
                now[key] = vector
            found.append(vector)
        self._read = now
        return np.array(found, np.float32)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
