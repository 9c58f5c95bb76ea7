"""Looks at words that will not be kept, only for a sign that somebody is not OK.

One rule: whatever is refused, the help card is not.
"""

from nlp.reader import Reader
from nlp.tags import CONCERNS

READS = 10_000


def needs_card(reader: Reader, words: str) -> bool:
    """Tell whether the help card must be shown with these words."""
    flags = reader.read(words[:READS]).flags if words.strip() else {}
    return any(level in flags for level in CONCERNS)
