"""What the lists say of one word: a first name, a last name, known to all, a place, or an ordinary word.

The one rule: a word that a dictionary, the lexicon or the list of places has is no name by its capital alone.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.lists import rows, words_of
from nlp.spelling import is_real

_SURNAME = re.compile(
    r".{2,}(?:sen|søn|sson|dóttir|vik|vika|haug|haugen|haugmo|rud|rød|stad|set|seth|nes|ness|mo|moen|li"
    r"|lia|lien|dal"
    r"|dalen|lie|støe|bøe|tangen|bakk|bakken|bakke|heim|hjem|land|lund|berg|berget|vold|vold|voll|vollen|gård|gard|gaard|ås"
    r"|åsen|eng|enga"
    r"|engen|ø|øy|øya|trø|myr|myra|myren|tveit|fjell|fjord|fors|foss|fossen|hus|husmo|løkken|løkka"
    r"|løken|sveen|bråten"
    r"|gjerde|gjerdet|hagen|holm|holmen|skog|skogen|strand|sund|sæter|seter|sæther|vang|vangen|vatn"
    r"|vatne|vær|åker|bø"
    r"|by|kroken|teigen|rønning|rønningen|tun|tunet|stuen|plass|viken|eidet|eide|brekke|brekken|floen"
    r"|flo|ski|ska|sky"
    r"|wicz|czyk|czak|enko|chuk|yuk|nyk|vych|ović|ević|ić|ova|eva|kov|nov|rov|lov|ienė|aitė|aitis|utė"
    r"|auskas|kas|kus"
    r"|evičius|iņš|bergs|oğlu|oglu|zadeh|zada|zai|pour|nejad|nezhad|yan|lingam|rajan|rajah|nathan|kumar"
    r"|moorthy|samy"
    r"|nayagam|ratnam|singham|mariam|selassie|medhin|michael|yesus|giorgis|ez|eira|nen|lä|vaara|niemi"
    r"|järvi|mäki|escu"
    r"|dze|shvili|hodžić|quist|qvist|gren|ström|man|mann|son)"
)
_FUNCTION = frozenset(
    "vår even may per bo dan an else ane will mark max som will june mai august april juni juli sol dag ask"
    " live tale line lone are min mina ea ella elle sina siri sam mars jo tro tom".split()
)


class Word(NamedTuple):
    """One word of the text, where it stands, and whether it begins with a capital."""

    word: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        return self.word.lower()

    @property
    def head(self) -> str:
        """The lower-case word, of a compound with a hyphen its first part."""
        return self.plain.partition("-")[0] if self.is_compound else self.plain

    @property
    def is_capital(self) -> bool:
        return self.word[:1].isupper()

    @property
    def is_compound(self) -> bool:
        """Whether a capital goes on as a common noun: "Minecraft-gruppa"."""
        head, _, tail = self.word.rpartition("-")
        return bool(head) and self.is_capital and tail.islower()


@cache
def first_names() -> frozenset[str]:
    return words_of("names.tsv", "first")


@cache
def last_names() -> frozenset[str]:
    return words_of("names.tsv", "last")


@cache
def _public() -> frozenset[str]:
    return words_of("names.tsv", "public")


@cache
def _things() -> frozenset[str]:
    """Every word of the lexicon, alone: games, brands, artists, tools."""
    return frozenset(part.strip("*").lower() for row in rows("lexicon.tsv") for part in row[2].split())


def is_place(plain: str) -> bool:
    """A town or a part of one."""
    places = words_of("places.tsv", "place")
    return plain in places or (plain.endswith("s") and plain[:-1] in places)


def is_first(plain: str) -> bool:
    """A listed first name, its genitive, or two of them with a hyphen."""
    names = first_names()
    if plain in names or (plain.endswith("s") and len(plain) > 4 and plain[:-1] in names):
        return True
    parts = plain.split("-")
    return len(parts) == 2 and all(part in names for part in parts)


def is_listed(plain: str) -> bool:
    """A listed first or last name."""
    return is_first(plain) or plain in last_names()


def is_also_word(plain: str) -> bool:
    """A listed name that is an ordinary word besides."""
    return plain in words_of("names.tsv", "word")


def may_be_coordinated(plain: str) -> bool:
    """Whether "and" beside a name is enough: not for words that hold sentences together."""
    return is_first(plain) and plain not in _FUNCTION


@lru_cache(maxsize=20_000)
def is_strange(plain: str) -> bool:
    """Known to no list and no dictionary, so that a cue is enough to make it a name."""
    return 2 < len(plain) <= 40 and not (
        is_place(plain)
        or plain in _public()
        or plain in _things()
        or is_real(plain)
        or (plain.endswith("s") and (plain[:-1] in _things() or is_real(plain[:-1])))
    )


@lru_cache(maxsize=20_000)
def is_surname(plain: str) -> bool:
    """Listed as a last name, or strange and ending as last names do."""
    last = plain.rsplit("-", 1)[-1]
    if plain in last_names() or last in last_names():
        return True
    return bool(plain.startswith(("al-", "el-")) or _SURNAME.fullmatch(last)) and is_strange(plain)


def is_public(words: Sequence[Word], place: int) -> bool:
    """Whether the word, or a run of two or three words with it, is known to all."""
    first = max(0, place - 2)
    plain = [word.head for word in words[first : place + 3]]
    here = place - first
    if plain[here] in _public():
        return True
    return any(
        " ".join(plain[start : start + size]) in _public()
        for size in (2, 3)
        for start in range(max(0, here - size + 1), min(here, len(plain) - size) + 1)
    )
