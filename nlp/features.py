"""Turns what was noticed into the terms the model counts: words, letters, and signs (lexicon, cues).

The one rule: a term is a string anybody can read in the model file; training and reading make the same ones.
"""

from functools import lru_cache
from itertools import pairwise

from nlp.notice import Noticed
from nlp.spelling import lemma

_QUIET = frozenset({".", ",", "-", "–", "!", "?", ":", ";", "(", ")", "'", '"', "/"})
_SHORTEST, _LONGEST = 2, 5
_MOST_WORDS = 200  # words whose letters are counted


def word_terms(noticed: Noticed) -> list[str]:
    """Dictionary forms and pairs of words; a refused word has "~" before it."""
    marked = [_marked(noticed, place) for place in range(len(noticed.plain))]
    singles = [word for word in marked if word and word != "."]
    pairs = [f"{one} {two}" for one, two in pairwise(marked) if one and two and "." not in (one, two)]
    return singles + pairs


def _marked(noticed: Noticed, place: int) -> str:
    word = noticed.plain[place]
    if word in _QUIET:
        return "." if word == "." else ""
    if word[0].isdigit():
        word = "0" if word.isdigit() else word
    return "~" + lemma(word) if place in noticed.refused else lemma(word)


def letter_terms(noticed: Noticed) -> list[str]:
    """Stretches of two to five letters inside each word that is not refused, its ends marked by a space."""
    terms: list[str] = []
    for place, word in enumerate(noticed.plain[:_MOST_WORDS]):
        if place in noticed.refused or word in _QUIET:
            continue
        terms += _stretches(word)
    return terms


@lru_cache(maxsize=20_000)
def _stretches(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        padded[at : at + size]
        for size in range(_SHORTEST, _LONGEST + 1)
        for at in range(max(1, len(padded) - size + 1))
    )


def sign_terms(noticed: Noticed) -> list[str]:
    """What the lexicon and the cues say, what is refused, and how long the text is."""
    wanted = noticed.wanted()
    terms = [f"is:{tag}" for tag in wanted]
    terms += [f"much:{tag}" for tag, found in wanted.items() if len({hit.first for hit in found}) > 1]
    terms += [f"no:{tag}" for tag in noticed.refused_tags()]
    length = len(noticed.plain)
    terms.append(
        "length:" + ("one" if length < 2 else "few" if length < 5 else "line" if length < 25 else "long")
    )
    return [*terms, *([] if wanted else ["is:nothing"])]


BLOCKS = (word_terms, letter_terms, sign_terms)
