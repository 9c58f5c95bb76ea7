"""Weighs what speaks for a person and what against, for a word that no list and no dictionary settles.

The one rule: one sign is never enough; what people alone do, or somebody known beside, has to meet another.
"""

import re

from nlp.lists import words_of
from nlp.masking.cues import is_followed
from nlp.masking.known import is_first, is_place
from nlp.masking.line import Line
from nlp.masking.shapes import ends_as_first_name, ends_as_last_name, is_placelike, is_thinglike
from nlp.masking.traits import has_trait, is_doing_there

ENOUGH, DOING = 3, 2
_ACTS = words_of("people.tsv", "acts")
_JUST_ABLE = words_of("people.tsv", "able")
_OWNS = frozenset("sin sitt sine sjøl selv sjølv".split())
_LISTED = re.compile(
    r"(?:, [A-ZÆØÅÁČŠŽ][\w'’-]{1,25}){0,4},? (?:og|and|å|ja|&) [A-ZÆØÅÁČŠŽ][\w'’-]{1,25}(?= )"
)
_NEXT = re.compile(r" (?P<one>[^\W\d_]{1,20})(?: (?P<two>[^\W\d_]{1,20}))?")
_I = r"(?:jeg|eg|æ|i|I|meg|mæ|me|ej|je|mun)"
_AND_I = re.compile(rf" (?:og|and|å|ja) {_I}(?!\w)")
_I_AND = re.compile(rf"(?<!\w){_I} (?:og|and|å|ja) $", re.I)
_TOLD_OF = re.compile(
    r", (?:\+?\d[\d -]{4,14}\d|\d{1,2} ?(?:år|åring)|\d{4}-\d\d-\d\d)(?!\d)"
    r"|,? \(?(?:\+47 ?)?[49]\d(?: ?\d){6}(?!\d)"
    r"| \(?\d{1,2} år| (?:og|and|å) (?:mammaen|pappaen|mora|mor|faren|broren|bror|søsteren|søster|her"
    r"|his)(?!\w)|, \w{0,20}(?:læreren|treneren|lærar|lærer|trener|leder|vakt|vikaren|vakten)(?!\w)"
    r"| (?:er |e |is )?(?:den|the) (?:eneste|einaste|only)|,? som (?:er|har|går|bor|jobber|kan|vil)(?!\w)"
)
_ASKED = re.compile(
    r"(?<!\w)(?:spør etter|spørre etter|be|bad|ba|spør|spurte|ask|asked|tell|told|teach|taught|help"
    r"|hjelp|hjelpe|let|la|lot|få|hos|kjenner"
    r"|savner|takk|takke|invitere?|inviterte|besøke?|hente?|ringe?|hilse?|møte?|gi|vennen|bestisen"
    r"|kompisen|both|både"
    r"|til bursdagen til|(?:sammen|saman|i lag|snakke?|vente?|bo|bor|gå|øve|jobbe?) med|beside|moai|soai) $",
    re.I,
)
_WITH = re.compile(
    r"(?<!\w)(?:med|with|for|av|by|and|og|å|ja|at|om|når|hvis|viss|da|siden|fordi|men|but|så|mens) $", re.I
)
_PLACED = re.compile(
    r"(?<!\w)(?:i|in|på|on|til|to|te|fra|frå|from|mot|ved|near|via|over|rundt|gjennom|utenfor) $", re.I
)
_ARTICLE = re.compile(
    r"(?<!\w)(?:en|et|ei|ein|eit|den|det|dei|de|the|a|an|this|denne|dette|noe|noko|mer|meir|more|some|ny"
    r"|nye|new|vår"
    r"|min|mitt|mi|hver|kvar|every|alle|all|ekte|gammel|best|beste) $",
    re.I,
)
_ENJOYED = re.compile(
    r"(?<!\w)(?:spille?|spele?|spel|spiller|spelar|play|plays|playing|se|ser|sjå|watch|høre? på|hør på"
    r"|høyre på|listen to"
    r"|lese|leser|lesa|read|filmen?|boka|boken|serien|sangen|låta|spillet|bandet|album(?:et)?|gruppa"
    r"|appen|synge|syng|sing"
    r"|danse til|konsert med|kjøpe|kjøp|buy|spise|ete|eat|drikke|kalt|called) $",
    re.I,
)
_NUMBERED = re.compile(r"[ -]?\d(?![\d ]{6})|[-/]|['’]?s? [A-ZÆØÅ]{2,}(?!\w)")


def weight(whole: Line, place: int) -> int:
    """What the words around a word in capitals say, summed; `ENOUGH` and more is a person."""
    word = whole.words[place]
    before = whole.text[max(0, word.start - 26) : word.start]
    return weight_after(whole, place) + _weight_before(whole, place, before) + _weight_of_shape(word.plain)


def weight_after_lower(whole: Line, place: int) -> int:
    """The same for a word in small letters, where no capital helps: only what is said of it."""
    word = whole.words[place]
    before = whole.text[max(0, word.start - 26) : word.start]
    against = 3 * bool(_ARTICLE.search(before) or _ENJOYED.search(before) or _PLACED.search(before))
    joined = 2 * bool(_I_AND.search(before)) + 2 * bool(_ASKED.search(before))
    return weight_after(whole, place) + joined - against + _weight_of_shape(word.plain)


def is_told_of(text: str, end: int) -> bool:
    """Whether a phone, an age, a birth date or a role comes right after."""
    return _TOLD_OF.match(text, end) is not None


def weight_after(whole: Line, place: int) -> int:
    """Two for what people do, and for a phone or an age; three for "and I"; against numbers and hyphens."""
    text, end = whole.text, whole.words[place].end
    if _AND_I.match(text, end):
        return 3
    if any(told(text, end) for told in (is_told_of, is_followed, has_trait, is_doing_there)):
        return 2
    if _NUMBERED.match(text, end):
        return -3
    listed = _LISTED.match(text, end)
    following = _NEXT.match(text, listed.end() if listed else end)
    if following is None:
        return 0
    one, two = following["one"].lower(), (following["two"] or "").lower()
    if one in _OWNS:
        return 2
    if one in _ACTS:
        return 1 if one in _JUST_ABLE and two in ("være", "vere", "vera", "vær", "bli", "be", "koste") else 2
    return 0


def _weight_before(whole: Line, place: int, before: str) -> int:
    """One for a capital inside a sentence; two for who is asked or known; against places and things."""
    if _I_AND.search(before):
        return 3
    if _ENJOYED.search(before):
        return -3
    if _ARTICLE.search(before) or _PLACED.search(before):
        return -2
    inside = whole.is_inside(whole.words[place])
    if _ASKED.search(before):
        return 2 + inside
    points = int(inside) + bool(_WITH.search(before) and inside and not before.endswith("for "))
    return points + 2 * _is_beside_name(whole, place) - 2 * is_after_capital(whole, place)


def _is_beside_name(whole: Line, place: int) -> bool:
    """Whether a listed first name stands beside, with "og" or a comma."""
    for other in (place - 2, place - 1, place + 1, place + 2):
        if 0 <= other < len(whole.words) and whole.is_capital(other) and is_first(whole.words[other].plain):
            left, right = sorted((place, other))
            between = whole.text[whole.words[left].end : whole.words[right].start]
            if between in (" og ", " and ", " å ", " ja ", ", ", " & "):
                return True
    return False


def is_after_capital(whole: Line, place: int) -> bool:
    """Whether a capital that began no sentence stands right before: "Smash Bros Ultimate"."""
    return (
        bool(whole.before(place))
        and whole.words[place - 1].is_capital
        and whole.is_inside(whole.words[place - 1])
        and not is_first(whole.before(place))
    )


def _weight_of_shape(plain: str) -> int:
    """One for an end that names have; three against the ends of things, two against those of places."""
    if is_thinglike(plain) or is_place(plain):
        return -3
    if ends_as_first_name(plain):
        return 1
    if is_placelike(plain):
        return -2
    return int(ends_as_last_name(plain))
