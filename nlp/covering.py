"""Chooses a few texts that stand for many: each next one covers most of what those before it left out.

The one rule: it only ever picks from what is there, the same from the same; no word is made up.
"""

from collections.abc import Hashable, Sequence

import numpy as np

from nlp.likeness import stretches
from nlp.way import Numbers

SHORT = 12
"""Words; a text so long is read at a glance, and a longer one must cover more to be chosen before it."""


def cover(
    texts: Sequence[str], senders: Sequence[Hashable], how_many: int, chosen: Sequence[int] = ()
) -> list[int]:
    """The places of the texts that stand for all, the first first, beside those that are `chosen` already.

    How much one text tells of another is how many of their rarer three-letter stretches they share. What is
    chosen covers each text as well as its best one does (facility location). Nobody is chosen twice while
    there are others.

    >>> cover(["dans og musikk", "Dans, musikk!", "en skatepark", "skate"], [1, 2, 3, 4], 2)
    [0, 2]
    """
    if not texts:
        return []
    alike = likenesses(texts)
    covered: Numbers = np.zeros(len(texts), np.float32)
    for place in chosen:
        covered = np.maximum(covered, alike[place])
    eager = np.array([1 / max(1.0, len(text.split()) / SHORT) ** 0.5 for text in texts], np.float32)
    taken, heard, found = set(chosen), {senders[place] for place in chosen}, list[int]()
    while len(found) < how_many and len(taken) < len(texts):
        gains = np.maximum(alike - covered, 0).sum(axis=1) * eager
        left = [place for place in range(len(texts)) if place not in taken]
        new = [place for place in left if senders[place] not in heard] or left
        best = max(new, key=lambda place: (round(float(gains[place]), 5), -place))
        found.append(best)
        taken.add(best)
        heard.add(senders[best])
        covered = np.maximum(covered, alike[best])
    return found


def likenesses(texts: Sequence[str]) -> Numbers:
    """How much each text tells of each other, from 0 to 1.

    >>> likenesses(["dans", "Dans!", "skate"]).round(1).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # takes seconds to import

    weighed = TfidfVectorizer(analyzer=lambda text: sorted(stretches(text)) or [" "]).fit_transform(texts)
    found: Numbers = np.asarray((weighed @ weighed.T).todense(), np.float32)
    return found
