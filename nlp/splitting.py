"""Cuts one message into its several wishes, where it plainly holds several.

The one rule: in doubt a message stays whole; a wish is never cut from its reason, its barrier or its refusal.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from nlp.eye import opened
from nlp.listed import numbered, parted_items
from nlp.notice import Noticed
from nlp.wishwords import (
    ADDS,
    CONTINUES,
    NEW_THING,
    SOMEBODY,
    WISHES,
    content,
    refusals,
)

_NEAR = 6  # words; so soon after «og», «dessuten» the new wish must begin
_LINE = 6  # words; a longer line that names no wish goes on with the one before
_AND = frozenset({"og", "and"})
_NOT = frozenset({"ikke", "not", "aldri", "never", "dont", "don't"})
_STOPS = frozenset({",", ".", "-", "–"})
_SIGNS = frozenset({",", ";", "/", "&", "+"})
_IN_THE_MIDDLE = frozenset({"også", "also", "ellers"})
_BEFORE_SAME = frozenset({"at", "that", "om", "if", "ha", "have", "gjøre", "do"})
_SAME = frozenset({"den", "det", "denne", "dette", "it", "this", "these", "disse", "dem", "them"})
_STATES = frozenset({"er", "var", "har", "blir", "is", "are", "has", "have", "was", "må", "must", "får"})


class _Text(NamedTuple):
    """One text with what was noticed in it."""

    noticed: Noticed

    @property
    def words(self) -> tuple[str, ...]:
        """Their plain forms."""
        return self.noticed.plain

    def begins_line(self, place: int) -> bool:
        """Whether a word is the first of a line."""
        before = self.noticed.words[place - 1] if place else None
        return before is not None and self.noticed.text[before.start] == "\n"

    def begins_sentence(self, place: int) -> bool:
        """Whether a word is the first of a sentence."""
        return place > 0 and self.words[place - 1] == "."

    def end_of_line(self, place: int) -> int:
        """Where the line, or the sentence, that a word stands in ends."""
        return next((n for n in range(place, len(self.words)) if self.words[n] == "."), len(self.words))


def split(text: str) -> list[str]:
    """The wishes of a message in order, in the person's own words; nothing is left out.

    >>> split("gaming, nysirkus og et band-rom")
    ['gaming,', 'nysirkus', 'og et band-rom']
    >>> split("jeg vil danse, men det er dyrt")
    ['jeg vil danse, men det er dyrt']
    """
    noticed = opened().notice(text)
    starts = [noticed.words[place].start for place in _places(_Text(noticed))]
    parts = [text[start:end].strip() for start, end in zip([0, *starts], [*starts, None], strict=True)]
    return [part for part in parts if part]


def _places(text: _Text) -> list[int]:
    """The words that begin a new wish: each has a wish before it and one after it, none refused."""
    tried = sorted({place for way in _WAYS for place in way(text)})
    said, refused = content(text.words), refusals(text.noticed)
    kept: list[int] = []
    for place, following in zip(tried, [*tried[1:], len(text.words)], strict=False):
        before, after = range(kept[-1] if kept else 0, place), range(place, following)
        both = not said.isdisjoint(before) and not said.isdisjoint(after)
        if both and refused.isdisjoint(before) and text.words[place - 1] != ":":
            kept.append(place)
    return kept


def _lines(text: _Text) -> Iterator[int]:
    """Lines of which each is a thing by itself, or says anew that somebody wishes."""
    starts = [place for place in range(len(text.words)) if text.begins_line(place)]
    if numbered(text.words):
        return
    for before, place in zip([0, *starts], starts, strict=False):
        if _stands_alone(text, before) and _stands_alone(text, place):
            yield place


def _stands_alone(text: _Text, place: int) -> bool:
    end = text.end_of_line(place)
    line = text.words[place:end]
    if not line or line[0] in CONTINUES or line[-1] in CONTINUES:
        return False
    wishes = not WISHES.isdisjoint(line[:_NEAR]) and not _goes_on_about(line)
    return wishes or (len(line) <= _LINE and _STATES.isdisjoint(line) and line[0] not in SOMEBODY | _SAME)


def _sentences(text: _Text) -> Iterator[int]:
    """Sentences that say anew that somebody wishes for something new."""
    for place in range(len(text.words)):
        begins = text.begins_sentence(place) and not text.begins_line(place)
        if begins and (_adds(text.words, place) or _wishes_anew(text.words, place)):
            yield place


def _clauses(text: _Text) -> Iterator[int]:
    """«og så vil jeg også», «dessuten», «and i also want»: a new wish in the same sentence."""
    words = text.words
    for place, word in enumerate(words):
        begin = place - (word == "tillegg" and words[place - 1 : place] == ("i",))
        if begin == 0 or words[begin - 1] in _AND:
            continue
        if word in _AND:
            if _adds(words, place) or _wishes_anew(words, place + 1):
                yield place
        elif word in ADDS and _begins(words, begin, place) and _adds(words, begin):
            yield begin


def _begins(words: Sequence[str], begin: int, place: int) -> bool:
    """Whether a word that adds begins a clause: "jeg vil også danse" has it in the middle of one."""
    if words[place] not in _IN_THE_MIDDLE:
        return True
    return words[begin - 1] in _STOPS or (place + 1 < len(words) and words[place + 1] == "hadde")


def _adds(words: Sequence[str], place: int) -> bool:
    """Whether here something is added, and soon said to be wished for."""
    said = _until_stop(words[place : place + _NEAR + 2])
    if len(said) < 3:
        return False
    also = not ADDS.isdisjoint(said[:5]) or (said[0] in _AND and said[1] in {"så", "then"})
    return also and not WISHES.isdisjoint(said) and not _goes_on_about(said)


def _wishes_anew(words: Sequence[str], place: int) -> bool:
    """Whether here somebody wishes for a thing that was not spoken of before."""
    said = _until_stop(words[place : place + _NEAR + 2])
    if not said or said[0] not in SOMEBODY | {"kan", "kunne", "can", "could", "det", "it"}:
        return False
    wish = next((n for n, word in enumerate(said[:3]) if word in WISHES), None)
    return wish is not None and not _goes_on_about(said) and not NEW_THING.isdisjoint(said[wish + 1 :])


def _goes_on_about(said: Sequence[str]) -> bool:
    """Whether what is said is about the thing before, states how it must be, or refuses."""
    wish = next((n for n, word in enumerate(said) if word in WISHES), 0)
    pairs = zip(said[wish + 1 :], said[wish + 2 :], strict=False)
    same = any(word in _BEFORE_SAME and after in _SAME for word, after in pairs)
    return same or not _NOT.isdisjoint(said)


def _until_stop(words: Sequence[str]) -> Sequence[str]:
    end = next((n for n, word in enumerate(words) if n and word in {".", ",", ";", ":"}), len(words))
    return words[:end]


def _items(text: _Text) -> Iterator[int]:
    """The items of a list; a comma belongs to what it ends."""
    for place in parted_items(text.noticed):
        yield place + (text.words[place] in _SIGNS)


def _numbers(text: _Text) -> list[int]:
    return numbered(text.words)


_WAYS: tuple[Callable[[_Text], Iterable[int]], ...] = (_numbers, _lines, _sentences, _clauses, _items)
