"""The second reader: what a text's meaning says of each label, and how that is weighed with its words.

The one rule: it reads only vectors of the very kind that it was taught with.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.echoes import LABELS as ECHOED
from nlp.echoes import Echoes
from nlp.way import Numbers, Way


@dataclass(frozen=True, slots=True)
class Second:
    """One weight for each label and number of the vector; for danger and abuse, the lines it resembles.

    `taught_by` names the vectors that it was taught with: none others may be asked.
    """

    taught_by: str
    meant: Numbers
    echoes: Echoes
    together: Way

    def scores(self, labels: Sequence[str], vectors: Numbers) -> Numbers:
        """What the meaning says of each label, for one text's vector or for many rows of them."""
        return meaning(labels, self.meant, self.echoes, vectors)


def meaning(labels: Sequence[str], meant: Numbers, echoes: Echoes, vectors: Numbers) -> Numbers:
    """The linear scores, those of the echoed labels replaced by what is heard."""
    scores = np.asarray(vectors @ meant[:-1] + meant[-1], np.float32)
    scores[..., [labels.index(label) for label in ECHOED]] = echoes.hear(vectors)
    return scores
