"""Finds those who are named together with somebody: "tuva og mille", "Ida, Xiu og Per".

The one rule: it starts from a name that is found; two unknown words joined by "og" are nobody.
"""

import re

from nlp.masking.cues import is_role
from nlp.masking.known import is_first, is_listed, is_public, is_sami_word, is_strange, may_be_coordinated
from nlp.masking.line import Line
from nlp.masking.reach import is_listing, is_only_public, last_of
from nlp.masking.shapes import is_thinglike
from nlp.masking.weighing import weight_after

_AND = re.compile(r" (?:og|å|and|ja) ")
_AND_BEFORE = re.compile(r" (?:og|å|and|ja) $")
_ALSO = re.compile(r" (?:og|and|å|&|eller|or|ja|samt) (?P<role>[^\W\d_]{3,24} )?|, (?:og )?")


def with_friends(whole: Line, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those who are named together with somebody: "tuva og mille", "Ida, Xiu og Per"."""
    taken = {place for first, last in found for place in range(first, last + 1)}
    queue, runs = list(found), list(found)
    while queue:
        first, last = queue.pop()
        for place in (_beside(whole, first, -1), _beside(whole, last, 1)):
            if place is None or place in taken or not _is_friend(whole, place):
                continue
            end = last_of(whole, place, "") if place > last else place
            taken.update(range(place, end + 1))
            runs.append((place, end))
            queue.append((place, end))
    return sorted(runs)


def _beside(whole: Line, place: int, step: int) -> int | None:
    """The word that "and" or a comma joins to this one, before (-1) or after it (1)."""
    if step > 0 and is_listing(whole, place):
        return place + 1
    if step < 0 and place and is_listing(whole, place - 1):
        return place - 1
    for far in (1, 2, 3):
        other = place + far * step
        if not 0 <= other < len(whole.words):
            return None
        left, right = sorted((place, other))
        joined = _ALSO.fullmatch(whole.text, whole.words[left].end, whole.words[right].start)
        if joined and (not joined["role"] or is_role(joined["role"].lower().rstrip())):
            return other
    return None


def _is_friend(whole: Line, place: int) -> bool:
    word = whole.words[place]
    if is_only_public(whole, place) or word.is_compound or len(word.word) < 3:
        return False
    if word.is_capital and not whole.shouting and not word.word.isupper():
        listed = is_first(word.plain) or (is_listed(word.plain) and weight_after(whole, place) > 1)
        return listed or is_strange(word.plain)
    if is_role(word.plain):
        return False
    return may_be_coordinated(word.plain) or (
        len(word.word) > 3
        and _is_joined(whole, place)
        and is_strange(word.plain)
        and not is_sami_word(word.plain)
        and not is_thinglike(word.plain)
    )


def is_in_public_company(whole: Line, place: int) -> bool:
    """Whether one who is known to all stands beside, with "og" or a comma: "Frodo og Sam"."""
    beside = (_beside(whole, place, step) for step in (-1, 1))
    return any(
        whole.is_capital(other) and not is_first(whole.words[other].plain) and is_public(whole.words, other)
        for other in beside
        if other is not None
    )


def _is_joined(whole: Line, place: int) -> bool:
    """Whether "og" and no comma stands on a side of the word."""
    word = whole.words[place]
    return bool(
        _AND.match(whole.text, word.end) or _AND_BEFORE.search(whole.text, max(0, word.start - 5), word.start)
    )
