"""Makes any words fit to be printed: only signs that can be shown, and none that moves others about.

One rule: words stay words. What turns the reading direction, hides or breaks a file is left out; a sign that
the letters of a document lack is a small box, so that nobody thinks that nothing stood there.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Controls, turns of direction, joiners and marks of a variant: nothing of it is a sign to read."""
HALVES = re.compile("[\ud800-\udfff\ufffe\uffff\ue000-\uf8ff]")
"""Halves of a sign, no signs at all, and those that everybody means something else by."""
PICTURES = re.compile("[\U0001f000-\U0001faff\U000e0000-\U000e007f]+")
"""Emoji: no letters of ours have them, and a row of boxes would only be in the way of the words."""
LETTERS = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u0377\u0391-\u03a1\u03a3-\u04ff\u05d0-\u05ea\u0621-\u063a\u0640-\u064a"
    "\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2074-\u208e\u20a0-\u20c0\u2100-\u211e"
    "\u2126-\u2151\u2190-\u23ff\u25a0-\u2606\u2761-\u277f]"
)
"""What the letters that come with Typst lack, as far as was tried sign by sign."""
BOX = "□"


def seen(words: str) -> str:
    """Leave out what cannot be seen or turns what stands beside it, and what no file may hold.

    >>> seen("a\\u202eb\\x00c"), seen("a\\ud800b")
    ('abc', 'a□b')
    """
    return words if words.isprintable() else HALVES.sub(BOX, UNSEEN.sub("", words))


def in_our_letters(words: str) -> str:
    """Leave nothing that our letters lack.

    >>> in_our_letters("skate 🛹 nå"), in_our_letters("čáppa 中")
    ('skate nå', 'čáppa □')
    """
    plain = PICTURES.sub("", UNSEEN.sub("", unicodedata.normalize("NFC", words)))
    return re.sub(r"  +", " ", LETTERS.sub(BOX, plain)).strip(" ")


def all_in_our_letters(said: Any) -> Any:
    """Do so with every word of a document."""
    if isinstance(said, str):
        return in_our_letters(said)
    if isinstance(said, Mapping):
        return {key: all_in_our_letters(each) for key, each in said.items()}
    return [all_in_our_letters(each) for each in said] if isinstance(said, list | tuple) else said
