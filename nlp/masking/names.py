"""Finds people's names by the words around them, by lists, and by how last names end.

The one rule: a capital letter alone is no name (towns, teams, games); a listed name or a cue has to be there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.masking.cues import Cues, find_cues, is_followed
from nlp.masking.known import (
    Word,
    first_names,
    is_also_word,
    is_first,
    is_listed,
    is_place,
    is_public,
    is_strange,
    is_surname,
    last_names,
    may_be_coordinated,
)
from nlp.masking.span import Span
from nlp.spelling import is_real

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\. ?){1,3}(?=[A-ZÆØÅÁČŠŽ]\w{2})")
_START = re.compile(r"(?:^|[.!?:…\n]\s*|^\W+)$")
_BETWEEN = re.compile(r"[ \u00a0-]| [«\"“]|[»\"”] ")
_PLACED = re.compile(r"(?<!\w)(?:på|i|in|mot|ved|bak|rundt|utenfor|utafor|nær|near) $", re.I)
_BRAND = re.compile(r"(?!Ma?c)[A-ZÆØÅ][a-zæøå]+[A-Z]\w*")
_LAST_INITIAL = re.compile(r" [A-ZÆØÅ]\.(?!\w)| [A-DF-HJ-ZØ](?=[ ,!?]|$)")
_ALSO = re.compile(r" (?:og|and|å|&|eller|or|ja) |, (?:og )?")
_PARTICLES = frozenset("van von der den de la dela del al el bin ibn bint abu da dos di".split())
_VERBS = frozenset(
    "vil ville vill vell sier sa seier sei spør spurte kan kainn har hadde synes syns og i på fra er "
    "som heter wants says ska skal skulle må får treng trenger ønsker ynskjer elsker liker likar "
    "lager snakker skrev tør savner hjelper fyller fylte e æ has needs asks did "
    "sover danser synger rapper tegner spiller leser kommer glemte mistet lærer hater vet veit mener "
    "gråter ler trener leder kjører henter sitter søv dansar syng plays sings raps draws dances".split()
)
_PERSONAL = frozenset(
    "vil kan sier sa seier spør spurte trenger treng ønsker ynskjer synes syns snakker snakkar tør "
    "tørr savner elsker fyller wants says needs asks thinks hater vet veit bor bur".split()
)
_DOES = _VERBS - frozenset("i på fra er e æ som og heter har hadde".split())


class _Text(NamedTuple):
    """One text as its words, its cues, and whether it is all in capitals."""

    text: str
    words: Sequence[Word]
    cues: Cues
    shouting: bool


def find_names(text: str) -> Iterator[Span]:
    """Each name of a person, first and last name together."""
    words = [Word(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    candidates = any(word.is_capital or is_listed(word.plain) for word in words)
    shouting = sum(word.is_capital and word.word.isupper() for word in words) > len(words) / 2
    whole = _Text(text, words, find_cues(text, only_called=not candidates), shouting)
    initials = {found.end(): found.start() for found in _INITIALS.finditer(text)} if "." in text else {}
    found = _runs(whole, initials)
    if found:
        found = _with_friends(whole, found)
    for first, last in found:
        start = initials.get(words[first].start, words[first].start)
        yield Span(start, _end_of(whole, last), "navn")


def _runs(whole: _Text, initials: dict[int, int]) -> list[tuple[int, int]]:
    """First and last word of each name."""
    found, place = [], 0
    while place < len(whole.words):
        word = whole.words[place]
        cue = whole.cues.before(word.start)
        named = _is_name(whole, place, cue) or (
            word.start in initials and word.is_capital and is_strange(word.plain)
        )
        if not named or is_public(whole.words, place) or (whole.cues.is_work(word.start) and cue != "called"):
            place += 1
            continue
        last = _last_of(whole, place, cue)
        if last > place and whole.words[last].is_compound:
            place = last + 1
            continue
        found.append((place, last))
        place = last + 1
    return found


def _with_friends(whole: _Text, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those who are named together with somebody: "tuva og mille", "Ida, Xiu og Per"."""
    taken = {place for first, last in found for place in range(first, last + 1)}
    queue, runs = list(found), list(found)
    while queue:
        first, last = queue.pop()
        for place in (_beside(whole, first, -1), _beside(whole, last, 1)):
            if place is None or place in taken or not _is_friend(whole, place):
                continue
            end = _last_of(whole, place, "") if place > last else place
            taken.update(range(place, end + 1))
            runs.append((place, end))
            queue.append((place, end))
    return sorted(runs)


def _beside(whole: _Text, place: int, step: int) -> int | None:
    """The word that "and" or a comma joins to this one, before (-1) or after it (1)."""
    for far in (1, 2):
        other = place + far * step
        if not 0 <= other < len(whole.words):
            return None
        left, right = sorted((place, other))
        if _ALSO.fullmatch(whole.text, whole.words[left].end, whole.words[right].start):
            return other
    return None


def _is_only_public(whole: _Text, place: int) -> bool:
    """Known to all, and not one of the names that are words too (Live, My, Joy) written as a name."""
    word = whole.words[place]
    as_name = word.is_capital and not whole.shouting and is_first(word.plain) and is_also_word(word.plain)
    return is_public(whole.words, place) and not as_name


def _is_friend(whole: _Text, place: int) -> bool:
    word = whole.words[place]
    if _is_only_public(whole, place) or word.is_compound or len(word.word) < 3:
        return False
    if word.is_capital and not whole.shouting and not word.word.isupper():
        return is_first(word.plain) or is_strange(word.plain)
    return may_be_coordinated(word.plain)


def _is_name(whole: _Text, place: int, cue: str) -> bool:
    word = whole.words[place]
    plain = word.plain
    if cue == "called":
        strange = not is_real(plain) and len(word.word) > 2
        return is_listed(plain) or strange or (word.is_capital and not whole.shouting)
    listed = is_listed(plain)
    if not word.is_capital or whole.shouting:
        return listed and _is_lower_name(whole, place, cue)
    if (word.is_compound and not is_first(plain)) or _is_thing(whole, word):
        return False
    if cue in ("role", "near"):
        return _is_cued(whole, word, cue)
    if word.word.isupper() and len(word.word) > 1:
        return False
    if listed:
        return _is_listed_name(whole, place, cue)
    return _is_by_shape(whole, place)


def _is_thing(whole: _Text, word: Word) -> bool:
    """A brand with a capital inside, or a town or a month (Moa, June) right after "på", "mot", "in"."""
    if _BRAND.fullmatch(word.word):
        return True
    placed = is_place(word.plain) or word.plain == "june"
    return placed and bool(_PLACED.search(whole.text, max(0, word.start - 12), word.start))


def _is_lower_name(whole: _Text, place: int, cue: str) -> bool:
    plain = whole.words[place].plain
    if _is_double(whole, place):
        return True
    if len(plain) <= 3 or not is_first(plain) or is_also_word(plain) or is_place(plain):
        return False
    if plain not in first_names() and (is_real(plain) or is_real(plain[:-1])):
        return False
    return not is_real(plain) or cue in ("weak", "near", "role") or _following(whole, place) in _DOES


def _is_double(whole: _Text, place: int) -> bool:
    """Two first names side by side in small letters: "ole kristian"."""
    following = _next(whole, place)
    pair = (whole.words[place].plain, following.plain if following else "")
    if not all(part in first_names() and may_be_coordinated(part) and len(part) > 2 for part in pair):
        return False
    return not any(is_place(part) for part in pair) and sum(is_also_word(part) for part in pair) < 2


def _is_cued(whole: _Text, word: Word, cue: str) -> bool:
    if is_listed(word.plain) or is_strange(word.plain):
        return True
    return cue == "role" and (not is_real(word.plain) or _is_inside(whole, word)) and not is_place(word.plain)


def _is_listed_name(whole: _Text, place: int, cue: str) -> bool:
    word = whole.words[place]
    if not is_first(word.plain):
        followed = _next(whole, place)
        shop = followed is not None and followed.is_capital and not is_surname(followed.plain)
        return not is_place(word.plain) and not is_also_word(word.plain) and not shop
    return not is_also_word(word.plain) or _is_meant_as_name(whole, place, cue)


def _is_meant_as_name(whole: _Text, place: int, cue: str) -> bool:
    """A name that is also a word (Liv, Stein): only with a cue, inside a sentence, or before a verb."""
    if cue or _is_inside(whole, whole.words[place]):
        return True
    following = _next(whole, place)
    return following is not None and (following.plain in _VERBS or following.is_capital)


def _is_by_shape(whole: _Text, place: int) -> bool:
    """An unlisted capital: before a last name, before what only people do, or with "and I" after it."""
    word, following = whole.words[place], _next(whole, place)
    if not is_strange(word.plain) or len(word.word) < 3:
        return False
    if is_followed(whole.text, word.end):
        return True
    if following is None:
        return False
    if following.is_capital and not following.is_compound and following.word != following.word.upper():
        first = is_first(following.plain) and _is_inside(whole, word) and not is_also_word(following.plain)
        return (is_surname(following.plain) or first) and not is_place(following.plain)
    return following.plain in _PERSONAL and not _is_inside(whole, word)


def _next(whole: _Text, place: int) -> Word | None:
    """The word after, where only a space stands between."""
    if place + 1 >= len(whole.words):
        return None
    following = whole.words[place + 1]
    return following if following.start == whole.words[place].end + 1 else None


def _following(whole: _Text, place: int) -> str:
    following = _next(whole, place)
    return following.plain if following else ""


def _is_inside(whole: _Text, word: Word) -> bool:
    return not _START.search(whole.text[max(0, word.start - 12) : word.start])


def _last_of(whole: _Text, place: int, cue: str) -> int:
    """The last name that belongs to the first: capitals after it, or listed or unknown words after a cue."""
    last, here = place, place
    while here + 1 < len(whole.words) and here < place + 5:
        following = whole.words[here + 1]
        between = whole.text[whole.words[here].end : following.start]
        initial = between == ". " and len(whole.words[here].word) == 1
        if not (initial or _BETWEEN.fullmatch(between)) or _is_only_public(whole, here + 1):
            break
        here += 1
        if _belongs(whole, place, here, cue):
            last = here
        elif following.plain not in _PARTICLES:
            break
    closed = whole.text[whole.words[place].start : whole.words[last].end]
    return place if sum(mark in closed for mark in "«»") == 1 or len(whole.words[last].word) == 1 else last


def _belongs(whole: _Text, place: int, here: int, cue: str) -> bool:
    word = whole.words[here]
    if word.is_capital and not whole.shouting and (word.word != word.word.upper() or len(word.word) == 1):
        return True
    if cue == "called":
        return is_listed(word.plain) or not is_real(word.plain)
    if here == place + 1 and not whole.words[place].is_capital and _is_double(whole, place):
        return True
    lower = not whole.words[place].is_capital and len(word.word) > 3
    return lower and is_listed(word.plain) and not is_also_word(word.plain)


def _end_of(whole: _Text, last: int) -> int:
    """Where the name ends: with its last initial, and without the genitive where a thing follows."""
    word = whole.words[last]
    initial = None if whole.shouting else _LAST_INITIAL.match(whole.text, word.end)
    if initial and word.is_capital:
        return initial.end()
    return _without_genitive(word) if _next(whole, last) else word.end


def _without_genitive(word: Word) -> int:
    plain = word.plain
    listed = plain in first_names() or plain in last_names()
    return word.end - 1 if not listed and plain.endswith("s") and plain[:-1] in first_names() else word.end
