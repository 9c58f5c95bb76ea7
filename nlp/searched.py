"""Cuts texts and questions into the words that search goes by, and each word into its beginnings.

One rule: a text and a question are cut alike, so that whoever types what stands there finds it.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

WORD = re.compile(r"\w+")
LENGTHS = (3, 5, 8)
"""Beginnings of these lengths are kept: «skate» leads to «skatepark», and a text tells whether it fits."""
MOST_WORDS = 6
LONGEST = 40


def plain(word: str) -> str:
    """Write a word as it is compared: lower case, and one letter where two signs make one."""
    return normalize("NFKC", word).casefold()


def asked_words(question: str) -> tuple[str, ...]:
    """Read which words somebody looks for, each once; signs ask for nothing.

    >>> asked_words('  Skate* OR "på" SKATE % ')
    ('skate', 'or', 'på')
    """
    found = WORD.findall(plain(question[: MOST_WORDS * LONGEST]))
    return tuple(dict.fromkeys(word[:LONGEST] for word in found))[:MOST_WORDS]


def beginning(word: str) -> str | None:
    """Name the beginning that leads to a word somebody looks for; what is shorter leads nowhere.

    >>> beginning("ballbinge"), beginning("skatepar"), beginning("bane"), beginning("å")
    ('ballbing', 'skatepar', 'ban', None)
    """
    length = max((each for each in LENGTHS if each <= len(word)), default=0)
    return word[:length] or None


def beginnings(text: str) -> frozenset[str]:
    """List all that leads to a text.

    >>> sorted(beginnings("Å, en skatepark!"))
    ['ska', 'skate', 'skatepar']
    """
    words = {plain(word) for word in WORD.findall(normalize("NFKC", text))}
    return frozenset(word[:length] for word in words for length in LENGTHS if length <= len(word))


def pieces(text: str, asked: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Cut a text where a word that begins so stands, and tell for each piece whether it is one.

    >>> list(pieces("Vi vil skate!", ["ska"]))
    [('Vi vil ', False), ('skate', True), ('!', False)]
    """
    begun, passed = tuple(asked), 0
    for word in WORD.finditer(text):
        if begun and plain(word[0]).startswith(begun):
            if word.start() > passed:
                yield text[passed : word.start()], False
            yield word[0], True
            passed = word.end()
    if passed < len(text):
        yield text[passed:], False


def fits(text: str, asked: Iterable[str]) -> bool:
    """Tell whether each of the words begins some word of a text.

    >>> fits("Vi vil ha skatepark", ["skatepark", "vi"]), fits("Vi vil ha skateutstyr", ["skatepark"])
    (True, False)
    """
    words = [plain(word) for word in WORD.findall(normalize("NFKC", text))]
    return all(any(word.startswith(each) for word in words) for each in asked)
