"""Finds people's names by the words around them, by lists, and by how last names end.

The one rule: a capital letter alone is no name (towns, teams, games); a listed name or a cue has to be there.
"""

import re
from collections.abc import Iterator

from nlp.lists import words_of
from nlp.masking.bynames import find_bynames
from nlp.masking.company import with_friends
from nlp.masking.cues import (
    find_cues,
    is_beside_class,
    is_doing_in_group,
    is_followed,
    is_in_class,
    is_in_group,
    is_person_there,
    is_role,
    is_with_me,
)
from nlp.masking.known import (
    Word,
    first_names,
    is_also_word,
    is_first,
    is_function_word,
    is_listed,
    is_never_word,
    is_norse,
    is_place,
    is_public,
    is_sami_word,
    is_strange,
    is_surname,
)
from nlp.masking.line import Line
from nlp.masking.meant import is_clearly_meant, is_short_beside_me
from nlp.masking.nobody import is_among_places, is_known_to_all, is_nobodys_own, is_street, is_thing
from nlp.masking.reach import end_of, is_double, is_lower_first, last_of
from nlp.masking.shapes import is_placelike, is_thinglike
from nlp.masking.span import Span
from nlp.masking.traits import comes_back, has_trait, is_one_of_us
from nlp.masking.weighing import DOING, ENOUGH, weight, weight_after, weight_after_lower
from nlp.spelling import is_real

_TOKEN = re.compile(r"[an](?=['’][A-ZÆØÅ])|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\. ?){1,3}(?=[^\W\d_]\w{2})")
_SIGNED = re.compile(
    r"(?:(?<!\w)(?:hilsen|helsing|mvh|vh|klem|regards|love|from|signert),? (?:fra |frå |from )?)"
    r"(?P<initials>[A-ZÆØÅ]\. ?[A-ZÆØÅ]\.(?: ?[A-ZÆØÅ]\.)?)(?= ?(?:[,!?\n(]|$))",
    re.I,
)
_NICKNAMED = re.compile(r"[«\"“]\w{2,20}[»\"”] $")
_OF_ONE = re.compile(r"(?<!\w)(?:han|ho|hun|hu|hanj) [^\W\d_]")
_VERBS = words_of("people.tsv", "verb")
_PERSONAL = words_of("people.tsv", "speaks")
_ALSO_VERBS = frozenset("trener leder lærer dommer".split())
_TITLES = words_of("people.tsv", "title")
_ALONE = frozenset(["", "bare", "berre", "både", "at", "hvis", "når", "and", "og", "vi", "med"])
_ALONE_LOWER = frozenset(["", "og", "å", "both", "både", "bare", "at", "and", "han", "ho", "hun", "hu"])
_ROLE_ENDS = (
    "lærer",
    "lærar",
    "læreren",
    "lærarn",
    "træner",
    "trænern",
    "trener",
    "trenar",
    "treneren",
    "rektor",
    "pedagog",
    "frk",
    "fru",
    "herr",
    "forstander",
    "styrer",
    "leder",
    "leiar",
    "mester",
    "meister",
    "gamle",
    "terapeut",
    "styrar",
    "arbeider",
    "vikar",
    "inspektør",
    "sykepleier",
    "dommer",
    "onkel",
    "tante",
)
_HONORIFICS = frozenset("mr mrs ms miss sir fru frk herr coach dr prof fam familien family".split())
_SURE_LOWER = 4
_ENJOYED = -2  # what is listened to, read or gone to, and nothing told of it
_DOES = _VERBS - frozenset("i på fra er e æ som og heter har hadde".split())


def find_names(text: str) -> Iterator[Span]:
    """Each name of a person, first and last name together."""
    words = [Word(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    candidates = any(word.is_capital or is_listed(word.plain) for word in words) or bool(_OF_ONE.search(text))
    shouting = sum(word.is_capital and word.word.isupper() for word in words) > len(words) / 2
    capitals = frozenset(word.plain for word in words if word.is_capital)
    whole = Line(
        text,
        words,
        find_cues(text, {word.plain for word in words}, only_called=not candidates),
        shouting,
        capitals,
    )
    yield from find_bynames(text)
    for signed in _SIGNED.finditer(text) if "." in text else ():
        yield Span(signed.start("initials"), signed.end("initials"), "navn")
    initials = {found.end(): found.start() for found in _INITIALS.finditer(text)} if "." in text else {}
    found = _runs(whole, initials)
    if found:
        found = with_friends(whole, found)
    for first, last in found:
        first = _from_first_name(whole, first)
        start = initials.get(words[first].start, words[first].start)
        nickname = _NICKNAMED.search(text, max(0, start - 24), start) if start else None
        start = nickname.start() if nickname else start
        yield Span(start, end_of(whole, last), "navn")


def _from_first_name(whole: Line, first: int) -> int:
    """The place of an unknown first name before a last name that was found alone: "Lorik Osmanaj"."""
    if not whole.before(first):
        return first
    if not whole.words[first].is_capital:
        return first - is_lower_first(whole, first - 1)
    if is_first(whole.words[first].plain) or not whole.is_capital(first):
        return first
    word, before = whole.words[first - 1], whole.before(first)
    unknown = (
        word.word.istitle() and not is_real(before) and len(before) > 2 and not before.endswith(_ROLE_ENDS)
    ) and before not in _HONORIFICS
    if not unknown or is_place(before) or is_public(whole.words, first - 1) or is_sami_word(before):
        return first
    return first - 1


def _runs(whole: Line, initials: dict[int, int]) -> list[tuple[int, int]]:
    """First and last word of each name."""
    found, place = [], 0
    while place < len(whole.words):
        word = whole.words[place]
        cue = whole.cues.before(word.start)
        named = _is_name(whole, place, cue) or (
            word.start in initials and is_strange(word.plain) and (word.is_capital or is_surname(word.plain))
        )
        if named and cue in ("", "weak") and is_nobodys_own(whole, place):
            named = False
        if (
            not named
            or is_known_to_all(whole, place, cue)
            or (whole.cues.is_work(word.start) and cue != "called" and not _is_told_of(whole, place, cue))
        ):
            place += 1
            continue
        last = last_of(whole, place, cue)
        if last > place and (whole.words[last].is_compound or is_street(whole, last)):
            place = last + 1
            continue
        found.append((place, last))
        place = last + 1
    return found


def _is_told_of(whole: Line, place: int, cue: str) -> bool:
    """Whether a role of somebody here comes after the name: "skrevet av T. Kjempenes, leder i elevrådet"."""
    return is_followed(whole.text, whole.words[last_of(whole, place, cue)].end)


def _is_name(whole: Line, place: int, cue: str) -> bool:
    word = whole.words[place]
    plain = word.plain
    if cue == "called":
        strange = not is_real(plain) and len(word.word) > 2
        return is_listed(plain) or strange or (word.is_capital and not whole.shouting)
    if plain in _HONORIFICS:
        return False
    listed = is_listed(plain)
    if (
        is_in_class(whole.text, word.end)
        and (listed or is_strange(plain))
        and not (cue == "role" and is_also_word(plain))
    ):
        return True
    if not word.is_capital or whole.shouting:
        return _is_lower_name(whole, place, cue) if listed else _is_strange_lower(whole, place, cue)
    if (word.is_compound and not is_first(plain)) or is_thing(whole, word):
        return False
    if cue in ("role", "near"):
        return _is_cued(whole, word, cue)
    if word.word.isupper() and len(word.word) > 1:
        return False
    if listed:
        return _is_listed_name(whole, place, cue)
    return is_short_beside_me(whole, place) or _is_by_shape(whole, place)


def _is_lower_name(whole: Line, place: int, cue: str) -> bool:
    plain = whole.words[place].plain
    if is_double(whole, place) or is_clearly_meant(whole, place):
        return True
    if is_in_group(whole.text, whole.words[place].end) and whole.before(place) in _ALONE_LOWER:
        return is_first(plain)
    if (
        cue == "near"
        and is_first(plain)
        and not is_sami_word(plain)
        and (weight_after(whole, place) >= DOING or not is_real(plain))
    ):
        return True
    if is_first(plain) and _has_last_name(whole, place):
        return True
    if not is_first(plain):
        return whole.before(place).endswith(_ROLE_ENDS) and len(plain) > 4 and not is_real(plain)
    if len(plain) <= 3 or not is_first(plain) or is_also_word(plain) or is_place(plain):
        return False
    if plain not in first_names() and (is_real(plain) or is_real(plain[:-1])):
        return False
    if is_never_word(plain) and (cue or not is_real(plain) or not _may_be_known(whole, place)):
        return True
    return cue in ("weak", "near", "role") or whole.following(place) in _DOES


def _may_be_known(whole: Line, place: int) -> bool:
    """Whether a last name follows of whom nothing is told, as of singers and players: "emma watson"."""
    if weight_after_lower(whole, place) <= _ENJOYED:
        return True
    last = last_of(whole, place, "")
    if last == place:
        following = whole.next(place)
        return following is not None and (following.is_compound or is_strange(following.plain))
    return weight_after(whole, last) < 1


def _has_last_name(whole: Line, place: int) -> bool:
    """Whether an unknown word comes after that is written or made as last names are."""
    following = whole.next(place)
    if following is None or not is_strange(following.plain) or is_sami_word(following.plain):
        return False
    if is_function_word(whole.words[place].plain):
        return False
    return following.word.istitle() or (is_surname(following.plain) and not is_thinglike(following.plain))


def _is_strange_lower(whole: Line, place: int, cue: str) -> bool:
    """An unknown word in small letters: after a role, before "og jeg", or made as the old names are."""
    word = whole.words[place]
    if len(word.word) < 4 or not is_strange(word.plain):
        return False
    if is_sami_word(word.plain) or is_role(word.plain):
        return False
    if cue in ("role", "near") and (
        weight_after(whole, place) >= DOING
        or is_in_group(whole.text, word.end)
        or _has_last_name(whole, place)
    ):
        return True
    if weight_after_lower(whole, place) >= _SURE_LOWER:
        return True
    role = whole.before(place)
    if role.endswith(_ROLE_ENDS) and is_surname(word.plain):
        return True
    if _is_title(role) and len(word.word) > 5:
        return True
    return is_norse(word.plain) or (role in _ALONE and is_with_me(whole.text, word.end))


def _is_title(role: str) -> bool:
    """Whether the role stands bare, so that a name and no verb follows: "fysikklærer X", not "læreren X"."""
    return role in _TITLES or (
        role.endswith(("lærer", "lærar", "trener", "trenar", "pedagog")) and role not in _ALSO_VERBS
    )


def _is_cued(whole: Line, word: Word, cue: str) -> bool:
    if is_listed(word.plain) or is_strange(word.plain):
        return True
    return cue == "role" and (not is_real(word.plain) or whole.is_inside(word)) and not is_place(word.plain)


def _is_listed_name(whole: Line, place: int, cue: str) -> bool:
    word = whole.words[place]
    if not is_first(word.plain):
        if is_among_places(whole, place):
            return False
        followed = whole.next(place)
        shop = (
            followed is not None
            and followed.is_capital
            and not is_listed(followed.plain)
            and not is_surname(followed.plain)
        )
        return not is_place(word.plain) and not is_also_word(word.plain) and not shop
    return not is_also_word(word.plain) or _is_meant_as_name(whole, place, cue)


def _is_meant_as_name(whole: Line, place: int, cue: str) -> bool:
    """A name that is also a word (Liv, Stein): only with a cue, inside a sentence, or before a verb."""
    word, following = whole.words[place], whole.next(place)
    if cue not in ("", "weak"):
        return True
    end = word.end
    if is_doing_in_group(whole.text, end) or is_beside_class(whole.text, end):
        return True
    if has_trait(whole.text, end) or is_one_of_us(whole.text, end) or comes_back(whole.text, end):
        return True
    if following is not None and following.is_capital and not following.is_compound:
        return True
    if is_function_word(word.plain) and is_real(word.plain) and weight(whole, place) < DOING:
        return False
    if cue or whole.is_inside(word):
        return True
    if following is None or following.plain in ("og", "er", "e", "som", "i", "på", "fra", "har"):
        return weight(whole, place) >= DOING
    return following.plain in _VERBS or weight(whole, place) >= DOING


def _is_by_shape(whole: Line, place: int) -> bool:
    """An unlisted capital: before a last name, before what only people do, or with "and I" after it."""
    word, following = whole.words[place], whole.next(place)
    if (
        not is_strange(word.plain)
        or len(word.word) < 3
        or word.plain in _HONORIFICS
        or word.plain.endswith(_ROLE_ENDS)
        or is_sami_word(word.plain)
    ):
        return False
    if is_followed(whole.text, word.end) or is_norse(word.plain):
        return True
    if not is_placelike(word.plain) and is_person_there(whole.text, word.start, word.end):
        return True
    if weight(whole, place) >= ENOUGH:
        return True
    if following is None:
        return False
    if following.is_capital and not following.is_compound and following.word != following.word.upper():
        first = is_first(following.plain) and whole.is_inside(word) and not is_also_word(following.plain)
        return (is_surname(following.plain) or first) and not is_place(following.plain)
    return following.plain in _PERSONAL and not whole.is_inside(word)
