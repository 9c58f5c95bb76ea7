"""Puts a document together from a summary: one page that a meeting needs, then all of it.

One rule: it says what the summary's page says to the same reader, and a part that the summary lacks is left
out. A summary that has nothing to show makes no document at all.
"""

from collections.abc import Mapping
from typing import Any

from collector.here import day_of
from collector.model import Municipality
from collector.reports.paper import counted, said
from collector.reports.paper.drawn import picture_of
from collector.reports.paper.parts import Paper, Section
from collector.reports.paper.words import Words
from collector.summary.slices import ALL
from collector.texts import Catalogue

TOTALS = ("approved", "senders", "waiting")
STORIES_FIRST = 3
UNMET_FIRST = 4
LANGUAGES = ("nb", "nn", "en", "se")


class NothingToShow(Exception):
    """There is no document of this; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def make_paper(
    found: Mapping[str, Any], texts: Catalogue, language: str, here: Municipality, today: str
) -> Paper:
    """Make the document of a summary."""
    refuse_if_empty(found)
    words = Words(texts, language)
    return Paper(
        language,
        title_of(found, words),
        _under(found, words, here, today),
        _totals(found, words),
        _first(found, words),
        (
            *counted.by_tag(found, words),
            *said.stories(found, words),
            *said.missing(found, words),
            *said.unanswered(found, words),
            *counted.answered(found, words),
            *counted.over_time(found, words),
            *counted.by_who(found, words),
            *said.notes(found, words),
            *said.sensitivity(found, words),
            Section(words.say("paper.how-to-read"), _how_to_read(found, words)),
        ),
        _foot(found, words, here),
        day_of_figures(found, today),
        marks_of(words, here),
    )


def refuse_if_empty(found: Mapping[str, Any]) -> None:
    """Refuse what would be a document of nothing."""
    approved = found["totals"]["approved"]
    if approved.get("n") is None:
        raise NothingToShow("paper.too-few")
    if not approved["n"]:
        raise NothingToShow("paper.empty")


def title_of(found: Mapping[str, Any], words: Words) -> str:
    """Name what it is about."""
    of = found["of"]
    return words.say("summary.everything") if of["code"] == ALL else str(of["rounds"][0]["name"])


def day_of_figures(found: Mapping[str, Any], today: str) -> str:
    """Tell the day that the figures are of."""
    as_of = found.get("as_of")
    return day_of(int(as_of)) if as_of else today


def marks_of(words: Words, here: Municipality) -> tuple[str, ...]:
    """Say on the document itself what it is not."""
    said_of_it = [words.say("paper.example")] if here.is_example else []
    return (*said_of_it, *([words.say("paper.draft")] if words.language == "se" else []))


def narrowed(found: Mapping[str, Any], words: Words) -> str:
    """Say which place or days it is about, where it is not about all."""
    of = found["of"]
    if of.get("place"):
        return words.say("paper.place", place=of["place"])
    first, last = of.get("first"), of.get("last")
    if first and last:
        return words.say("paper.days", first=words.day(first), last=words.day(last))
    if first:
        return words.say("paper.from", first=words.day(first))
    return words.say("paper.until", last=words.day(last)) if last else ""


def _under(found: Mapping[str, Any], words: Words, here: Municipality, today: str) -> tuple[str, ...]:
    of = found["of"]
    lines = [here.name]
    if narrowed(found, words):
        lines.append(narrowed(found, words))
    elif of["code"] != ALL:
        lines.append(words.days(of["rounds"][0]["opens_at"], of["rounds"][0]["closes_at"]))
    if of.get("number"):
        lines.append(words.say("paper.number", number=of["number"]))
    return (*lines, words.say("paper.as-of", day=words.day(day_of_figures(found, today))))


def _totals(found: Mapping[str, Any], words: Words) -> tuple[tuple[str, str], ...]:
    totals = [
        (words.say(f"paper.total.{name}"), words.figure(found["totals"][name]))
        for name in TOTALS
        if name in found["totals"]
    ]
    percent = found.get("answered", {}).get("percent")
    if percent is not None:
        totals.append((words.say("paper.total.answered"), f"{percent} %"))
    return tuple(totals)


def _first(found: Mapping[str, Any], words: Words) -> tuple[Section, ...]:
    title = words.say("paper.greatest")
    greatest = picture_of(words, "activities", found.get("activities") or (), title)
    return (
        *([Section(title, picture=greatest)] if greatest else []),
        *said.stories(found, words, STORIES_FIRST),
        *said.missing_in_short(found, words),
        *said.unanswered(found, words, UNMET_FIRST),
        Section(words.say("paper.how-sure"), (words.say("paper.tags"),)),
    )


def _how_to_read(found: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    small = (words.say("paper.small"),) if found.get("small_hidden") else ()
    tags = (cell for part in counted.TAGS for cell in found.get(part) or ())
    right = (words.say("paper.right-why"),) if any(cell.get("precision") for cell in tags) else ()
    return (words.say("paper.senders"), *right, *small, words.say("paper.cites-why"))


def _foot(found: Mapping[str, Any], words: Words, here: Municipality) -> str:
    of = found["of"]
    code = "" if of["code"] == ALL else f" · {of['code']}"
    return f"Ekko · {here.name}{code}"
