"""The facts that a municipality records about itself, by section, and how each is read from what was typed.

One rule: a fact is text that was tidied and is right, or it is not kept; nothing is filled in by itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from nlp.clean import clean

LANGUAGES = ("nb", "nn", "en")
"""The languages that a municipality may offer; Northern Sámi joins when a native reader has approved it."""
MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
PHONE = re.compile(r"\+?[0-9](?: ?[0-9]){2,14}")
HOST = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[A-Za-z]{2,63}")
CLOCK = re.compile(r"([01][0-9]|2[0-3])[:.]([0-5][0-9])")
DAY_AS_HERE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
LONGEST_NAME, LONGEST_LINK, LONGEST_WORDS, MOST_DAYS = 80, 300, 1000, 365


class NotFit(ValueError):
    """Something typed that cannot be this fact; `why` names the sentence that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


Read = Callable[[str, str], str]
"""Tidies what was typed, given the day it is today."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to record: the section it belongs to, and how it is typed."""

    name: str
    section: str
    kind: str
    suggests: str = ""
    """Our proposal, shown beside the box and never kept by itself."""

    def read(self, typed: str, today: str) -> str:
        """Read what was typed; empty stays empty.

        >>> Fact("dpia-day", "law", "day").read(" 1.5.2026 ", "2026-09-21")
        '2026-05-01'
        """
        tidy = clean(typed)
        return READS[self.kind](tidy, today) if tidy else ""


def read_name(typed: str, today: str) -> str:
    """Read a line of words.

    >>> read_name("Kari  Vakt", "")
    'Kari  Vakt'
    """
    if "\n" in typed or len(typed) > LONGEST_NAME:
        raise NotFit("name")
    return typed


def read_words(typed: str, today: str) -> str:
    """Read some sentences."""
    if len(typed) > LONGEST_WORDS:
        raise NotFit("words")
    return typed


def read_link(typed: str, today: str) -> str:
    """Read the address of a page.

    >>> read_link("https://www.eksempelvik.kommune.no/uu", "")
    'https://www.eksempelvik.kommune.no/uu'
    """
    try:
        host, port = urlsplit(typed).hostname or "", urlsplit(typed).port
    except ValueError:
        raise NotFit("link") from None
    odd = re.search(r"[\s<>\"'\\]", typed) or "@" in urlsplit(typed).netloc or port is not None
    if not typed.startswith("https://") or odd or not HOST.fullmatch(host) or len(typed) > LONGEST_LINK:
        raise NotFit("link")
    return typed


def read_mail(typed: str, today: str) -> str:
    """Read a mail address."""
    if not MAIL.fullmatch(typed) or ".." in typed:
        raise NotFit("mail")
    return typed


def read_phone(typed: str, today: str) -> str:
    """Read a number that a telephone can call.

    >>> read_phone("69 12 34 56", "")
    '69 12 34 56'
    """
    if not PHONE.fullmatch(typed):
        raise NotFit("phone")
    return typed


def read_day(typed: str, today: str) -> str:
    """Read a day that has been, as 2026-05-01 or as people here write it."""
    day = tidy_day(typed)
    if day > today:
        raise NotFit("day.ahead")
    return day


def tidy_day(typed: str) -> str:
    """Write a day as 2026-05-01, however it was typed."""
    here = DAY_AS_HERE.fullmatch(typed)
    try:
        found = date(int(here[3]), int(here[2]), int(here[1])) if here else date.fromisoformat(typed)
    except ValueError:
        raise NotFit("day") from None
    if not 2000 <= found.year <= 2100:
        raise NotFit("day")
    return found.isoformat()


def read_days(typed: str, today: str) -> str:
    """Read how many days something is kept."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and 1 <= int(typed) <= MOST_DAYS):
        raise NotFit("days")
    return str(int(typed))


def read_clock(typed: str, today: str) -> str:
    """Read a time of day.

    >>> read_clock("21.30", "")
    '21:30'
    """
    found = CLOCK.fullmatch(typed)
    if not found:
        raise NotFit("clock")
    return f"{found[1]}:{found[2]}"


def read_languages(typed: str, today: str) -> str:
    """Read which languages are offered, in our own order."""
    chosen = set(typed.replace(",", " ").split())
    if not chosen <= set(LANGUAGES):
        raise NotFit("languages")
    return " ".join(each for each in LANGUAGES if each in chosen)


READS: dict[str, Read] = {
    "name": read_name,
    "words": read_words,
    "link": read_link,
    "mail": read_mail,
    "phone": read_phone,
    "day": read_day,
    "days": read_days,
    "clock": read_clock,
    "languages": read_languages,
}
FACTS = (
    Fact("name", "about", "name"),
    Fact("languages", "about", "languages"),
    Fact("statement-link", "about", "link"),
    Fact("feedback-mail", "about", "mail"),
    Fact("basis", "law", "words"),
    Fact("dpia-day", "law", "day"),
    Fact("officer-name", "law", "name"),
    Fact("officer-mail", "law", "mail"),
    Fact("raw-days", "law", "days", "180"),
    Fact("case-days", "law", "days", "30"),
    Fact("adult-name", "duty", "name"),
    Fact("adult-mail", "duty", "mail"),
    Fact("deputy-name", "duty", "name"),
    Fact("deputy-mail", "duty", "mail"),
    Fact("watch-number", "numbers", "phone"),
    Fact("report-link", "numbers", "link"),
    Fact("helplines-by", "numbers", "name"),
    Fact("helplines-day", "numbers", "day"),
    Fact("card-by", "numbers", "name"),
    Fact("card-day", "numbers", "day"),
    Fact("quiet-from", "quiet", "clock"),
    Fact("quiet-to", "quiet", "clock"),
    Fact("lessons-from", "quiet", "clock", "08:30"),
    Fact("lessons-to", "quiet", "clock", "14:30"),
    Fact("telegram-by", "telegram", "name"),
    Fact("telegram-day", "telegram", "day"),
)
"""Everything that can be recorded in words, in the order of the pages."""


def facts_in(section: str) -> tuple[Fact, ...]:
    """List the facts of one section."""
    return tuple(fact for fact in FACTS if fact.section == section)


def find_fact(name: str) -> Fact | None:
    """Find a fact by its name."""
    return next((fact for fact in FACTS if fact.name == name), None)
