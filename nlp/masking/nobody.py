"""Tells what bears a name and is nobody's own: figures, those known to all, brands, bands and places.

The one rule: what somebody here does or is asked outweighs it, so that a namesake is still hidden.
"""

import re

from nlp.lists import words_of
from nlp.masking.company import is_in_public_company
from nlp.masking.cues import is_followed, is_in_class
from nlp.masking.figures import is_figure
from nlp.masking.known import Word, is_first, is_place, is_public, is_public_run
from nlp.masking.line import Line
from nlp.masking.meant import is_clearly_meant
from nlp.masking.traits import has_trait
from nlp.masking.weighing import DOING, ENOUGH, is_after_capital, weight, weight_after

_PLACED = re.compile(r"(?<!\w)(?:på|i|in|mot|ved|bak|rundt|utenfor|utafor|nær|near) $", re.I)
_BRAND = re.compile(r"(?!Ma?c)[A-ZÆØÅ][a-zæøå]+[A-Z]\w*")
_IN = re.compile(r"(?<!forelska )(?<!forelsket )(?<!interessert )(?<!\w)i $")
_TRAVEL = re.compile(
    r"(?<!\w)(?:\w{0,20}(?:tur(?:en)?|leir(?:en)?|buss(?:en)?|båt(?:en)?|ferge|ferje|tog(?:et)?|fly"
    r"|skyss)|reise|reiser"
    r"|dra|drar|fara|kjøre|kjører|køyre|køyrer|kjør|køyr|langt|veien|vegen|flytte|flytter|flytta|sykle"
    r"|trip|drive|go"
    r"|bus|train|helga|helgen|gjerne|nedover|oppover|utover|innover|helt|heilt) (?:til|te|tel|to) $",
    re.I,
)
_STREET = re.compile(
    r" (?:[A-ZÆØÅIVX]+s )?(?:gate|gaten|gata|gt|vei|veien|veg|vegen|plass|allé|park|torg|bru|minde|tun|hus"
    r"|museum|skole|legat|stiftelse|vegs|veis)(?!\w)"
)
_BANDS = words_of("people.tsv", "band")


def is_known_to_all(whole: Line, place: int, cue: str) -> bool:
    """Known, and not by a single name that somebody here bears too: "my sister Hope", "Snorre vil"."""
    if not is_public(whole.words, place) or is_public_run(whole.words, place):
        return is_public(whole.words, place)
    if not whole.is_capital(place):
        return not is_clearly_meant(whole, place)
    called = cue in ("called", "role") and whole.words[place].word.istitle()
    if called or not is_first(whole.words[place].plain):
        return not called
    end = whole.words[place].end
    told = is_in_class(whole.text, end) or has_trait(whole.text, end) or is_followed(whole.text, end)
    return not (told or weight(whole, place) > ENOUGH)


def is_nobodys_own(whole: Line, place: int) -> bool:
    """A figure, or one in the company of those who are known to all, of whom nothing personal is said."""
    if is_in_public_company(whole, place) or _is_in_a_chain(whole, place):
        return True
    return whole.is_capital(place) and is_figure(whole, place) and weight_after(whole, place) < DOING


def _is_in_a_chain(whole: Line, place: int) -> bool:
    """Inside a name of a thing: "Smash Bros Ultimate", "Kalush Orchestra", the end of a known one's name."""
    if whole.following(place) in _BANDS and whole.is_capital(place + 1):
        return True
    if not whole.is_capital(place) or not whole.before(place):
        return False
    return is_after_capital(whole, place) or (
        whole.is_capital(place - 1) and is_public_run(whole.words, place - 1)
    )


def is_thing(whole: Line, word: Word) -> bool:
    """A brand with a capital inside, or a town or a month (Moa, June) right after "på", "mot", "in"."""
    if _BRAND.fullmatch(word.word):
        return True
    owned = whole.text[word.end : word.end + 4] in (" sin", " sit")
    if not owned and is_first(word.plain) and _IN.search(whole.text, max(0, word.start - 14), word.start):
        return True
    placed = is_place(word.plain) or word.plain == "june"
    if placed and _TRAVEL.search(whole.text, max(0, word.start - 34), word.start):
        return True
    return placed and bool(_PLACED.search(whole.text, max(0, word.start - 12), word.start))


def is_street(whole: Line, last: int) -> bool:
    """A street, a square or a house named after somebody: "Olav Ryes plass", "Haakon VIIs gate"."""
    word = whole.words[last]
    return word.word.endswith("s") and whole.is_capital(last) and bool(_STREET.match(whole.text, word.end))


def is_among_places(whole: Line, place: int) -> bool:
    """A last name that names a place there: after "i" or "på", or with places beside it."""
    start = whole.words[place].start
    if _PLACED.search(whole.text, max(0, start - 12), start):
        return True
    if _TRAVEL.search(whole.text, max(0, start - 34), start):
        return True
    beside = (place - 1, place + 1)
    return any(0 <= other < len(whole.words) and is_place(whole.words[other].plain) for other in beside)
