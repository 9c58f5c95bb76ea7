"""Tells the messages that carry no wish (greetings, tests, keys hit at random) from those that do.

The one rule: it says so only when every word is small talk; one word of content makes it a wish again.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from nlp.lists import words_of

_VOWELS = frozenset("aeiouyæøåáäö")
_ROWS = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_SHORT = 4  # words; in a longer message one new word is no longer the point
_SPOKEN_TO = frozenset(("deg", "dere", "don", "du", "u", "ya", "you", "your"))
_ASKING = frozenset(("gii", "how", "hva", "hvem", "hvordan", "maid", "mii", "når", "what", "when", "who"))
_PROPOSING = frozenset(("about", "med", "om"))


def is_small_talk(words: Sequence[str]) -> bool:
    """Whether nothing in the text says anything.

    >>> is_small_talk(["hei", "hei"]), is_small_talk(["dans"])
    (True, False)
    """
    return all(_says_nothing(word) for word in _spoken(words))


def names_something_new(words: Sequence[str], knows: Callable[[str], bool]) -> bool:
    """Whether a short message that speaks to nobody holds a word nobody knows: that word is the wish.

    >>> names_something_new(["elefant"], {"jeg"}.__contains__)
    True
    >>> names_something_new(["hva", "er", "ekko"], {"jeg"}.__contains__)
    False
    """
    spoken = _spoken(words)
    if len(spoken) > _SHORT or not _SPOKEN_TO.isdisjoint(spoken) or _is_question(spoken):
        return False
    return any(not knows(word) and not _says_nothing(word) for word in spoken)


def _spoken(words: Sequence[str]) -> list[str]:
    return [word for word in words if any(letter.isalpha() for letter in word)]


def _is_question(words: Sequence[str]) -> bool:
    return bool(words) and words[0] in _ASKING and _PROPOSING.isdisjoint(words[1:2])


@lru_cache(maxsize=20_000)
def _says_nothing(word: str) -> bool:
    return word in words_of("smalltalk.tsv", "word") or _is_mash(word)


def _is_mash(word: str) -> bool:
    """Keys hit at random: hardly a vowel, one or two letters over and over, or keys that lie side by side."""
    vowels = sum(letter in _VOWELS for letter in word)
    if len(word) >= 5 and not vowels and word.isalpha():
        return True
    if len(word) >= 6 and (len(set(word)) <= 2 or (vowels * 6 <= len(word) and _CONSONANTS.search(word))):
        return True
    return len(word) >= 4 and any(word in row or word[::-1] in row for row in _ROWS)
