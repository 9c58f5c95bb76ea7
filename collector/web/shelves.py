"""The shelves that tags stand on where somebody chooses among all, so that nobody reads fifty in a row.

One rule: every tag stands on one shelf, and what is not known to a shelf stands with those made here.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from nlp.tags import BARRIERS, FORMS

SHELVES: Final[Mapping[str, tuple[str, ...]]] = {
    "play": ("gaming", "game-design", "tabletop", "roleplay", "cosplay"),
    "stage": ("band", "korps", "singing", "music-production", "dance", "theatre", "new-circus"),
    "make": (
        "visual-art", "photo-film", "writing", "podcast-radio", "crafts", "cooking", "mekke", "tech",
    ),
    "move": ("sports", "skate-parkour", "outdoor", "trips", "animals"),
    "meet": ("hangout", "events", "wellbeing", "inclusion", "study", "work-volunteer", "heritage"),
    "own": (),
    "barrier": BARRIERS,
    "form": FORMS,
}  # fmt: skip
"""What stands together, in the order that people see it."""
SHELF_OF: Final = {tag: shelf for shelf, tags in SHELVES.items() for tag in tags}


def shelved(tags: Iterable[str]) -> dict[str, list[str]]:
    """Put each tag on its shelf, and leave out the shelves that stay empty.

    >>> shelved(["cost", "tabletop", "gaming", "a-tag-made-here"])
    {'play': ['gaming', 'tabletop'], 'own': ['a-tag-made-here'], 'barrier': ['cost']}
    """
    left = list(tags)
    found = {shelf: [tag for tag in known if tag in left] for shelf, known in SHELVES.items()}
    found["own"] = [tag for tag in left if tag not in SHELF_OF]
    return {shelf: standing for shelf, standing in found.items() if standing}
