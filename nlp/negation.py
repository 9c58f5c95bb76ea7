"""Finds the words that are refused, complained of or only compared with: "LAN i stedet for fotball".

The one rule: what is missing ("vi har ikke band") is wished for, what is refused ("ikke fotball") is not.
"""

from collections.abc import Sequence
from functools import cache

from nlp.cues import Cues
from nlp.lists import rows

_BREAKS = frozenset(
    {".", ",", ";", ":", "men", "but", "heller", "vi", "jeg", "we", "så", "og_vi", "(", ")", "-", "–"}
)
_REACH = 6


@cache
def _cues() -> Cues:
    return Cues(rows("refusals.tsv"))


def refused(words: Sequence[str]) -> frozenset[int]:
    """The places of the words that are refused.

    >>> sorted(refused("vi vil ha lan i stedet for fotball".split()))
    [7]
    """
    places: set[int] = set()
    for cue in _cues().find(words):
        if cue.label == "after":
            places.update(_until_break(words, range(cue.last, min(cue.last + _REACH, len(words)))))
        elif cue.label == "before":
            places.update(_until_break(words, range(cue.first - 1, max(cue.first - 1 - 4, -1), -1)))
        else:
            places.update(range(cue.first, cue.last))
    return frozenset(places)


def _until_break(words: Sequence[str], places: range) -> list[int]:
    kept = []
    for place in places:
        if words[place] in _BREAKS:
            break
        kept.append(place)
    return kept
