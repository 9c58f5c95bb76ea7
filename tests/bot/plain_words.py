"""How the bot may speak to young people: which words are forbidden, and how plain a text is."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FORBIDDEN_WORDS = Path(__file__).parent / "forbidden.tsv"
SENTENCE_END = re.compile(r"[.!?…:](?:\s|$)|\s/\s")
WORD = re.compile(r"[^\W_]+(?:[-'’.:][^\W_]+)*")
BLANK = re.compile(r"\{\w+\}")
LONG = 6
"""A word of more letters than this is a long one."""


@cache
def forbidden_phrases() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Read the list: language, kind and pattern."""
    lines = [line for line in FORBIDDEN_WORDS.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    return tuple((language, kind, re.compile(pattern)) for language, kind, pattern in rows)


def forbidden_in(text: str, language: str) -> set[str]:
    """Name the kinds of forbidden phrase in a text.

    >>> forbidden_in("Du er helt anonym her.", "nb"), forbidden_in("Skriv det du vil.", "nb")
    ({'anonymous'}, set())
    """
    small = text.lower()
    return {kind for of, kind, pattern in forbidden_phrases() if of == language and pattern.search(small)}


def sentences(text: str) -> list[list[str]]:
    """Cut a text into sentences and those into words; a blank counts as one word.

    >>> [len(words) for words in sentences("Prøv 116111.no. Jeg skjønte: {tags}.")]
    [2, 2, 1]
    """
    parts = (WORD.findall(part) for part in SENTENCE_END.split(BLANK.sub("noe", text)))
    return [words for words in parts if words]


def lix(texts: Iterable[str]) -> float:
    """Tell how heavy some texts are to read: words to a sentence, and long words in a hundred.

    >>> lix(["Jeg bor her.", "Kommunedelplan!"])
    27.0
    """
    cut = [words for text in texts for words in sentences(text)]
    words = [word for each in cut for word in each]
    return len(words) / len(cut) + 100 * sum(len(word) > LONG for word in words) / len(words)
