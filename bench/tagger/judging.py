"""Makes tags of scores, and judges them: one cut for all tags, chosen on texts that are not judged by.

The one rule: every peer is cut in the same way, and marked by the marks of `ekko score`.
"""

from collections.abc import Sequence
from statistics import median, quantiles
from typing import NamedTuple

from bench.tagger.asking import Heard
from bench.tagger.material import Material, activities_of
from bench.tagger.talk import Scores
from nlp.marks import Answer, mark
from nlp.score import Figure, score

_CUTS = [0.002, 0.005, 0.01, *(step / 100 for step in range(2, 100, 2))]


class Judged(NamedTuple):
    """One row of figures."""

    micro: Figure
    macro: Figure
    median_ms: float
    p95_ms: float
    a_second: float
    seconds: float
    peak: float


def judge(heard: Heard, texts: Material) -> Judged:
    """Cut, mark and time."""
    chosen = len(texts.choose)
    cut = best_cut(heard.scores[:chosen], [activities_of(example) for example in texts.choose])
    given = [Answer(tags_from(scores, cut), False) for scores in heard.scores[chosen:]]
    wanted = [example._replace(tags=activities_of(example)) for example in texts.judge]
    activities = score(mark(wanted, given)).kinds["activities"]
    return Judged(
        activities.micro.f1,
        activities.macro,
        median(heard.ms),
        quantiles(heard.ms, n=20)[-1],
        1000 * len(heard.ms) / sum(heard.ms),
        heard.seconds,
        heard.peak,
    )


def best_cut(scores: Sequence[Scores], wanted: Sequence[frozenset[str]]) -> float:
    """The cut with the best micro F1."""
    return max(_CUTS, key=lambda cut: micro_f1([tags_from(one, cut) for one in scores], wanted))


def tags_from(scores: Scores, cut: float) -> frozenset[str]:
    """What reaches the cut; that no tag fits is no tag."""
    return frozenset(tag for tag, number in scores.items() if number >= cut and tag.lower() != "none")


def micro_f1(given: Sequence[frozenset[str]], wanted: Sequence[frozenset[str]]) -> float:
    """All tags of all texts together."""
    right = sum(len(one & other) for one, other in zip(given, wanted, strict=True))
    return 2 * right / max(1, sum(map(len, given)) + sum(map(len, wanted)))
