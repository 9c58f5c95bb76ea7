"""Finds phone numbers, national ids, account numbers and car plates.

The one rule: prices, times, years and versions stay; any other long run of digits is hidden, valid or not.
"""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum.no import fodselsnummer, kontonr

from nlp.masking.dates import is_date
from nlp.masking.span import Span

_RUN = re.compile(r"(?<!\d)\d(?:[ .\-/]?\d){6,15}(?!\d)")
_ELEVEN = re.compile(r"(?<![\d+])\d(?:[ .\-]?\d){10}(?!\d)")
_LONG = re.compile(r"(?<![\d+])\d{9,19}(?!\d)")
_EIGHT = re.compile(
    r"(?<!\d)(?<!\d[ .,:-])[2-9]\d(?:[ .\-]?\d){6}(?:(?<= \d) \d(?!\w))?(?!\d)(?![.,:]\d)"
    r"|(?<![\d/])[2-9]\d(?:/\d\d){3}(?![\d/])"
)
_PREFIXED = re.compile(
    r"(?:(?<!\w)(?:\+|00)\d{1,3}|\(\+\d{1,3}\))[ .\-]?(?:\(\d{1,4}\)[ .\-]?)?\d(?:[ .\-]?\d){4,11}(?!\d)"
)
# Nobody's own: free and service numbers, and the helplines that our own help card shows (trust.md).
_SERVICE = re.compile(r"(?:\+?47|0047)?(?:800\d{5}|81[05]\d{5}|82\d{6}|22400040|41716111)")
_YEARS = re.compile(r"(?:19|20)\d\d[ \-/.](?:19|20)\d\d|[0-3]?\d/[01]?\d[ -][0-3]?\d/[01]?\d")
# Whole millions in groups of three, and what is told in kroner: a budget, not a phone. A mobile number never.
_MILLIONS = re.compile(r"[235678]\d(?P<gap>[ .]?)\d{2}0(?P=gap)000")
_MONEY = re.compile(r" ?(?:kr(?![a-zæøå])|kroner|kronar|nok(?!\w)|,-|euro|dollar)", re.I)
_ACCOUNT = re.compile(r"\d{4}(?P<gap>[ .])\d\d(?P=gap)\d{5}")
# A thing's number, not a person's: books, wares, orders, organisations.
_NOT_SOMEBODYS = re.compile(
    r"(?<!\w)(?:isbn(?:-1[03])?|issn|ean|varen(?:umme)?r|artikkel(?:nummer|nr)|art\.? ?nr"
    r"|best(?:illings)?\.? ?(?:nummer|nr)"
    r"|ordre(?:nummer|nr)?|modell(?:nummer|nr)?|serienummer|org(?:anisasjons)?\.? ?(?:nummer|nr)"
    r"|produkt(?:nummer|nr)"
    r"|item|order|sku|strekkode)(?:et|en|a)?(?: (?:er|is))?[.:]? ?$",
    re.I,
)
_DIGIT_WORDS = re.compile(
    r"(?<!\w)(?:(?:null|en|ett|to|tre|fire|fem|seks|sju|syv|åtte|ni|zero|one|two|three|four|five|six"
    r"|seven|eight"
    r"|nine)[ ,]{1,2}){6,15}(?:null|en|ett|to|tre|fire|fem|seks|sju|syv|åtte|ni|zero|one|two|three|four"
    r"|five|six|seven|eight|nine)(?!\w)",
    re.I,
)
_PLATE = re.compile(r"(?<![\w-])(?P<letters>[A-Za-z]{2})(?P<gap>[ -]?)(?P<digits>\d{4,5}|\d\d \d{3})(?!\w)")
_PLATE_CUE = re.compile(
    r"skilt|park|står|skrap|bil\b|bilen|varebil|moped|scooter|reg|nummer|henger|traktor|car|plate"
    r"|kjenn",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_LETTERS = frozenset(
    {"kr", "nr", "ca", "på", "og", "av", "er", "om", "år", "kl", "bo", "fc", "il", "if", "ps", "ha"}
)


def find_ids(text: str) -> Iterator[Span]:
    """National ids and account numbers, however they are spaced, and any long run of digits."""
    for found in _ELEVEN.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if _NOT_SOMEBODYS.search(text, max(0, found.start() - 24), found.start()):
            continue
        if found.group() == digits or _ACCOUNT.fullmatch(found.group()) or _is_id(digits):
            yield Span(found.start(), found.end(), "id")
    for found in _LONG.finditer(text):
        if _NOT_SOMEBODYS.search(text, max(0, found.start() - 24), found.start()):
            continue
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
    if not _RUN.search(text) and "+" not in text:
        return
    for found in _PREFIXED.finditer(text):
        yield Span(found.start(), found.end(), "telefon")
    for found in _EIGHT.finditer(text):
        if not _YEARS.fullmatch(found.group()) and _is_phone(text, found.start(), found.end()):
            yield Span(found.start(), found.end(), "telefon")
    for match in phonenumbers.PhoneNumberMatcher(text, "NO"):
        if not _YEARS.search(match.raw_string) and _is_phone(text, match.start, match.end):
            yield Span(match.start, match.end, "telefon")


def _is_phone(text: str, start: int, end: int) -> bool:
    """Neither a date, a service that all may call, a sum of money, nor the number of a thing."""
    written = text[start:end]
    return not (
        is_date(written)
        or _is_service(written)
        or _MILLIONS.fullmatch(written)
        or _MONEY.match(text, end)
        or _NOT_SOMEBODYS.search(text, max(0, start - 24), start)
    )


def _is_service(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    return _SERVICE.fullmatch(digits) is not None


def find_plates(text: str) -> Iterator[Span]:
    """Car plates: two letters and five digits; four digits (mopeds) only where the text speaks of one."""
    for found in _PLATE.finditer(text):
        letters, cued = found["letters"], bool(_PLATE_CUE.search(text))
        if " " in found["digits"] and not letters.isupper():
            continue
        if letters.islower() and found["gap"] and _YEAR.fullmatch(found["digits"]):
            continue
        if letters.lower() in _NOT_LETTERS and not (cued and letters.isupper()):
            continue
        if cued or (len(found["digits"]) == 5 and (letters.isupper() or not found["gap"])):
            yield Span(found.start(), found.end(), "bilnummer")
