"""Brings dialect, nynorsk function words, chat spellings and slips of the finger to one plain form.

The one rule: a real word is never "corrected"; only words that no dictionary knows are compared with the
lexicon.
"""

from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache

import simplemma

from nlp.lists import rows
from nlp.words import Word

_LANGUAGES = ("nb", "nn", "en")


@cache
def _plain_forms() -> tuple[dict[str, str], dict[str, str]]:
    """Written form -> plain form: for every language, and only where the text is Norwegian."""
    everywhere: dict[str, str] = {}
    norwegian: dict[str, str] = {}
    for scope, written, plain in rows("plain.tsv"):
        (everywhere if scope == "all" else norwegian)[written] = plain
    return everywhere, norwegian


def plain(words: Sequence[Word], language: str) -> list[str]:
    """The plain form of each word.

    >>> from nlp.words import cut
    >>> plain(cut("æ vil itj"), "nb")
    ['jeg', 'vil', 'ikke']
    """
    everywhere, norwegian = _plain_forms()
    if language in ("en", "se"):
        return [everywhere.get(word.norm, word.norm) for word in words]
    return [norwegian.get(word.norm) or everywhere.get(word.norm, word.norm) for word in words]


@lru_cache(maxsize=50_000)
def is_real(word: str) -> bool:
    """Whether a dictionary of ours knows the word."""
    return any(simplemma.is_known(word, lang=language) for language in _LANGUAGES)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form, bokmål first: the same for every text, so that lists and texts meet.

    >>> lemma("gitarane")
    'gitar'
    """
    return str(simplemma.lemmatize(word, lang=_LANGUAGES))


@lru_cache(maxsize=20_000)
def sami_lemma(word: str) -> str:
    """The Northern Sámi dictionary form."""
    return str(simplemma.lemmatize(word, lang="se"))


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))} | {word}


def _swapped(word: str) -> set[str]:
    return {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}


class Slips:
    """Finds the one known word of five letters or more that a misspelt word was meant to be."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known

    @cached_property
    def _near(self) -> dict[str, set[str]]:
        """Each form with a letter less, and the words it may be; made when a first word is misspelt."""
        near: dict[str, set[str]] = {}
        for word in self._known:
            if len(word) >= 5 and word.isalpha():
                for form in _without_one(word):
                    near.setdefault(form, set()).add(word)
        return near

    def meant(self, word: str) -> str | None:
        """The known word one slip away (a letter too many, too few, wrong or swapped), if there is just one.

        >>> Slips(["gitar", "nysirkus"]).meant("nysrikus")
        'nysirkus'
        """
        if not 5 <= len(word) <= 30 or not word.isalpha():
            return None
        near = {known for form in _without_one(word) | _swapped(word) for known in self._near.get(form, ())}
        near = {known for known in near if known[0] == word[0] and abs(len(known) - len(word)) <= 1}
        return near.pop() if len(near) == 1 else None
