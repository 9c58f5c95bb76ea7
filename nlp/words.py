"""Cuts a text into words, the same way for every reader.

The one rule: a word remembers where it stood, so that what is found can be shown in the person's own text.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(
    r"«\[[a-zæøå-]{1,12}\]»"  # a mark that masking left
    r"|\d+(?:[.:,]\d+)?(?:-?[^\W\d_]+)*\d*"  # numbers, also "3d", "17.30", "2k24"
    r"|[^\W\d_]+(?:['’&+-][^\W_]+)*\+*\d*"  # words, also "k-pop", "d&d", "cs2"
    r"|\S"
)
_REPEATED = re.compile(r"([^\W\d])\1{2,}")
_END = re.compile(r"[.!?…]")


class Word(NamedTuple):
    """One word as written: `norm` is lower case with "gøyyyy" cut to "gøy"."""

    norm: str
    start: int
    end: int
    shape: str


@lru_cache(maxsize=50_000)
def norm(word: str) -> str:
    """The plain form of one written word.

    >>> norm("GØYYYY")
    'gøy'
    """
    return _REPEATED.sub(r"\1", word.lower().replace("’", "'").strip("'"))[:40] or word[:1]


def cut(text: str) -> list[Word]:
    """The words of a text in order; sentence ends and line ends become the word ".".

    >>> [word.norm for word in cut("Vi vil ha K-pop! Nå")]
    ['vi', 'vil', 'ha', 'k-pop', '.', 'nå']
    """
    words = []
    for found in _WORD.finditer(text.replace("\n", "…")):
        written = found.group()
        plain = "." if _END.fullmatch(written) else norm(written)
        words.append(Word(plain, found.start(), found.end(), written[:40]))
    return words
