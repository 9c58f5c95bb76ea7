"""Asks a list of alarm patterns whether a text should be seen by an adult.

The one rule: an excuse ("dø av latter") must cover the very words that alarmed; a game, film or song in the
same text quiets only patterns that are marked soft. Everything else alarms: missing one is worse than three
too many.
"""

from collections.abc import Sequence
from typing import NamedTuple

from nlp.cues import Cue, Cues
from nlp.lists import rows


class Alarm(NamedTuple):
    """The level that was reached and the words that reached it."""

    level: str
    first: int
    last: int


class Alarms:
    """One list of patterns; its rows are level (with "~" before it when soft), pattern."""

    def __init__(self, name: str, levels: Sequence[str]) -> None:
        """`levels` are the list's levels, the gravest first."""
        self._cues = Cues(rows(name))
        self._levels = tuple(levels)

    def strongest(self, words: Sequence[str], since: int = 0) -> Alarm | None:
        """The gravest alarm that reaches the words from `since` on."""
        found = self._cues.find(words)
        excuses = [cue for cue in found if cue.label == "excuse"]
        quieted = any(cue.label == "context" for cue in found)
        alarms = [
            Alarm(cue.label.lstrip("~"), cue.first, cue.last)
            for cue in found
            if cue.label not in ("excuse", "context")
            and cue.last > since
            and not (quieted and cue.label.startswith("~"))
            and not any(_covers(excuse, cue) for excuse in excuses)
        ]
        return min(alarms, key=lambda alarm: self._levels.index(alarm.level), default=None)


def _covers(excuse: Cue, alarm: Cue) -> bool:
    return any(excuse.first < last and first < excuse.last for first, last in alarm.spans)
