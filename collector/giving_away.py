"""Finds the words of a wish that gave its tags away, and what it may be about besides, for one glance.

One rule: only the masked text is read, for the one wish that is shown, and nothing of it is kept.
"""

from collections.abc import Iterable
from typing import Any

from collector.intake import kind_of
from nlp.reader import Reader
from nlp.tags import FLAGS
from nlp.words import cut

SHOWN = 3
"""So many words say enough."""
TRIED = 6
"""So many words are left out one by one, the longest first: short ones seldom give anything away."""
LEAST = 0.1
"""A word without which a tag is so much less likely gave it away."""


LEAST_OFFERED = 0.01
OFFERED = 4
"""So many more tags are offered for one tap, however unlikely: fewer than a hand would type letters."""


def next_likeliest(reader: Reader, text: str, but: Iterable[str]) -> list[dict[str, Any]]:
    """Offer the likeliest tags besides those that stand or were suggested, each with how likely it is."""
    scores = reader.fast.read(text, every=True).scores or {}
    known = {*but, *FLAGS}
    found = sorted((-p, tag) for tag, p in scores.items() if tag not in known and p >= LEAST_OFFERED)
    return [
        {"kind": kind_of(tag), "id": tag, "by": "tagger", "percent": max(1, round(-100 * p))}
        for p, tag in found[:OFFERED]
    ]


def words_behind(reader: Reader, text: str, tags: Iterable[str]) -> dict[str, list[str]]:
    """Name for each tag the words that speak for it: those of the lists, else those the tagger leant on."""
    asked = list(tags)
    quick = reader.fast
    reading = quick.read(text, every=True)
    found = {tag: list(reading.why.get(tag, ()))[:SHOWN] for tag in asked}
    unexplained = [tag for tag in asked if not found[tag] and tag in (reading.scores or {})]
    if unexplained and not quick.model_missing:
        found |= _leant_on(quick, text, reading.scores or {}, unexplained)
    return {tag: words for tag, words in found.items() if words}


def _leant_on(reader: Reader, text: str, scores: dict[str, float], tags: list[str]) -> dict[str, list[str]]:
    """Read the text without each of its words: what a tag cannot do without gave it away."""
    words = [word for word in cut(text) if word.shape[0].isalpha()]
    words = sorted(words, key=lambda word: word.start - word.end)[:TRIED]
    drops: dict[str, list[tuple[float, str]]] = {tag: [] for tag in tags}
    for word in words:
        without = reader.read(f"{text[: word.start]} {text[word.end :]}", every=True).scores or {}
        for tag in tags:
            drop = scores[tag] - without.get(tag, 0.0)
            if drop >= LEAST:
                drops[tag].append((drop, text[word.start : word.end]))
    return {tag: [word for _, word in sorted(found, reverse=True)[:SHOWN]] for tag, found in drops.items()}
