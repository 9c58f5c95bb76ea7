"""What those who keep must be able to ask of those who talk: a talk's own lines are sealed, and theirs.

One rule: a talk that cannot be read is told of and left, and stops nothing else.
"""

from typing import Protocol

from collector.store.front import Tx


class Lines(Protocol):
    """Forgets in a talk's own lines what is erased elsewhere; tells whether the talk could be read."""

    def forget_wish(self, tx: Tx, talk_id: str, wish_id: str) -> bool:
        """Forget all that belongs to an erased wish."""

    def forget_words(self, tx: Tx, talk_id: str, wish_id: str = "") -> bool:
        """Forget what was written, of one wish or of all; the wish itself stays."""
