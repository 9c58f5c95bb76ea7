"""What the lists say of one word: a first name, a last name, known to all, a place, or an ordinary word.

The one rule: a word that a dictionary, the lexicon or the list of places has is no name by its capital alone.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import simplemma

from nlp.lists import rows, words_of
from nlp.masking.shapes import ends_as_last_name, is_made_of_two, is_thinglike
from nlp.spelling import is_real, lemma

_NICKS = frozenset(
    "gammel gamle gamal vesle lille litle store bolle tulle svarte kaffe bestemor bestefar".split()
)
_FUNCTION = frozenset(
    "vår even may per bo dan an else ane will mark max som will june mai august april juni juli sol dag ask"
    " don mun lea live tale line lone are min mina ea ella elle sina siri sam mars jo tro tom".split()
)


_SAMI = frozenset(
    "mun don son moai doai soai mii dii sii lean leat lea leaba leimme lei leigga ja dahje muhto ahte go "
    "gos goas "
    "háliidan háliida háliidat háliideaba háliidit sávan sávvá máhttá máhtán sáhttá sáhtán galggat galgá "
    "galggan "
    "dáhtun dáhttu liikon liiko ii eai in it ean eat maid mas mielde midjiide munnje".split()
)
_SAMI_ENDS = (
    "eaba",
    "ideaba",
    "idan",
    "uvvot",
    "allat",
    "addat",
    "stallat",
    "eaddji",
    "aiguin",
    "iiguin",
    "iidda",
    "aluid",
    "said",
    "vuođa",
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


@cache
def _activities() -> frozenset[str]:
    """Every word of the lexicon but foods and animals, which many take for a name in an app."""
    kept = (row[2] for row in rows("lexicon.tsv") if row[0] not in ("cooking", "animals"))
    return frozenset(part.strip("*").lower() for words in kept for part in words.split())


def is_theme(plain: str) -> bool:
    """A word of the lexicon, in one of its forms: something to do, a game, a brand."""
    things = _activities()
    return plain in things or lemma(plain) in things or is_thinglike(plain)


@cache
def _dialect() -> frozenset[str]:
    """Dialect and chat spellings of ordinary words."""
    return frozenset(row[1] for row in rows("plain.tsv"))


def _is_the_thing(plain: str) -> bool:
    """A borrowed word with a Norwegian end: "squaden", "streamen"."""
    return any(
        plain.endswith(end) and len(plain) - len(end) > 4 and is_real(plain.removesuffix(end))
        for end in ("en", "et", "ene", "er", "ane")
    )


@lru_cache(maxsize=20_000)
def is_sami_word(plain: str) -> bool:
    """An ordinary Northern Sámi word: in its dictionary, or with an end that verbs have."""
    return plain in _SAMI or simplemma.is_known(plain, lang="se") or plain.endswith(_SAMI_ENDS)


def is_function_word(plain: str) -> bool:
    """A listed name that holds sentences together, or names a season: "vår", "even", "live"."""
    return plain in _FUNCTION


def is_place(plain: str) -> bool:
    """A town or a part of one."""
    places = words_of("places.tsv", "place")
    return plain in places or (plain.endswith("s") and plain[:-1] in places)


def is_first(plain: str) -> bool:
    """A listed first name, its genitive, or two of them with a hyphen."""
    names = first_names()
    if "aa" in plain and plain.replace("aa", "å", 1) in names:
        return True
    if plain in names or (plain.endswith("s") and len(plain) > 4 and plain[:-1] in names):
        return True
    parts = plain.split("-")
    if len(parts) != 2:
        return False
    return (parts[1] in names or (parts[1] in last_names() and not is_also_word(parts[1]))) and (
        parts[0] in names or parts[0] in _NICKS
    )


def is_listed(plain: str) -> bool:
    """A listed first or last name."""
    return is_first(plain) or plain in last_names()


def is_also_word(plain: str) -> bool:
    """A listed name that is an ordinary word besides."""
    return plain in words_of("names.tsv", "word")


def is_never_word(plain: str) -> bool:
    """A first name that no ordinary word is written as, though a dictionary may have it: "johannes"."""
    return plain in words_of("names.tsv", "only") or not is_real(plain)


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
        or plain in _dialect()
        or _is_the_thing(plain)
    )


@lru_cache(maxsize=20_000)
def is_surname(plain: str) -> bool:
    """Listed as a last name, or strange and ending as last names do."""
    last = plain.rsplit("-", 1)[-1]
    if plain in last_names() or last in last_names():
        return True
    return bool(plain.startswith(("al-", "el-")) or ends_as_last_name(last)) and is_strange(plain)


@lru_cache(maxsize=20_000)
def is_norse(plain: str) -> bool:
    """An unlisted first name made as the old ones are: "Torhalla", "Gunnvor", "torvin"."""
    return is_made_of_two(plain) and is_strange(plain)


def is_public(words: Sequence[Word], place: int) -> bool:
    """Whether the word, or a run of two or three words with it, is known to all."""
    return words[place].head in _public() or is_public_run(words, place)


def is_public_run(words: Sequence[Word], place: int) -> bool:
    """Whether two or three words, this among them, are known to all together."""
    first = max(0, place - 2)
    plain = [word.head for word in words[first : place + 3]]
    here = place - first
    runs = [
        " ".join(plain[start : start + size])
        for size in (2, 3)
        for start in range(max(0, here - size + 1), min(here, len(plain) - size) + 1)
    ]
    return any(run in _public() or _is_public_with_thing(run) for run in runs)


def _is_public_with_thing(run: str) -> bool:
    """Known to all, with a thing after a hyphen: "olivia rodrigo-kveld"."""
    known, _, thing = run.rpartition("-")
    return len(known) > 6 and known in _public() and not is_first(thing)
