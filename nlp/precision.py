"""How often each tag that the tagger gives is right, as it was measured on texts that it never saw.

One rule: the figures are those of the tagger's card, written beside it, and a test holds the two together.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlp.score import Scores

FILE = Path(__file__).with_suffix(".tsv")
HEAD = (
    "# How often a tag that the tagger gives is right, its 95 % interval and on how many texts: "
    "made by `ekko train --card`.\n"
)


class Precision(NamedTuple):
    """Of those given, the share that is right, in whole percents, and where it lies in 95 of 100 drawings."""

    percent: int
    low: int
    high: int
    texts: int


@lru_cache(maxsize=1)
def precisions() -> Mapping[str, Precision]:
    """Read what was measured, by tag.

    >>> precisions()["gaming"].texts > 0
    True
    """
    lines = [line.split("\t") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {
        tag: Precision(_percent(share), _percent(low), _percent(high), int(texts))
        for tag, share, low, high, texts in lines
    }


def _percent(share: str) -> int:
    return round(100 * float(share))


def write_precisions(scores: Scores, file: Path = FILE) -> None:
    """Write down what was measured just now."""
    lines = [
        f"{tag}\t{row.precision.value:.2f}\t{row.precision.low:.2f}\t{row.precision.high:.2f}\t{row.texts}\n"
        for kind in ("activities", "barriers", "forms")
        for tag, row in scores.kinds[kind].tags.items()
        if row.precision.value is not None
    ]
    file.write_text(HEAD + "".join(lines), "utf-8")
