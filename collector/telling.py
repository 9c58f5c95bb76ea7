"""Puts an answer into the words that the one who wished will read.

One rule: the page where a leader looks at her answer and every channel that brings it get their words here;
it is the municipality that answers, never a name.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from collector.model import Answer, Wish
from collector.texts import Catalogue

HERE = ZoneInfo("Europe/Oslo")
NAMED = 3
"""So many of the things that a wish is about are named; more would hide the answer."""


def tell(texts: Catalogue, answer: Answer, wish: Wish, language: str) -> str:
    """Say which wish it is about, where it came to, and what was written beside that."""
    about = tell_which(texts, wish, language)
    if answer.takes_back:
        return f"{about}\n{texts.say('answer.told.back', language)}"
    return f"{about}\n{tell_beside(texts, answer, language)}"


def tell_beside(texts: Catalogue, answer: Answer, language: str) -> str:
    """Say where it came to and what was written, for where the wish itself stands beside."""
    status = texts.say(f"answer.status.{answer.status}", language)
    return "\n".join(filter(None, (texts.say("answer.told.is", language, status=status), answer.text)))


def tell_which(texts: Catalogue, wish: Wish, language: str) -> str:
    """Remind of a wish by what it is about and when it came, never by its words."""
    given = [tag.id for tag in wish.tags if tag.given and tag.kind == "activity"][:NAMED]
    week = week_of(wish.received_at)
    if not given or wish.flagged:
        return texts.say("answer.told.when", language, week=week)
    names = texts.listed((texts.name("tag", tag, language).lower() for tag in given), language)
    return texts.say("answer.told.about", language, tags=names, week=week)


def week_of(at: int) -> int:
    """Tell the week that it was here.

    >>> week_of(1_790_000_000_000)
    39
    """
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(HERE).isocalendar().week
