"""Finds the words that tell what some texts are about: said by several people there, and seldom elsewhere.

The one rule: a word that fewer than three people said, or that is somebody's name, names nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from nlp.examples import shipped
from nlp.language import language_of
from nlp.lists import words_of
from nlp.spelling import lemma, plain
from nlp.wishwords import content
from nlp.words import cut

FEWEST_SAYING = 3
_SHORTEST = 3  # letters
_PART = 4  # letters of a word that others use in a compound: "kebab" in "kebabsjappe"
_REST = 3  # letters of the rest; fewer are an ending
_RARE = 20.0  # so many times as common here as elsewhere, at least
_SHARE = 0.3  # of the people here say it, at least
_MOST = 3  # words
_EVERYDAY = 50  # so many other texts weigh as much as the shipped examples
_EXAMPLES = 250  # of a language, to say what is common in it
_LEAST_SHARE = 0.5  # of the score of the best word


class Said(NamedTuple):
    """One text, by its words' dictionary forms with a written form of each, and who said it."""

    words: Mapping[str, str]
    sender: str


def said(text: str, sender: str) -> Said:
    """What a text says, without its small words.

    >>> dict(said("Vi vil ha gitarer!", "a").words)
    {'gitar': 'gitarer'}
    """
    words = cut(text)
    forms = plain(words, language_of(text, [word.norm for word in words]))
    found = {lemma(forms[place]): words[place].norm for place in sorted(content(forms))}
    return Said({head: written for head, written in found.items() if _may_name(head, written)}, sender)


def telling(here: Sequence[Said], everywhere: "Common") -> tuple[str, ...]:
    """The most telling words, as they are most often written, the best first; perhaps none."""
    inside = count(here)
    senders = len({each.sender for each in here})
    scores: dict[str, float] = {}
    for head, saying in _people(here).items():
        share = len(saying) / senders
        times = share / everywhere.share_outside(head, inside)
        if len(saying) >= FEWEST_SAYING and share >= _SHARE and times >= _RARE:
            scores[head] = share * log(times)
    chosen: list[str] = []
    for head in sorted(scores, key=lambda head: (-scores[head], head)):
        said_already = any(head in other or other in head for other in chosen)
        if not said_already and scores[head] >= _LEAST_SHARE * max(scores.values()):
            chosen.append(head)
    return tuple(_as_written(head, here) for head in chosen[:_MOST])


class Common(NamedTuple):
    """How many texts say each word."""

    texts: int
    heads: Counter[str]

    def share_outside(self, head: str, inside: "Common") -> float:
        """The part of all other texts that say a word; where they are few, everyday wishes say more."""
        everyday = _everyday_share(head)
        texts, saying = self.texts - inside.texts, self.heads[head] - inside.heads[head]
        return max(everyday, (saying + _EVERYDAY * everyday) / (texts + _EVERYDAY))


def count(texts: Sequence[Said]) -> Common:
    """Count in how many texts each word stands."""
    return Common(len(texts), Counter(head for each in texts for head in each.words))


def _people(here: Iterable[Said]) -> dict[str, set[str]]:
    """Each word -> who said it, also as the first or the last part of a longer one."""
    found: dict[str, set[str]] = {}
    for each in here:
        for head in each.words:
            found.setdefault(head, set()).add(each.sender)
    whole = {head: set(people) for head, people in found.items()}
    for head, people in whole.items():
        for length in range(_PART, len(head) - _REST + 1):
            for part in (head[:length], head[-length:]):
                if part in found:
                    found[part] |= people
    return found


def _as_written(head: str, here: Iterable[Said]) -> str:
    """The form most people wrote; only if three did, since a rare form can point at one."""
    forms: dict[str, set[str]] = {}
    for each in here:
        if head in each.words:
            forms.setdefault(each.words[head], set()).add(each.sender)
    best = max(forms, key=lambda form: (len(forms[form]), form == head, form))
    return best if len(forms[best]) >= FEWEST_SAYING else head


def _may_name(head: str, written: str) -> bool:
    return len(head) >= _SHORTEST and head.isalpha() and not {head, written} & _names()


def _everyday_share(head: str) -> float:
    """The part of shipped examples, of whichever language says it most, that say a word."""
    return max((counted.heads[head] + 0.5) / (counted.texts + 1) for counted in _everyday())


@cache
def _everyday() -> tuple[Common, ...]:
    by_language: dict[str, list[str]] = {}
    for example in shipped():
        by_language.setdefault(example.language, []).append(example.text)
    by_language.pop("se", None)  # too few yet to say what is common
    some = [texts[:: max(1, len(texts) // _EXAMPLES)] for texts in by_language.values()]
    return tuple(
        Common(len(texts), Counter(head for text in texts for head in _heads(text))) for texts in some
    )


def _heads(text: str) -> set[str]:
    return {lemma(word.norm) for word in cut(text)}


@cache
def _names() -> frozenset[str]:
    listed = words_of("names.tsv", "first") | words_of("names.tsv", "last")
    return listed - words_of("names.tsv", "word") - words_of("names.tsv", "public")
