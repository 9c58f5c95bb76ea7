"""Finds school classes.

The one rule: asked only where a name was found; a class alone points at nobody.
"""

import re
from collections.abc import Iterator

from nlp.masking.span import Span

_CLASS = re.compile(
    r"(?<![\w.])(?:10|[1-9])(?: ?\.)? ?[A-Ha-h](?:-klassen)?(?![\w'’-])"
    r"|(?<!\w)(?:vg|VG|Vg)[123][A-Za-z]{0,4}(?!\w)"
)


def find_classes(text: str) -> Iterator[Span]:
    """School classes: 9B, 10. a, VG2."""
    for found in _CLASS.finditer(text):
        yield Span(found.start(), found.end(), "klasse")
