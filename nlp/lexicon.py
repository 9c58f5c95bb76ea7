"""Finds the things that give a tag away: tools, games, instruments, moves, and people's words for them.

Single words are met by dictionary form, by compound part ("hekle*" in "hekletøy", "*gitar" in "elgitar") and
by one slip of the finger; phrases by spaCy's PhraseMatcher.
The one rule: a text's own words are never kept: what is in no phrase is "_" to spaCy.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.lists import rows
from nlp.spelling import Slips, is_real, lemma, sami_lemma
from nlp.words import cut

NOTHING = "none"  # the tag of words that look like a compound of an entry and are not


class Hit(NamedTuple):
    """A tag given away by the words from `first` up to `last`."""

    tag: str
    first: int
    last: int


class Lexicon:
    """The entries, ready to be looked for."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        """`entries` is rows of tag, language and term."""
        self._words: dict[str, set[str]] = {}
        self._starts: dict[str, set[str]] = {}
        self._ends: dict[str, set[str]] = {}
        self._vocab = spacy.blank("nb").vocab
        self._phrases = PhraseMatcher(self._vocab, attr="ORTH")
        self._phrase_words: set[str] = set()
        phrases: dict[str, list[list[str]]] = {}
        for tag, _, term in entries:
            words = [word.norm for word in cut(term.strip("*"))]
            if len(words) == 1:
                self._add_word(tag, words[0], term)
            else:
                phrases.setdefault(tag, []).append([lemma(word) for word in words])
        self._add_phrases(phrases)
        self._slips = Slips([word for word, tags in self._words.items() if NOTHING not in tags])
        self._tags_of = lru_cache(maxsize=50_000)(self._find_tags)

    def _add_word(self, tag: str, word: str, term: str) -> None:
        self._words.setdefault(word, set()).add(tag)
        if term.endswith("*"):
            self._starts.setdefault(word, set()).add(tag)
        if term.startswith("*"):
            self._ends.setdefault(word, set()).add(tag)

    def _add_phrases(self, phrases: dict[str, list[list[str]]]) -> None:
        for tag, terms in phrases.items():
            self._phrase_words.update(word for term in terms for word in term)
            self._phrases.add(tag, [Doc(self._vocab, words=term) for term in terms])

    def find(self, words: Sequence[str], sami: bool = False) -> list[Hit]:
        """Every hit in a text, given its plain words.

        >>> Lexicon([("band", "nb", "*gitar")]).find(["jeg", "har", "elgitar"])
        [Hit(tag='band', first=2, last=3)]
        """
        hits = [Hit(tag, n, n + 1) for n, word in enumerate(words) for tag in self._tags_of(word, sami)]
        heads = [lemma(word) for word in words]
        known = [head if head in self._phrase_words else "_" for head in heads]
        if any(word != "_" for word in known):
            doc = Doc(self._vocab, words=known)
            found = self._phrases(doc)
            hits += [Hit(self._vocab.strings[match], first, last) for match, first, last in found]
        return hits

    def _find_tags(self, word: str, sami: bool) -> tuple[str, ...]:
        forms = {word, lemma(word)} | ({sami_lemma(word)} if sami else set())
        tags = {tag for form in forms for tag in self._words.get(form, ())}
        if NOTHING not in tags:
            tags |= self._by_part(forms)
        if not tags and not is_real(word):
            meant = self._slips.meant(word)
            tags = set(self._words[meant]) if meant else tags
        return tuple(sorted(tags - {NOTHING})) if NOTHING not in tags else ()

    def _by_part(self, forms: Iterable[str]) -> set[str]:
        tags: set[str] = set()
        for form in forms:
            for place in range(2, len(form)):
                tags |= self._starts.get(form[:place], set()) | self._ends.get(form[place:], set())
        return tags


def shipped() -> Lexicon:
    """The lexicon beside the code."""
    return Lexicon(rows("lexicon.tsv"))
