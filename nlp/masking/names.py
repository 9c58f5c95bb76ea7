"""Finds people's names by the words around them and by a list of names; and the school class beside a name.

The one rule: a capital letter alone is no name (towns, teams, games); a listed name or a cue has to be there.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from nlp.lists import words_of
from nlp.masking.span import Span
from nlp.spelling import is_real

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PEOPLE = (
    r"(?:lærer|lærar|lektor|trener|trenar|rektor|inspektør|assistent|arbeider|arbeidar|vaktmester|vaktmeister"
    r"|pleier|pleiar|dirigent|instruktør|leder|leiar|sjef|onkel|tante|bror|bro|søster|syster|søskenbarn|fetter|kusine|kompis"
    r"|venninne|veninne|bestevenn|venn|ven|kjæreste|bestis|nabo|sønn|datter|dotter|elev|gutt|jente|brother|sister"
    r"|cousin|friend|bestie|teacher|coach|uncle|aunt|neighbou?r|boyfriend|girlfriend|classmate|mr|mrs|ms|fru|frk"
    r"|herr|frøken|viellja|oabbá|skibir|ustit)"
)
_ROLE = re.compile(
    rf"(?<!\w)\w{{0,20}}{_PEOPLE}(?:en|ar|er|a|n|ane|'n)?"
    r"(?: (?:min|mi|mitt|vår|hennes|hans|til meg|i klassen|vårres|my|våres))?"
    r"(?: (?:som )?(?:heter|heiter|hete|er|called|named))?,? ",
    re.I,
)
_CALLED = re.compile(
    r"(?<!\w)(?:(?:jeg|eg|æ|e|ho|hun|han|hu|som|mamma|pappa|navnet|ej|je) (?:heter|heiter|hete|hette)"
    r"|heiter eg|heter jeg"
    r"|na[vm]net? (?:mitt|hennes|hans)(?: er| e)?|na[vm]n:"
    r"|na[vm]net? er|my name(?: is|'s)"
    r"|his name is|her name is|name is|i am called|mu namma lea|namma lea"
    r"|signert|mvh|vh|hilsen|helsing|helsning"
    r"|h(?:il)?sn|klem fra|beste hilsen|regards|best wishes|greetings from"
    r"|dearvvuođat|love,|from,|hilser fra|hilsen fra)[ ,:\n]{1,2}(?:fra |from |frå )?",
    re.I,
)
_ASKS = re.compile(
    r"(?<!\w)(?:spør|ring|kontakt|kontakte|snakk med|prat med|si det til|sei det til|send til|hils"
    r"|ask|call|contact|tell|talk to|sammen med|saman med"
    r"|ilag med|bare|det er|det var|både|and|og|med|av|til"
    r"|fra|jeg er|eg er|æ e|i'm|i am|im|hos)"
    r" ",
    re.I,
)
_VERBS = frozenset(
    "vil ville vill sier sa seier spør spurte kan har hadde synes syns og i på fra er som heter wants"
    " says".split()
)
_CLASS = re.compile(
    r"(?<![\w.])(?:10|[1-9])(?: ?\.)? ?[A-Ha-h](?:-klassen)?(?![\w'’-])"
    r"|(?<!\w)(?:vg|VG|Vg)[123][A-Za-z]{0,4}(?!\w)"
)
_START = re.compile(r"(?:^|[.!?:…\n]\s*|^\W+)$")


class _Name(NamedTuple):
    word: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        return self.word.lower()

    @property
    def is_capital(self) -> bool:
        return self.word[:1].isupper()


@cache
def _listed() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """First names, last names, and the names everybody knows (artists, players, figures, places, months)."""
    return words_of("names.tsv", "first"), words_of("names.tsv", "last"), words_of("names.tsv", "public")


def find_names(text: str) -> Iterator[Span]:
    """Each name of a person, first and last name together."""
    tokens = [_Name(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    shouting = sum(token.is_capital and token.word.isupper() for token in tokens) > len(tokens) / 2
    strong, role, weak = (_ends(pattern, text) for pattern in (_CALLED, _ROLE, _ASKS))
    place = 0
    while place < len(tokens):
        token = tokens[place]
        cue = (
            "called"
            if token.start in strong
            else "role"
            if token.start in role
            else "weak"
            if token.start in weak
            else ""
        )
        if _is_public(tokens, place) or not _is_name(text, tokens, place, cue, shouting):
            place += 1
            continue
        last = _last_of(text, tokens, place, cue, shouting)
        yield Span(token.start, _without_genitive(tokens[last]), "navn")
        place = last + 1


def _ends(pattern: re.Pattern[str], text: str) -> frozenset[int]:
    return frozenset(found.end() for found in pattern.finditer(text))


def _is_public(tokens: Sequence[_Name], place: int) -> bool:
    public = _listed()[2]
    words = [token.plain for token in tokens[max(0, place - 1) : place + 3]]
    here = place - max(0, place - 1)
    pairs = {" ".join(words[n : n + 2]) for n in range(max(0, here - 1), here + 1)}
    return words[here] in public or not pairs.isdisjoint(public)


def _is_listed(token: _Name) -> bool:
    first, last, _ = _listed()
    plain = token.plain
    return plain in first or plain in last or (plain.endswith("s") and len(plain) > 4 and plain[:-1] in first)


def _is_name(text: str, tokens: Sequence[_Name], place: int, cue: str, shouting: bool) -> bool:
    token = tokens[place]
    listed = _is_listed(token)
    if cue == "called":
        return (
            listed
            or (not is_real(token.plain) and len(token.word) > 2)
            or (token.is_capital and not shouting)
        )
    if not token.is_capital or shouting:
        plain_word = _is_also_word(token) or (is_real(token.plain) and cue != "weak")
        return listed and len(token.word) > 3 and not plain_word
    if cue == "role":
        return listed or not is_real(token.plain) or _is_inside(text, token)
    return listed and (not _is_also_word(token) or _is_meant_as_name(text, tokens, place, cue))


def _is_also_word(token: _Name) -> bool:
    return token.plain in words_of("names.tsv", "word")


def _is_meant_as_name(text: str, tokens: Sequence[_Name], place: int, cue: str) -> bool:
    """A name that is also a word (Liv, Stein): only with a cue, inside a sentence, or before a verb."""
    if cue or _is_inside(text, tokens[place]):
        return True
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is not None and (following.plain in _VERBS or following.is_capital)


def _is_inside(text: str, token: _Name) -> bool:
    return not _START.search(text[max(0, token.start - 12) : token.start])


def _last_of(text: str, tokens: Sequence[_Name], place: int, cue: str, shouting: bool) -> int:
    """The last name that belongs to the first: capitals after it, or listed or unknown words after a cue."""
    last = place
    while last + 1 < len(tokens) and last < place + 3:
        following = tokens[last + 1]
        between = text[tokens[last].end : following.start]
        if between not in (" ", " ", "-") or _is_public(tokens, last + 1):
            break
        belongs = following.is_capital and not shouting and following.word != following.word.upper()
        belongs = belongs or (cue == "called" and (_is_listed(following) or not is_real(following.plain)))
        if not belongs:
            break
        last += 1
    return last


def _without_genitive(token: _Name) -> int:
    first, last, _ = _listed()
    listed = token.plain in first or token.plain in last
    return (
        token.end - 1 if not listed and token.plain.endswith("s") and token.plain[:-1] in first else token.end
    )


def find_classes(text: str) -> Iterator[Span]:
    """School classes; asked only where a name was found beside them."""
    for found in _CLASS.finditer(text):
        yield Span(found.start(), found.end(), "klasse")
