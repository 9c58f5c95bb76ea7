"""The words of a receipt: three that are drawn, and a check word that follows from them.

One rule: the list (`receipt_words.txt`) is never changed once a receipt was given, since the check word is a
place in it. They are everyday words, the same in bokmål and nynorsk, no two one slip of a finger apart.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import Literal

from collector.sealing import Seal

WORDS = tuple((Path(__file__).parent / "receipt_words.txt").read_text("utf-8").split())
KNOWN = frozenset(WORDS)
HOW_MANY = 3
LONGEST = 200
"""Nobody types more than so many letters for four words; what comes after is not looked at."""
NOT_WORDS = frozenset(("sjekkord", "check", "word", "dárkkistansátni", "sánit", "ord", "words", "og", "and"))
"""What stands around the words on the receipt, and is copied along."""
WITHOUT_NORWEGIAN_KEYS = (("aa", "å"), ("oe", "ø"), ("ae", "æ"))

Three = tuple[str, str, str]
Why = Literal["count", "unknown", "check"]


@dataclass(frozen=True, slots=True)
class Slip:
    """What keeps the words from being read; `number` is the first word that is unknown."""

    why: Why
    number: int = 0


def draw() -> Three:
    """Draw three different words; there are more than a thousand million ways."""
    first, second, third = SystemRandom().sample(WORDS, HOW_MANY)
    return first, second, third


def check_word(seal: Seal, words: Three) -> str:
    """Find the check word of three words, never one of them: only who has the key can tell it."""
    place = int(seal.fingerprint(f"receipt check:{' '.join(words)}")[:16], 16)
    return next(
        word for step in range(HOW_MANY + 1) if (word := WORDS[(place + step) % len(WORDS)]) not in words
    )


def read(seal: Seal, typed: str) -> Three | Slip:
    """Read what somebody typed, forgivingly, or tell what is wrong with it; nothing kept is asked."""
    pieces = split(typed)
    if len(pieces) != HOW_MANY + 1:
        return Slip("count")
    meant = [mean(piece) for piece in pieces]
    if None in meant:
        return Slip("unknown", meant.index(None) + 1)
    first, second, third, check = (word or "" for word in meant)
    right = check_word(seal, (first, second, third))
    if not hmac.compare_digest(check.encode(), right.encode()):
        return Slip("check")
    return first, second, third


def split(typed: str) -> list[str]:
    """Take the words out of what was typed: capitals, commas and «sjekkord:» do not matter.

    >>> split(" Sol, BÅT  eple. Sjekkord: kanel")
    ['sol', 'båt', 'eple', 'kanel']
    """
    small = unicodedata.normalize("NFC", typed[:LONGEST]).lower()
    return [word for word in re.findall(r"[^\W\d_]+", small) if word not in NOT_WORDS]


def mean(typed: str) -> str | None:
    """Find the word that was meant: as typed, else the only one that is a single slip away.

    >>> mean("eple"), mean("elpe"), mean("sjoestjerne"), mean("xyzzy") is None
    ('eple', 'eple', 'sjøstjerne', True)
    """
    if typed in KNOWN:
        return typed
    spelt = typed
    for letters, letter in WITHOUT_NORWEGIAN_KEYS:
        spelt = spelt.replace(letters, letter)
    if spelt in KNOWN:
        return spelt
    near = [word for word in WORDS if is_one_slip(spelt, word)]
    return near[0] if len(near) == 1 else None


def is_one_slip(typed: str, word: str) -> bool:
    """Tell whether a finger slipped once: a letter wrong, lost or too many, or two that changed places.

    >>> [is_one_slip(typed, "eple") for typed in ("eble", "epl", "eplee", "elpe", "ebel", "eple")]
    [True, True, True, True, False, False]
    """
    if len(typed) == len(word):
        wrong = [place for place, letter in enumerate(word) if typed[place] != letter]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return typed[wrong[0]] == word[wrong[1]] and typed[wrong[1]] == word[wrong[0]]
        return len(wrong) == 1
    short, long = sorted((typed, word), key=len)
    if len(long) - len(short) != 1:
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
