"""Puts figures, tags and days into words of one language.

One rule: a hidden figure is always the same word here as on the page, and never a number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from collector.here import day_of
from collector.texts import LOCALES, Catalogue

Cell = Mapping[str, Any]
NAMED_BY = {"languages": "language", "sources": "source", "ages": "age"}
"""How the rows of these parts are named; all others that have no name of their own are tags."""
CITED = 6
"""So many wishes are named after a sentence; more say nothing more."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    texts: Catalogue
    language: str

    def say(self, key: str, **params: object) -> str:
        """Find a text."""
        return self.texts.say(key, self.language, **params)

    def number(self, n: int) -> str:
        """Write a figure with the language's own spaces."""
        return str(format_decimal(n, locale=LOCALES[self.language]))

    def figure(self, cell: Cell) -> str:
        """Write a figure, or the word that stands for it where it is hidden."""
        if cell.get("n") is None:
            return self.say(f"summary.hidden.{cell.get('hidden') or 'cover'}")
        return self.number(int(cell["n"]))

    def name(self, part: str, cell: Cell) -> str:
        """Name what a row is about."""
        said = cell.get("name")
        if said:
            return str(said)
        kind = NAMED_BY.get(part, "tag")
        if kind == "tag" and part in {"places", "schools"}:
            return str(cell["id"]) if cell["id"] else self.say("paper.not-said")
        if kind == "age":
            known = self.texts.has(f"paper.age.{cell['id']}")
            return self.say(f"paper.age.{cell['id']}" if known else "paper.not-said")
        return self.texts.name(kind, str(cell["id"]), self.language)

    def tag(self, tag: str) -> str:
        """Name a tag."""
        return self.texts.name("tag", tag, self.language)

    def day(self, iso: str) -> str:
        """Write a day as people here do."""
        return str(format_date(date.fromisoformat(iso), "long", locale=LOCALES[self.language]))

    def day_at(self, at: int) -> str:
        """Write the day of a moment."""
        return self.day(day_of(at))

    def short_day(self, iso: str) -> str:
        """Write a day as it fits under a line: 7. sep."""
        return str(format_date(date.fromisoformat(iso), "d. MMM", locale=LOCALES[self.language]))

    def days(self, opens_at: int, closes_at: int | None) -> str:
        """Write from when to when."""
        if closes_at is None:
            return self.say("paper.from", first=self.day_at(opens_at))
        return self.say("paper.days", first=self.day_at(opens_at), last=self.day_at(closes_at - 1))

    def cites(self, wishes: Iterable[object]) -> str:
        """Name wishes by their numbers; one that has no number cannot be named."""
        numbers = [str(each).removeprefix("#") for each in wishes]
        named = [f"#{each}" for each in numbers if each.isdigit()]
        more = len(named) - CITED
        if more > 0:
            named = [*named[:CITED], self.say("paper.cites-more", n=self.number(more))]
        return ", ".join(named)

    def listed(self, items: Iterable[str]) -> str:
        """Join some names as a person would say them."""
        return self.texts.listed(items, self.language)


def day_before(iso: str) -> str:
    """Name the day before.

    >>> day_before("2026-03-01")
    '2026-02-28'
    """
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()
