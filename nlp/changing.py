"""A reader that another can take the place of while it is asked, so that a new model needs no new start.

The one rule: each text is read by one reader from start to end.
"""

from collections.abc import Sequence

from nlp.meaning import Meaning
from nlp.reader import Reader
from nlp.reading import Reading


class ChangingReader(Reader):
    """Asks whichever reader stands at that moment."""

    def __init__(self, first: Reader) -> None:
        self._now = first

    def change(self, reader: Reader) -> None:
        """Let another read from the next text on."""
        self._now = reader

    @property
    def model_missing(self) -> bool:
        """Whether only rules are reading."""
        return self._now.model_missing

    @property
    def meaning(self) -> Meaning | None:
        """What the second reader's vectors come from, where there is one."""
        return self._now.meaning

    @property
    def fast(self) -> Reader:
        """The first reader alone, as it stands now."""
        return self._now.fast

    def read(self, text: str, earlier: Sequence[str] = (), *, every: bool = False) -> Reading:
        """What one text says, by the reader of this moment."""
        return self._now.read(text, earlier, every=every)
