"""Chooses which terms a model may remember: none that only a few people said, and nobody's name.

The one rule: what young people wrote counts by how many different senders said it, never by how often.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from nlp.lists import words_of
from nlp.notice import Noticed

FEWEST = 5
SENDER = "sender:"
"""How the hand of an example begins whose text came in from a young person."""


def sender_of(hand: str) -> str:
    """Who sent an example in, or nobody where it ships with the program.

    >>> sender_of("sender:01ab"), sender_of("h07")
    ('sender:01ab', '')
    """
    return hand if hand.startswith(SENDER) else ""


def common(
    noticed: Sequence[Noticed], senders: Sequence[str], terms: Callable[[Noticed], list[str]]
) -> list[str]:
    """The terms of five shipped texts, or of five senders; a name that is no word besides is none of them."""
    texts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    met: set[tuple[str, str]] = set()
    for text, sender in zip(noticed, senders, strict=True):
        said = set(terms(text))
        if not sender:
            texts.update(said)
            continue
        new = {(sender, term) for term in said} - met
        met |= new
        people.update(term for _, term in new)
    enough = {term for count in (texts, people) for term, n in count.items() if n >= FEWEST}
    return sorted(term for term in enough if not _names_somebody(term))


@cache
def _names() -> frozenset[str]:
    listed = words_of("names.tsv", "first") | words_of("names.tsv", "last")
    return listed - words_of("names.tsv", "word") - words_of("names.tsv", "public")


def _names_somebody(term: str) -> bool:
    return not _names().isdisjoint(term.replace("~", " ").split())
