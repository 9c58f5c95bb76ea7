"""Knows the messages that carry no wish: greetings, tests, yes and no, keys hit at random.

The one rule: it says so only when every word is small talk; one word of content makes it a wish again.
"""

from collections.abc import Sequence

from nlp.lists import words_of

_VOWELS = frozenset("aeiouyæøåáäö")


def is_small_talk(words: Sequence[str]) -> bool:
    """Whether nothing in the text says anything.

    >>> is_small_talk(["hei", "hei"]), is_small_talk(["dans"])
    (True, False)
    """
    known = words_of("smalltalk.tsv", "word")
    spoken = [word for word in words if any(letter.isalpha() for letter in word)]
    return all(word in known or _is_mash(word) for word in spoken)


def _is_mash(word: str) -> bool:
    """Keys hit at random: long without a vowel, or one or two letters over and over."""
    if len(word) >= 5 and _VOWELS.isdisjoint(word) and word.isalpha():
        return True
    return len(word) >= 6 and len(set(word)) <= 2
