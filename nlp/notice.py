"""Notices everything in one masked text that the rules and the model go by.

The one rule: training and reading notice in exactly the same way, because both ask here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.cues import Cue, Cues
from nlp.language import language_of
from nlp.lexicon import Hit, Lexicon, shipped
from nlp.lists import rows
from nlp.negation import refused
from nlp.spelling import plain
from nlp.tags import ACTIVITIES
from nlp.words import Word, cut

_REFUSABLE = frozenset(ACTIVITIES)
LONGEST = 2_000  # words; no wish is longer


@dataclass(frozen=True, slots=True)
class Noticed:
    """One text's words, the places that are refused, and what the lexicon and the cues found."""

    text: str
    language: str
    words: tuple[Word, ...]
    plain: tuple[str, ...]
    refused: frozenset[int]
    hits: tuple[Hit, ...]
    cues: tuple[Cue, ...]

    def wanted(self) -> dict[str, list[Hit | Cue]]:
        """Tag -> what gave it away; an activity that is refused does not count."""
        found: dict[str, list[Hit | Cue]] = {}
        for hit in self.hits:
            if hit.tag not in _REFUSABLE or hit.first not in self.refused:
                found.setdefault(hit.tag, []).append(hit)
        for cue in self.cues:
            found.setdefault(cue.label, []).append(cue)
        return found

    def refused_tags(self) -> set[str]:
        """The activities that are only mentioned to be refused."""
        return {hit.tag for hit in self.hits if hit.first in self.refused and hit.tag in _REFUSABLE}

    def shown(self, first: int, last: int) -> str:
        """The person's own words from `first` up to `last`."""
        return self.text[self.words[first].start : self.words[last - 1].end]


class Eye:
    """The lexicon and the cues, made ready once."""

    def __init__(self) -> None:
        self._lexicon: Lexicon = shipped()
        self._cues = Cues(rows("cues.tsv"))

    def notice(self, text: str) -> Noticed:
        """What there is to notice in one masked text."""
        words = cut(text)[:LONGEST]
        language = language_of(text, [word.norm for word in words])
        forms: Sequence[str] = plain(words, language)
        hits = tuple(self._lexicon.find(forms, sami=language == "se"))
        cues = tuple(self._cues.find(forms))
        return Noticed(text, language, tuple(words), tuple(forms), refused(forms), hits, cues)
