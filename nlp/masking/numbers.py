"""Finds phone numbers, national ids, account numbers, birth dates and car plates.

The one rule: prices, times, years and versions stay; any other long run of digits is hidden, valid or not.
"""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum.no import fodselsnummer, kontonr

from nlp.masking.span import Span

_RUN = re.compile(r"(?<!\d)\d(?:[ .\-/]?\d){6,15}(?!\d)")
_ELEVEN = re.compile(r"(?<![\d+])\d(?:[ .\-]?\d){10}(?!\d)")
_LONG = re.compile(r"(?<![\d+])\d{9,19}(?!\d)")
_EIGHT = re.compile(r"(?<!\d)(?<!\d[ .,:-])[2-9]\d(?:[ .\-]?\d){6}(?!\d)(?![.,:]\d)")
_PREFIXED = re.compile(r"(?<!\w)(?:\+|00)\d{1,3}[ .\-]?\d(?:[ .\-]?\d){5,11}(?!\d)")
_YEARS = re.compile(r"(?:19|20)\d\d[ \-/.](?:19|20)\d\d")
_DIGIT_WORDS = re.compile(
    r"(?<!\w)(?:(?:null|en|ett|to|tre|fire|fem|seks|sju|syv|åtte|ni|zero|one|two|three|four|five|six|seven|eight"
    r"|nine)[ ,]{1,2}){6,15}(?:null|en|ett|to|tre|fire|fem|seks|sju|syv|åtte|ni|zero|one|two|three|four"
    r"|five|six|seven|eight|nine)(?!\w)",
    re.I,
)
_MONTHS = (
    r"jan(?:uar|uary)?|feb(?:ruar|ruary)?|mars?|march|apr(?:il)?|mai|may|juni?|june?|juli?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|des(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"(?<![\d.])(?:(?:[0-2]?\d|3[01])[./\-](?:0?\d|1[0-2])[./\-](?P<year>(?:19|20)?\d\d)"
    rf"|(?:[0-2]?\d|3[01])\.? ?(?:{_MONTHS})\.?,? (?P<year2>(?:19|20)\d\d)"
    rf"|(?P<year3>(?:19|20)\d\d)-\d\d-\d\d)(?!\d)",
    re.I,
)
_BARE_DATE = re.compile(
    rf"(?<![\d.])(?:[0-2]?\d|3[01])(?:[./](?:0?\d|1[0-2])\b|\.? (?:{_MONTHS})\b)(?!\d)", re.I
)
_BORN = re.compile(
    r"(?:født|fødd|born|bursdag|fødselsda\w*|fødsels\w*|birthday|f\.|f:|riegádan)[^.!?\d]{0,30}$", re.I
)
_PLATE = re.compile(r"(?<![\w-])(?P<letters>[A-Za-z]{2})(?P<gap>[ -]?)(?P<digits>\d{4,5})(?!\w)")
_PLATE_CUE = re.compile(
    r"skilt|bil\b|bilen|varebil|moped|scooter|reg|nummer|henger|traktor|car|plate|kjenn", re.I
)
_NOT_LETTERS = frozenset(
    {"kr", "nr", "ca", "på", "og", "av", "er", "om", "år", "kl", "bo", "fc", "il", "if", "ps", "ha"}
)


def find_ids(text: str) -> Iterator[Span]:
    """National ids and account numbers, however they are spaced, and any long run of digits."""
    for found in _ELEVEN.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if found.group() == digits or _is_id(digits):
            yield Span(found.start(), found.end(), "id")
    for found in _LONG.finditer(text):
        yield Span(found.start(), found.end(), "id")


def _is_id(digits: str) -> bool:
    """Date-shaped with any of the ranges in use (D-numbers, synthetic +40 and +80), or a right checksum."""
    day, month = int(digits[:2]), int(digits[2:4])
    if 1 <= day % 40 <= 31 and 1 <= month % 20 <= 12:
        return True
    return bool(fodselsnummer.is_valid(digits) or kontonr.is_valid(digits))


def find_phones(text: str) -> Iterator[Span]:
    """Phone numbers, Norwegian in any grouping, foreign ones, and numbers written as words."""
    for found in _DIGIT_WORDS.finditer(text):
        yield Span(found.start(), found.end(), "telefon")
    if not _RUN.search(text):
        return
    for found in _PREFIXED.finditer(text):
        yield Span(found.start(), found.end(), "telefon")
    for found in _EIGHT.finditer(text):
        if not _YEARS.fullmatch(found.group()) and not _is_date(found.group()):
            yield Span(found.start(), found.end(), "telefon")
    for match in phonenumbers.PhoneNumberMatcher(text, "NO"):
        if not _YEARS.search(match.raw_string) and not _is_date(match.raw_string):
            yield Span(match.start, match.end, "telefon")


def _is_date(written: str) -> bool:
    return bool(_DATE.fullmatch(written))


def find_birth_dates(text: str) -> Iterator[Span]:
    """Dates that somebody was, or may well have been, born on."""
    for found in _DATE.finditer(text):
        year = found["year"] or found["year2"] or found["year3"]
        if _is_birth_year(year) or _BORN.search(text[max(0, found.start() - 45) : found.start()]):
            yield Span(found.start(), found.end(), "dato")
    for found in _BARE_DATE.finditer(text):
        if _BORN.search(text[max(0, found.start() - 45) : found.start()]):
            yield Span(found.start(), found.end(), "dato")


def _is_birth_year(year: str) -> bool:
    return (len(year) == 4 and 1920 <= int(year) <= 2020) or (len(year) == 2 and 4 <= int(year) <= 18)


def find_plates(text: str) -> Iterator[Span]:
    """Car plates: two letters and five digits; four digits (mopeds) only where the text speaks of one."""
    for found in _PLATE.finditer(text):
        letters, cued = found["letters"], bool(_PLATE_CUE.search(text))
        if letters.lower() in _NOT_LETTERS and not (cued and letters.isupper()):
            continue
        if cued or (len(found["digits"]) == 5 and (letters.isupper() or not found["gap"])):
            yield Span(found.start(), found.end(), "bilnummer")
