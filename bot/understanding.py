"""What a conversation needs of a reading."""

from bot.dialogs.events import Understood
from collector import intake
from nlp.reading import Reading


def understood(reading: Reading) -> Understood:
    """The activities, those to ask about, whether it is a wish, and whether somebody is not OK."""
    return Understood(
        activities=tuple(reading.activities),
        maybe=tuple(tag for tag in reading.suggested if intake.kind_of(tag) == "activity"),
        is_wish="not-a-wish" not in reading.flags,
        concern=intake.concern_of(reading),
    )
