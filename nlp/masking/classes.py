"""Finds school classes.

The one rule: asked only where a name was found; a class alone points at nobody.
"""

import re
from collections.abc import Iterator

from nlp.masking.span import Span

_CLASS = re.compile(
    r"(?<![\w.])(?:10|[1-9])(?: ?\.)? ?[A-Ha-h](?:-klassen)?(?![\w'’-])"
    r"|(?<!\w)(?:vg|VG|Vg)[123][A-Za-z]{0,4}(?!\w)"
    r"|(?<![\w.,])[123](?!GB|TB|MB|KB|KG|CM|MM|KM|DS|HZ|PM|AM|STK|FPS|KR|XL|ND|RD"
    r"|VS)[A-ZÆØÅ]{2,3}[A-D]?(?![\w'’-])"
    r"|(?<=[^\W\d] i )(?:10|[1-9])\.(?=[ ,!?]|$)(?! (?:klasse|trinn|etg|etasje|omgang|div|plass|runde"
    r"|jan|feb|mar|apr"
    r"|mai|jun|jul|aug|sep|okt|nov|des|time|gang|år))"
)
_IN = re.compile(r"(?:klasse|fra|frå|from) $", re.I)


def find_classes(text: str) -> Iterator[Span]:
    """School classes: 9B, 10. a, VG2."""
    for found in _CLASS.finditer(text):
        if found.group() == "3D" and not _IN.search(text, max(0, found.start() - 12), found.start()):
            continue
        yield Span(found.start(), found.end(), "klasse")
