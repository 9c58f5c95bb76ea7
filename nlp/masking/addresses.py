"""Finds where somebody lives: a street with a house number, or a place after "bor i" with a number.

The one rule: a street without a number is a place of activities and stays.
"""

import re
from collections.abc import Iterator

from nlp.masking.span import Span

_STRONG = (
    r"(?:ve(?:i|ien|g|gen)|gat(?:a|e|en)|gt|alle[en]?|allé(?:en)?|sti(?:en)?|svingen|strede[t]?"
    r"|geaidnu|luodda|vn)"
)
_WEAK = (
    r"(?:bakken|bakke|kroken|toppen|haugen|plass(?:en)?|ringen|tunet?|løkka|åsen|lia|terrasse|brygge|brygga|kaia"
    r"|marka|jordet|myra|lunden|lund|hagen|bálggis)"
)
_NUMBER = (
    r"\.? ?(?P<number>\d{1,4} ?(?:[a-hA-H](?!\w))?)(?![\w]|[-–:/]\d|[.,]\d)(?! ?(?:kr|år|stk|min|%|-åring))"
)
_NAMED = r"(?-i:(?:[A-ZÆØÅÁČŠŽ][\w.]{1,20} ){0,3})"
_STREET = re.compile(rf"(?<!\w){_NAMED}[^\W\d_][\w-]{{0,30}}{_STRONG}{_NUMBER}", re.I)
_TWO_WORDS = re.compile(rf"(?<!\w)(?:[A-ZÆØÅÁČŠŽ][\w.]{{1,20}} ){{1,3}}(?:{_STRONG}|{_WEAK}){_NUMBER}")
_CAPITAL = re.compile(rf"(?<!\w)[A-ZÆØÅÁČŠŽ][\w-]{{1,30}}{_WEAK}{_NUMBER}")
_ENGLISH = re.compile(r"(?<!\w)\d{1,4} (?:[A-Z]\w{1,20} ){1,2}(?:Street|Road|Lane|Avenue|Drive|Way)(?!\w)")
_LIVES = re.compile(
    r"(?<!\w)(?:bor|bur|budd|adressa?|adressen|live|lives|orrun|ássá)"
    r"(?: (?:er|i|på|ved|in|at|oppe|nede)){0,2}:? "
    rf"(?P<place>[A-ZÆØÅ]\w{{2,30}}{_NUMBER})"
)
_LOWER_STARTS = re.compile(r"^(?:(?:i|på|ved|til|fra|og|bor|er|at|in|send|svar|hilsen|med) ){1,4}", re.I)
_POST_CODE = re.compile(r",? \d{4} [A-ZÆØÅ]\w{1,20}(?: i [A-ZÆØÅ]\w+)?")


def find_addresses(text: str) -> Iterator[Span]:
    """Each address, with the postal code that follows it."""
    for pattern in (_STREET, _TWO_WORDS, _CAPITAL, _ENGLISH):
        for found in pattern.finditer(text):
            skipped = _LOWER_STARTS.match(found.group())
            yield _with_post_code(text, found.start() + (skipped.end() if skipped else 0), found.end())
    for found in _LIVES.finditer(text):
        yield _with_post_code(text, found.start("place"), found.end("place"))


def _with_post_code(text: str, start: int, end: int) -> Span:
    following = _POST_CODE.match(text, end)
    end = following.end() if following else end
    return Span(start, start + len(text[start:end].rstrip()), "adresse")
