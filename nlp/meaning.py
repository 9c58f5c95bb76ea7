"""The seam for a second reader: whatever turns texts into vectors of meaning.

The one rule: Ekko reads without it. It is an ordinary extra, asked where it is installed and is what we
pinned.
"""

from collections.abc import Sequence
from typing import Protocol

from nlp.way import Numbers


class Meaning(Protocol):
    """Turns texts into vectors of length one; `name` changes whenever the vectors would."""

    @property
    def name(self) -> str:
        """Which model, down to its bytes."""
        ...

    def vectors(self, texts: Sequence[str]) -> Numbers:
        """One row for each text."""
        ...


def calm(text: str) -> str:
    """The text without shouting, which would drown what it means.

    >>> calm("KAN VI FÅ EN KINO"), calm("Kan vi få en kino")
    ('kan vi få en kino', 'Kan vi få en kino')
    """
    letters = [letter for letter in text if letter.isalpha()]
    return text.lower() if sum(letter.isupper() for letter in letters) > len(letters) / 2 else text
