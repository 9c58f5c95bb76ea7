"""The normal form a text gets before anything else looks at it.

The one rule: what a person can see stays; what only machines see (NUL, controls, zero-width, bidi) goes.
"""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# U+200D joins emoji (families, flags) but hides between letters; the joiner is dropped outside emoji only.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c"
    "\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
_LONE_JOINER = re.compile(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n(?:[ \n])*")


def clean(text: str) -> str:
    """Text as a person would see it: NFC, no hidden characters, single spaces, trimmed.

    >>> clean("  vi\\u200b vil\\x00   ha\\r\\n\\r\\n sirkus ")
    'vi vil ha\\nsirkus'
    """
    text = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    text = _LONE_JOINER.sub("", unicodedata.normalize("NFC", text))
    return _EMPTY_LINES.sub("\n", _SPACES.sub(" ", text)).strip()
