"""Notices by rules that somebody is not OK: danger now, or something an adult must know.

The one rule: these rules run before and without the model; the model may only raise what they found.
"""

from collections.abc import Sequence
from functools import cache

from nlp.alarm import Alarm, Alarms
from nlp.tags import CONCERNS

_TOGETHER = 3  # how many earlier messages may belong to the same sentence


@cache
def _alarms() -> Alarms:
    return Alarms("concern.tsv", CONCERNS)


def worry(words: Sequence[str], earlier: Sequence[Sequence[str]] = ()) -> Alarm | None:
    """The gravest concern in a text's plain words, or in what it completes of the messages before it.

    >>> worry("jeg vil ikke leve mer".split()).level
    'concern'
    >>> worry("jeg dør av latter".split()) is None
    True
    """
    alone = _alarms().strongest(words)
    before = [word for message in earlier[-_TOGETHER:] for word in message if word != "."]
    if not before or (alone and alone.level == CONCERNS[0]):
        return alone
    together = _alarms().strongest([*before, *words], since=len(before))
    if together is None or (alone and alone.level == together.level):
        return alone
    return Alarm(together.level, max(0, together.first - len(before)), together.last - len(before))
