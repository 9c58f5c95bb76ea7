"""Finds the dates that somebody was born on.

The one rule: a date of an event stays; a year of birth, or a word of birth before it, is needed.
"""

import re
from collections.abc import Iterator

from nlp.masking.span import Span

_MONTHS = (
    r"jan(?:uar|uary)?|feb(?:ruar|ruary)?|mars?|march|apr(?:il)?|mai|may|juni?|june?|juli?|july?"
    r"|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|des(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"(?<![\d.])(?:(?:[0-2]?\d|3[01])[./\-](?:0?\d|1[0-2])[./\-](?P<year>(?:19|20)?\d\d)"
    rf"|(?:[0-2]?\d|3[01])\.? ?(?:{_MONTHS})\.?,? (?P<year2>(?:19|20)\d\d)"
    rf"|(?P<year3>(?:19|20)\d\d)-\d\d-\d\d)(?!\d)",
    re.I,
)
_BARE_DATE = re.compile(
    rf"(?<![\d.])(?:[0-2]?\d|3[01])(?:[./](?:0?\d|1[0-2])\b|\.? (?:{_MONTHS})\b(?: \d\d(?![\d.:]| (?:år"
    rf"|kr|stk)))?)(?!\d)",
    re.I,
)
_BORN = re.compile(
    r"(?:født|fødd|født|fødsel|born|bursdag|bursdagen|gebursdag|fødselsda\w*|fødsels\w*|birthday|\bf\."
    r"|\bf:|riegádan|date of birth"
    r"|dob|fyller|fyll|fylte)[^.!?\d]{0,30}$",
    re.I,
)
_SIX = re.compile(
    r"(?<![\d.])(?:0[1-9]|[12]\d|3[01])(?P<gap>[ .\-]?)(?:0[1-9]|1[0-2])(?P=gap)\d\d(?:\d\d)?(?![\d.]\d|\d)"
)
_AFTER_NAME = re.compile(
    r"(?:(?<!\w)(?:jeg er|eg er|æ e|æ er|i am|i'm|im|meld på \w{2,20}|påmelding:? \w{2,20})"
    r"|[A-ZÆØÅ]\w{1,20},?) "
    r"(?P<date>(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:0[0-9]|1[0-9]))(?![\d.,]\d|\d|\w| (?:kr|stk"
    r"|poeng|\d))"
)
_ORDINAL = (
    r"(?:første|fyrste|andre|tredje|fjerde|femte|sjette|sjuende|syvende|åttende|niende|tiende|ellevte"
    r"|tolvte|trettende"
    r"|fjortende|femtende|sekstende|syttende|attende|nittende|tjuende|tjue(?:første|andre|tredje|fjerde"
    r"|femte|sjette"
    r"|sjuende|åttende|niende)|trettiende|trettiførste)"
)
_WORDED = re.compile(
    rf"(?<!\w){_ORDINAL} (?:{_MONTHS})(?: (?:(?:19|20)\d\d|to tusen(?: og \w{{2,10}})?|tjue\w{{2,12}}"
    rf"|nitten\w{{2,12}}))?(?!\w)",
    re.I,
)


def is_date(written: str) -> bool:
    """Whether the whole of it is a date with its year."""
    return bool(_DATE.fullmatch(written))


def find_birth_dates(text: str) -> Iterator[Span]:
    """Dates that somebody was, or may well have been, born on."""
    for found in _DATE.finditer(text):
        year = found["year"] or found["year2"] or found["year3"]
        if _is_birth_year(year) or _BORN.search(text[max(0, found.start() - 45) : found.start()]):
            yield Span(found.start(), found.end(), "dato")
    for found in _AFTER_NAME.finditer(text):
        yield Span(found.start("date"), found.end("date"), "dato")
    for pattern in (_SIX, _WORDED):
        for found in pattern.finditer(text):
            if _BORN.search(text[max(0, found.start() - 45) : found.start()]):
                yield Span(found.start(), found.end(), "dato")
    for found in _BARE_DATE.finditer(text):
        if _BORN.search(text[max(0, found.start() - 45) : found.start()]):
            yield Span(found.start(), found.end(), "dato")


def _is_birth_year(year: str) -> bool:
    return (len(year) == 4 and 1920 <= int(year) <= 2020) or (len(year) == 2 and 4 <= int(year) <= 18)
