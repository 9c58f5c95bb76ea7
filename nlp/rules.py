"""Scores a noticed text by lexicon and cues alone, for the day when there is no model.

The one rule: what is named is likely, what is not named is not; nothing here learns.
"""

from nlp.notice import Noticed
from nlp.smalltalk import is_small_talk
from nlp.tags import ACTIVITIES, BARRIERS, FLAGS, FORMS

_ONCE, _OFTEN = 0.7, 0.85


def score(noticed: Noticed) -> dict[str, float]:
    """The likelihood of each label."""
    scores = dict.fromkeys((*ACTIVITIES, *BARRIERS, *FORMS, *FLAGS), 0.0)
    wanted = noticed.wanted()
    for tag, found in wanted.items():
        scores[tag] = _OFTEN if len({hit.first for hit in found}) > 1 else _ONCE
    if not wanted and is_small_talk(noticed.plain):
        scores["not-a-wish"] = _OFTEN
    return scores
