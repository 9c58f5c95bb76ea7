"""Looks at words that will not be kept, or not yet, only for a sign that somebody is not OK.

One rule: whatever is refused, the help card is not.
"""

from bot.dialogs.words import word_asked_for
from nlp.reader import Reader, rules_alarm
from nlp.tags import CONCERNS

READS = 10_000
READ_TWICE = 4_000
"""Longer words than a wish may have are read without the second reader, which would take most of a second."""


def needs_card(reader: Reader, words: str) -> bool:
    """Tell whether the help card must be shown with these words."""
    reader = reader if len(words) <= READ_TWICE else reader.fast
    flags = reader.read(words[:READS]).flags if words.strip() else {}
    return any(level in flags for level in CONCERNS)


def cries_for_help(words: str) -> bool:
    """Tell by the rules alone, quick enough to ask of every message, whether somebody needs help."""
    return word_asked_for(words) == "help" or rules_alarm(words[:READS])
