"""Finds a first name that hangs on the word for a thing: "gitar-maja".

The one rule: the sentence calls somebody so, or tells of one person; "gitar-ida" alone may be a shop.
"""

import re
from collections.abc import Iterator

from nlp.masking.cues import is_followed
from nlp.masking.known import first_names, is_never_word
from nlp.masking.span import Span
from nlp.masking.traits import comes_back, has_trait
from nlp.spelling import is_real

_BYNAME = re.compile(r"(?<![\w-])(?P<thing>[a-zæøå]{2,15})-(?P<name>[a-zæøå]{3,15})(?![\w-])")
_CALLED_SO = re.compile(
    r"(?<!\w)(?:(?:kaller|kallar|kalle) (?:henne|ham|han|ho|hun|n|a)|kalles|kallast|called|call (?:her|him)"
    r"|han|hun|ho|hu|spør|ask) $",
    re.I,
)


def find_bynames(text: str) -> Iterator[Span]:
    """The name in "gitar-maja", where the sentence calls somebody so or tells of one."""
    for found in _BYNAME.finditer(text) if "-" in text else ():
        name = found["name"]
        is_a_thing = is_real(found["thing"]) and found["thing"] not in first_names()
        called = _CALLED_SO.search(text, max(0, found.start() - 20), found.start())
        told = has_trait(text, found.end()) or is_followed(text, found.end()) or comes_back(text, found.end())
        if name in first_names() and is_never_word(name) and (called or told) and is_a_thing:
            yield Span(found.start("name"), found.end("name"), "navn")
