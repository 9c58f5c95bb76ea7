"""Notices by rules that a text is hate, harassment, a threat, or sexual about somebody.

The one rule: strong words about things, weather and oneself are no abuse; a person or a group has to be
meant.
"""

from collections.abc import Sequence
from functools import cache

from nlp.alarm import Alarm, Alarms


@cache
def _alarms() -> Alarms:
    return Alarms("abusive.tsv", ("abusive",))


def abuse(words: Sequence[str]) -> Alarm | None:
    """The words that are abuse, if any.

    >>> abuse("treneren er en feit gris".split()).level
    'abusive'
    """
    return _alarms().strongest(words)
