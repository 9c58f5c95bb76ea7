"""Finds what several people wish for that no tag names: texts about one thing, with a name in their words.

The one rule: a theme is at least five different texts of at least three people, near-copies counting once,
and at least three of them share a word that names it; what nobody can name is no theme.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nlp.likeness import Likeness
from nlp.nearness import Vectors, by_letters, by_meaning
from nlp.telling import count, said, telling
from nlp.way import Numbers

MOST = 3_000  # texts; the distances between all of them must fit in memory
FEWEST_TEXTS = 5
FEWEST_SENDERS = 3
# Cosine distances. Of five made-up themes among 100 other wishes, drawn six times, 0.8 found all five and
# nothing else (0.75: 4.7 of 5; 0.85: half a false one too); by letters alone 0.88 finds three to four.
_APART = 0.8
_APART_BY_LETTERS = 0.88


class Theme(NamedTuple):
    """Texts about one thing: its telling words, the places of its different texts, how many people.

    The most typical text comes first.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]
    senders: int


def find_themes(texts: Sequence[str], senders: Sequence[str], vectors: Vectors | None = None) -> list[Theme]:
    """The themes of masked texts, those of most people first; `vectors` is the second reader, if there."""
    if not len(texts) == len(senders) <= MOST:
        raise ValueError(f"Themes are found among at most {MOST} texts, each with its sender.")
    copies = _near_copies(texts)
    if len(copies) < FEWEST_TEXTS:
        return []
    firsts = list(copies)
    near = _nearness([texts[place] for place in firsts], vectors)
    whole = [said(text, sender) for text, sender in zip(texts, senders, strict=True)]
    common = count(whole)
    found = []
    for group in _groups(near, _APART if vectors else _APART_BY_LETTERS):
        members = [place for number in group for place in copies[firsts[number]]]
        people = len({senders[place] for place in members})
        if len(group) >= FEWEST_TEXTS and people >= FEWEST_SENDERS:
            words = telling([whole[place] for place in members], common)
            typical = tuple(firsts[number] for number in _typical_first(group, near))
            found.append(Theme(words, typical, people))
    named = [theme for theme in found if theme.words]
    return sorted(named, key=lambda theme: (-theme.senders, -len(theme.places), theme.places))


def _near_copies(texts: Sequence[str]) -> dict[int, list[int]]:
    """The first of every near-copies -> the places of all of them."""
    known: Likeness[int] = Likeness()
    found: dict[int, list[int]] = {}
    for place, text in enumerate(texts):
        like = known.like(text)
        if like:
            found[like[0].key].append(place)
        else:
            known.add(place, text)
            found[place] = [place]
    return found


def _nearness(texts: Sequence[str], vectors: Vectors | None) -> Numbers:
    """How near each text is to each, by its letters and, where somebody can tell, by its meaning."""
    near = by_letters(texts)
    if vectors:
        near += by_meaning(texts, vectors)
        near /= 2
    return near


def _groups(near: Numbers, apart: float) -> list[list[int]]:
    """Clusters by average link on cosine distance."""
    from sklearn.cluster import AgglomerativeClustering  # takes seconds to import

    joined = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=apart
    )
    groups: dict[int, list[int]] = {}
    for place, number in enumerate(joined.fit_predict(np.clip(1 - near, 0, 2)).tolist()):
        groups.setdefault(number, []).append(place)
    return list(groups.values())


def _typical_first(group: Sequence[int], near: Numbers) -> list[int]:
    middling = near[np.ix_(group, group)].mean(axis=0)
    return [group[number] for number in np.argsort(-middling, kind="stable")]
