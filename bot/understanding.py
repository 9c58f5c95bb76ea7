"""What a conversation needs of a reading."""

from bot.dialogs.events import Understood
from collector import intake
from nlp.reading import Reading

MOST = 6
"""So many activities are offered where what was understood is wrong."""


def understood(reading: Reading) -> Understood:
    """The activities, those to ask about, likeliest first, and whether somebody is not OK."""
    chances = reading.suggested if reading.scores is None else reading.scores
    others = [tag for tag in sorted(chances, key=lambda tag: -chances[tag]) if tag not in reading.activities]
    return Understood(
        activities=tuple(reading.activities),
        maybe=tuple(tag for tag in others if intake.kind_of(tag) == "activity")[:MOST],
        is_wish="not-a-wish" not in reading.flags,
        concern=intake.concern_of(reading),
        barriers=tuple(reading.barriers),
        forms=tuple(reading.forms),
    )
