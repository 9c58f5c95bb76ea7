"""Tells when a name that is also a word is meant as a name, though in small letters: "søsteren min sol vil".

The one rule: it takes a relation with its owner, a question put to somebody, or what is told of one alone.
"""

import re

from nlp.masking.cues import is_beside_me, is_doing_in_group, is_followed, is_role, is_with_me
from nlp.masking.known import is_also_word, is_first, is_function_word, is_place, is_public, is_sami_word
from nlp.masking.line import Line
from nlp.masking.weighing import DOING, weight_after

_OWNED = re.compile(r"[^\W\d_]{3,} (?:min|mi|vår|våres|vårres|hans|hennes|hennar|my|his|her|our)$")
_OWN_FIRST = re.compile(r"(?<!\w)(?:my|his|her|our|min|mi) [^\W\d_]{3,20}$")
_ASKED = re.compile(
    r"(?<!\w)(?:spør|spørr|spørre|ask|talk to|speak to|snakk med|snakke med|prat med|kontakt|hils på"
    r"|møt|see)$",
    re.I,
)
_ASKED_FOR = re.compile(r" (?:om|about|if|for|at|in|from|på|i|ved|hos|or|who|som) ")
_MAY = re.compile(
    r"(?:^|[.!?,:;] |(?<!\w)(?:og|så|men|at) )(?:kan|skal|får|må|burde|bør|vil|can|could|should|har)$", re.I
)
_DO = re.compile(
    r" (?:og (?:jeg|eg|æ)|få|være|vere|vera|vær|bli|ta|låne|lære|komme|kome|bruke|spille|spele|ha|gå"
    r"|lede|leie|sitte|selge"
    r"|ikke|ikkje|også|òg|heller|be|get|have|come|play|borrow|join|use|bring|too|lov)(?!\w)"
)
_TOLD = re.compile(
    r" (?:er|e) (?:den|the|han|ho|hun) (?:eneste|einaste|only|beste|snilleste|kuleste|verste)(?!\w)"
    r"|, (?:han|ho|hun|hu|she|he) (?:er|e|har|kan|vil|som|is|has|can|wants)(?!\w)"
)
_BARE_KIN = frozenset(
    "onkel tante bestemor bestefar farmor farfar mormor morfar uncle aunt frk fru herr".split()
)
_TO_PLACES = frozenset("i på fra frå til te mot in on from to the and og".split())
_MODAL = frozenset("may will even else per max are live as an dan".split())


def is_clearly_meant(whole: Line, place: int) -> bool:
    """Whether the words around a listed first name that is a word too speak of one person."""
    word = whole.words[place]
    sami = is_sami_word(word.plain) and not is_also_word(word.plain)
    if not is_first(word.plain) or sami or is_role(word.plain):
        return False
    before = whole.text[max(0, word.start - 40) : word.start].rstrip(" ")
    if word.plain not in _MODAL and _is_kin(whole, place, before):
        return True
    if _ASKED.search(before) and _ASKED_FOR.match(whole.text, word.end):
        return True
    if not is_function_word(word.plain) and _MAY.search(before) and _DO.match(whole.text, word.end):
        return True
    if is_function_word(word.plain) and not _ASKED.search(before):
        return is_doing_in_group(whole.text, word.end) and whole.before(place) in ("hun", "ho", "han", "hu")
    starts = not before or before[-1] in ".!?\n" or before.endswith((" og", " at", "men"))
    return starts and bool(_TOLD.match(whole.text, word.end) or is_doing_in_group(whole.text, word.end))


def _is_kin(whole: Line, place: int, before: str) -> bool:
    """After "onkel", "broren min" or "my sister", and before what people do."""
    doing = weight_after(whole, place) >= 1 or is_followed(whole.text, whole.words[place].end)
    if not doing:
        return False
    if whole.before(place) in _BARE_KIN:
        return not is_function_word(whole.words[place].plain) or weight_after(whole, place) >= DOING
    owned = _OWNED.search(before)
    if owned:
        return is_role(owned.group().split()[0].lower())
    own = _OWN_FIRST.search(before)
    return own is not None and is_role(own.group().split()[1].lower())


def is_short_beside_me(whole: Line, place: int) -> bool:
    """A short capital inside a sentence with "and I" on a side of it: "kan Hau og jeg", "jeg og Vy"."""
    word = whole.words[place]
    if len(word.word) > 5 or not whole.is_inside(word) or is_place(word.plain) or is_role(word.plain):
        return False
    if is_public(whole.words, place) or word.word.isupper() or whole.before(place) in _TO_PLACES:
        return False
    return is_with_me(whole.text, word.end) or is_beside_me(whole.text, word.start)
