"""Finds how far a name reaches from its first word: last names, particles, initials, and no genitive.

The one rule: a word in small letters belongs only after a name in small letters, or for one called so.
"""

import re

from nlp.lists import words_of
from nlp.masking.known import (
    Word,
    first_names,
    is_also_word,
    is_first,
    is_function_word,
    is_listed,
    is_never_word,
    is_place,
    is_public,
    is_sami_word,
    is_strange,
    is_surname,
    last_names,
    may_be_coordinated,
)
from nlp.masking.line import Line
from nlp.masking.shapes import is_thinglike
from nlp.spelling import is_real

_BETWEEN = re.compile(r"[ \u00a0-]| [«\"“]|[»\"”] ")
_LAST_INITIAL = re.compile(r" [A-ZÆØÅ]\.(?!\w)| [A-DF-HJ-ZØ](?=[ ,!?]|$)")
_BYNAME = re.compile(
    r" (?:den|the) (?:store|lille|litle|vesle|gamle|unge|yngre|eldre|kule|rare|snille|sterke|raske|modige"
    r"|big|little|great|small|old)(?!\w)"
    r"| (?:på|i|frå|fra) (?=[A-ZÆØÅ])(?i:[a-zæøå]{0,14}(?:haugen|haugjen|stua|stuen|garden|jordet|bakken"
    r"|bakkjen"
    r"|tveit|trøa|eggen|teigen|plassen|gjerdet|brekka|myra|hagen|moen|åsen|lia|løkka|oppigarden|nigarden))"
    r"(?![\w-]| (?:skole|skule|g[åa]rd|barne|ungdoms|klubb|hall|\d))"
)
_LOWER_INITIAL = re.compile(
    r" [bcdfghjklprstvwy](?= (?:og|and|i|fra|vil|er|har|kan|sa|in|på)(?!\w)|[,.!?]|$)"
)
_CLOSED = re.compile(r"[,.!?)]|$| (?:om|og|å|som|i \d|[49]\d\d ?\d\d ?\d\d\d|\d\d\.\d\d)(?!\w)")
_ACTS = words_of("people.tsv", "acts")
_PARTICLES = frozenset("van von der den de la dela del al el bin ibn bint abu da dos di".split())
_THIRD = re.compile(r" (?:og|å|and) (?P<third>[^\W\d_][\w-]{1,30})")
_DOUBLES = frozenset(
    "ole per jan anne ann hans nils lars odd knut karl carl anna else inger john jon mari maria maja "
    "marie liv may kjell tor tom roy stein svein leif bjørn arne bent bernt berit elle ellen ida jens "
    "johan sara eva gunn kari linn lise siv stig sven thor trond ánne káren máret".split()
)


def is_only_public(whole: Line, place: int) -> bool:
    """Known to all, and not one of the names that are words too (Live, My, Joy) written as a name."""
    word = whole.words[place]
    as_name = word.is_capital and not whole.shouting and is_first(word.plain) and is_also_word(word.plain)
    return is_public(whole.words, place) and not as_name


def is_listing(whole: Line, place: int) -> bool:
    """Two first names in small letters with no comma, and a third after "og": "peder magnhild og synneva"."""
    first, second = whole.words[place], whole.next(place)
    if first.is_capital or second is None or first.plain in _DOUBLES:
        return False
    if not (is_first(first.plain) and is_first(second.plain)):
        return False
    third = _THIRD.match(whole.text, second.end)
    return third is not None and (is_first(third["third"]) or is_strange(third["third"]))


def is_double(whole: Line, place: int) -> bool:
    """Two first names side by side in small letters: "ole kristian"."""
    following = whole.next(place)
    if following is not None and following.is_capital and not whole.words[place].is_capital:
        return False
    pair = (whole.words[place].plain, following.plain if following else "")
    if not all(part in first_names() and may_be_coordinated(part) and len(part) > 2 for part in pair):
        return False
    return not any(is_place(part) for part in pair) and sum(is_also_word(part) for part in pair) < 2


def is_lower_first(whole: Line, place: int) -> bool:
    """Whether a first name in small letters stands there that is a word too: "odd arne ...", "eva lunde"."""
    plain = whole.words[place].plain
    if whole.words[place].is_capital or plain not in first_names():
        return False
    if is_first(whole.words[place + 1].plain):
        return plain in _DOUBLES and not is_listing(whole, place)
    return not is_place(plain) and not is_function_word(plain) and is_surname(whole.words[place + 1].plain)


def last_of(whole: Line, place: int, cue: str) -> int:
    """The last name that belongs to the first: capitals after it, or listed or unknown words after a cue."""
    last, here = place, place
    if is_listing(whole, place):
        return place
    while here + 1 < len(whole.words) and here < place + 5:
        following = whole.words[here + 1]
        between = whole.text[whole.words[here].end : following.start]
        initial = between == ". " and len(whole.words[here].word) == 1
        if not (initial or _BETWEEN.fullmatch(between)) or is_only_public(whole, here + 1):
            break
        here += 1
        if _belongs(whole, place, here, cue):
            last = here
        elif following.plain not in _PARTICLES and not _is_initial(whole, here):
            break
    closed = whole.text[whole.words[place].start : whole.words[last].end]
    return place if sum(mark in closed for mark in "«»") == 1 or len(whole.words[last].word) == 1 else last


def _is_initial(whole: Line, place: int) -> bool:
    """One letter and a point before a word: "tyra k. lyngtangen"."""
    word = whole.words[place]
    return len(word.word) == 1 and whole.text.startswith(". ", word.end)


def _belongs(whole: Line, place: int, here: int, cue: str) -> bool:
    word = whole.words[here]
    if word.is_capital and not whole.shouting and (word.word != word.word.upper() or len(word.word) == 1):
        return True
    if cue == "called" and not is_sami_word(word.plain):
        return is_listed(word.plain) or not is_real(word.plain)
    if here == place + 1 and not whole.words[place].is_capital and is_double(whole, place):
        return True
    known = here == place + 1 and word.plain in last_names() and is_real(word.plain)
    if known and not whole.words[place].is_capital and is_never_word(whole.words[place].plain):
        return _ends_there(whole, here)
    if whole.words[place].is_capital or len(word.word) < 3 or is_sami_word(word.plain):
        return False
    ordinary = is_also_word(word.plain) and is_real(word.plain)
    return not ordinary and _is_last_name(word.plain)


def _ends_there(whole: Line, here: int) -> bool:
    """Whether what comes after a last name that is a word leaves no doubt: a verb of people, or nothing."""
    return _CLOSED.match(whole.text, whole.words[here].end) is not None or whole.following(here) in _ACTS


def _is_last_name(plain: str) -> bool:
    """Listed, shaped as last names are, or a long word that nobody knows."""
    return (
        is_listed(plain)
        or is_surname(plain)
        or (len(plain) > 4 and is_strange(plain) and not is_thinglike(plain))
    )


def end_of(whole: Line, last: int) -> int:
    """Where the name ends: with its last initial, and without the genitive where a thing follows."""
    word = whole.words[last]
    initial = None if whole.shouting else _LAST_INITIAL.match(whole.text, word.end)
    if initial and word.is_capital:
        return initial.end()
    byname = _BYNAME.match(whole.text, word.end) or (
        None if word.is_capital else _LOWER_INITIAL.match(whole.text, word.end)
    )
    if byname and is_first(word.plain) and not is_place(byname.group().rsplit(" ", 1)[-1].lower()):
        return byname.end()
    return _without_genitive(word) if whole.next(last) else word.end


def _without_genitive(word: Word) -> int:
    plain = word.plain
    listed = plain in first_names() or plain in last_names()
    return word.end - 1 if not listed and plain.endswith("s") and plain[:-1] in first_names() else word.end
