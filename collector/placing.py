"""Finds which of the places that a municipality knows are named in a text.

One rule: a place is known by its whole name, and never guessed.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from collector.store import groups, routed
from collector.store.front import Tx


def named_in(text: str, places: Iterable[str]) -> frozenset[str]:
    """Name the places that a text names.

    >>> sorted(named_in("Cosplay i vika, eller på Nordre bydels hus", ["Vika", "Nordre bydel", "Storvika"]))
    ['Nordre bydel', 'Vika']
    """
    text = text.casefold()
    return frozenset(place for place in places if place and pattern_of(place).search(text))


@lru_cache(maxsize=1000)
def pattern_of(place: str) -> re.Pattern[str]:
    """Make what finds a place: its words, with an s behind where something is the place's own."""
    words = r"\s+".join(re.escape(word) for word in place.casefold().split())
    return re.compile(rf"(?<!\w){words}s?(?!\w)")


def note(tx: Tx, municipality_id: str, wish_id: str, words: str) -> None:
    """Keep which places a wish's own words name, while they can be read."""
    routed.put_places(tx, wish_id, named_in(words, groups.places_known(tx, municipality_id)))
