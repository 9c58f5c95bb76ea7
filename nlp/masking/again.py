"""Finds again what was hidden once: a name in an app that is also the start of an e-mail, a name said twice.

The one rule: the same letters as whole words, and nothing that an ordinary word is written as.
"""

import re
from collections.abc import Iterable, Iterator

from nlp.masking.known import is_also_word, is_first, is_function_word
from nlp.masking.nicks import is_beside_app
from nlp.masking.span import Span
from nlp.spelling import is_real


def find_again(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """Each further place of a handle, of the start of an e-mail, and of the first name of somebody."""
    lower = text.lower()
    said_once = {(_said(text[span.start : span.end], span.mark), span.mark == "navn") for span in found}
    for said, is_name in sorted(said_once):
        if not said or lower.count(said.lower()) < 2:
            continue
        mark = "navn" if is_name else "brukernavn"
        for again in re.finditer(rf"(?<![\w.@-]){re.escape(said)}(?![\w@-]|\.\w)", text, re.I):
            if mark == "navn" or not is_real(said.lower()) or is_beside_app(text, again.end()):
                yield Span(again.start(), again.end(), mark)


def _said(hidden: str, mark: str) -> str:
    """What may stand again: a handle, what comes before "@", a first name that is no word."""
    if mark == "e-post":
        start = hidden.partition("@")[0]
        return start if len(start) > 3 else ""
    if mark == "brukernavn":
        return hidden.lstrip("@") if len(hidden) > 3 else ""
    first = hidden.partition(" ")[0]
    plain = first.lower()
    if mark != "navn" or len(first) < 3 or not is_first(plain) or is_function_word(plain):
        return ""
    return "" if is_also_word(plain) or is_real(plain) else first
