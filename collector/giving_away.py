"""Finds the words of a wish that gave its tags away, so that a leader sees why at a glance.

One rule: only the masked text is read, for the one wish that is shown, and nothing of it is kept.
"""

from collections.abc import Iterable

from nlp.reader import Reader
from nlp.words import cut

SHOWN = 3
"""So many words say enough."""
TRIED = 6
"""So many words are left out one by one, the longest first: short ones seldom give anything away."""
LEAST = 0.1
"""A word without which a tag is so much less likely gave it away."""


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
