"""`python -m bench corrections`: how many reviewed wishes teach a new tag, in which order they are reviewed.

The one rule: no list and no example knows the tag, and it is judged on the wishes of hands that wrote nothing
of what is learnt.
"""

import sys
from collections.abc import Callable, Sequence
from random import Random
from statistics import median
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bench.tagger.material import wishes
from nlp import examples
from nlp.e5 import open_e5
from nlp.masking import mask
from nlp.meaning import calm
from nlp.sureness import Answer, alone
from nlp.tags import ACTIVITIES
from nlp.vectors import remembered

TAGS = ("cosplay", "tabletop", "mekke", "animals")
FRESH = ("new-circus", "podcast-radio", "game-design", "korps", "roleplay", "skate-parkour")
"""Tags that nobody looked at while an order was made."""
SEEDS = range(3)
POOL, AGAINST, BEGUN_WITH = 1_000, 2_000, 5
STEPS = (5, 20, 40, 60, 80, 120, 160, 200, 300, 400, 500, 650, 800, 1_000)
CUT = 0.5
ENOUGH = 0.9
FOLDED = 128
SHARE = 0.2
"""As `nlp.sorting`: few examples weigh as much as if a fifth as many texts were it as are not."""
_STRENGTH = 30.0

Floats = npt.NDArray[np.float64]
Order = Callable[["Class", list[int], list[int]], list[int]]


class Class(NamedTuple):
    """One tag to be learnt: the texts as numbers, who has it, what waits, what others are said."""

    numbers: Floats
    has: npt.NDArray[np.bool_]
    pool: list[int]
    against: list[int]
    unseen: list[int]
    others: Floats
    seed: int


def at_random(lesson: Class, left: list[int], reviewed: list[int]) -> list[int]:
    """As if somebody drew them from a hat."""
    return Random(lesson.seed).sample(left, len(left))  # noqa: S311  no secret


def as_it_came(lesson: Class, left: list[int], reviewed: list[int]) -> list[int]:
    """Least sure first, as the tagger read them when they came in and did not know the tag."""
    return sorted(left, key=lambda row: _sureness(lesson.others[row], None))


def read_anew(lesson: Class, left: list[int], reviewed: list[int]) -> list[int]:
    """Least sure first, where what waits is read again each time the tagger has learnt."""
    chances = _learn(lesson, reviewed).predict_proba(lesson.numbers[left])[:, 1]
    sure = {row: _sureness(lesson.others[row], float(p)) for row, p in zip(left, chances, strict=True)}
    return sorted(left, key=lambda row: sure[row])


def likeliest(lesson: Class, left: list[int], reviewed: list[int]) -> list[int]:
    """Likeliest to be of the new tag first, read again each time: as a tag's own page offers them."""
    chance = _chances(lesson, left, reviewed)
    return sorted(left, key=lambda row: -chance[row])


def in_turn(lesson: Class, left: list[int], reviewed: list[int]) -> list[int]:
    """The likeliest to be of the new tag and the least sure whether it is, in turn; read again each time."""
    chance = _chances(lesson, left, reviewed)
    likely = sorted(left, key=lambda row: -chance[row])
    unsure = sorted(left, key=lambda row: abs(chance[row] - CUT))
    both = (row for pair in zip(likely, unsure, strict=True) for row in pair)
    return list(dict.fromkeys(both))


def _chances(lesson: Class, left: list[int], reviewed: list[int]) -> dict[int, float]:
    given = _learn(lesson, reviewed).predict_proba(lesson.numbers[left])[:, 1]
    return {row: float(p) for row, p in zip(left, given, strict=True)}


ORDERS: dict[str, Order] = {
    "at random": at_random,
    "least sure first, as read when they came in": as_it_came,
    "least sure first, read again each time": read_anew,
    "likeliest for the tag first, read again each time": likeliest,
    "likeliest and least sure for the tag in turn, read again each time": in_turn,
}


def main() -> None:
    """Let each tag be learnt in each order, and print the medians."""
    given = wishes(examples.shipped())
    numbers = _numbers(given)
    chances = _others(numbers, given)
    for tags in (TAGS, FRESH):
        print(", ".join(tags))
        print(_table(_compare(numbers, given, chances, tags)), flush=True)


def _compare(
    numbers: Floats, given: Sequence[examples.Example], chances: Floats, tags: Sequence[str]
) -> dict[str, list[tuple[int, float]]]:
    """Let each tag be learnt in each order; tell how many were needed, and the final F1."""
    found: dict[str, list[tuple[int, float]]] = {name: [] for name in ORDERS}
    for tag in tags:
        for seed in SEEDS:
            lesson = _lesson(numbers, given, chances, tag, seed)
            final = _f1(lesson, lesson.pool)
            for name, order in ORDERS.items():
                found[name].append((_needed(lesson, order, ENOUGH * final), final))
            told = ", ".join(str(each[-1][0]) for each in found.values())
            print(f"{tag} {seed}: {told} (final F1 {final:.2f})", file=sys.stderr, flush=True)
    return found


def _table(found: dict[str, list[tuple[int, float]]]) -> str:
    lines = ["| order | median of all | middle half | final F1 |", "|---|---|---|---|"]
    for name, each in found.items():
        needed = [n for n, _ in each]
        low, high = np.quantile(needed, (0.25, 0.75))
        final = median(f1 for _, f1 in each)
        lines.append(f"| {name} | {median(needed):.0f} | {low:.0f}-{high:.0f} | {final:.2f} |")
    return "\n".join(lines)


def _needed(lesson: Class, order: Order, enough: float) -> int:
    """How many wishes were reviewed when two steps in a row were good enough."""
    reviewed, left = _begun(lesson)
    reached = None
    for step in STEPS:
        more = max(0, step - len(reviewed))
        reviewed = reviewed + (order(lesson, left, reviewed)[:more] if more else [])
        left = [row for row in left if row not in set(reviewed)]
        good = _f1(lesson, reviewed) >= enough
        if good and reached is not None:
            return reached
        reached = step if good else None
    return reached or STEPS[-1]


def _begun(lesson: Class) -> tuple[list[int], list[int]]:
    """A leader begins with a theme: five wishes for it."""
    ones = [row for row in lesson.pool if lesson.has[row]][:BEGUN_WITH]
    return ones, [row for row in lesson.pool if row not in ones]


def _learn(lesson: Class, reviewed: Sequence[int]) -> LogisticRegression:
    rows = [*reviewed, *lesson.against]
    ones = int(lesson.has[rows].sum())
    weights = {True: max(1.0, SHARE * (len(rows) - ones) / ones), False: 1.0}
    line = LogisticRegression(C=_STRENGTH, max_iter=200, class_weight=weights)
    return line.fit(lesson.numbers[rows], lesson.has[rows])


def _f1(lesson: Class, reviewed: Sequence[int]) -> float:
    given = _learn(lesson, reviewed).predict_proba(lesson.numbers[lesson.unseen])[:, 1] >= CUT
    wanted = lesson.has[lesson.unseen]
    return 2 * int((given & wanted).sum()) / max(1, int(given.sum()) + int(wanted.sum()))


def _sureness(others: Floats, chance: float | None) -> float:
    chances = {tag: float(p) for tag, p in zip(ACTIVITIES, others, strict=True)}
    if chance is not None:
        chances[TAGS[0]] = chance  # whichever name it goes by, it is one activity more
    return alone(Answer(chances, {tag for tag, p in chances.items() if p >= CUT}))


def _lesson(
    numbers: Floats, given: Sequence[examples.Example], chances: Floats, tag: str, seed: int
) -> Class:
    """Draw what waits, what was learnt before, and what is judged: no hand is on both sides."""
    draw = Random(seed)  # noqa: S311  no secret
    hands = sorted({each.hand for each in given})
    judging = set(draw.sample(hands, len(hands) // 3))
    has = np.array([tag in each.tags for each in given], np.bool_)
    unseen = [row for row, each in enumerate(given) if each.hand in judging]
    known = [row for row, each in enumerate(given) if each.hand not in judging]
    pool = draw.sample(known, POOL)
    kept = set(pool)
    against = draw.sample([row for row in known if row not in kept and not has[row]], AGAINST)
    others = chances.copy()
    others[:, ACTIVITIES.index(tag)] = 0.0  # nobody knew it
    return Class(numbers, has, pool, against, unseen, others, seed)


def _numbers(given: Sequence[examples.Example]) -> Floats:
    """Letters and meaning, folded into few numbers so that many trainings are quick; no list of ours."""
    texts = [mask(each.text).text for each in given]
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), min_df=5, sublinear_tf=True, max_features=40_000
    ).fit_transform(texts)
    folded = TruncatedSVD(FOLDED, random_state=0).fit_transform(letters)
    meaning = open_e5()
    if meaning is None:
        return np.asarray(folded, np.float64)
    vectors = remembered(meaning, [calm(text) for text in texts], None)
    both = np.hstack([folded, vectors.astype(np.float64)])
    return np.asarray(PCA(FOLDED, random_state=0).fit_transform(both), np.float64)


def _others(numbers: Floats, given: Sequence[examples.Example]) -> Floats:
    """What a tagger says of every activity, each half of the texts read by one that learnt the other half."""
    found = np.zeros((len(given), len(ACTIVITIES)))
    halves = np.arange(len(given)) % 2
    for place, tag in enumerate(ACTIVITIES):
        has = np.array([tag in each.tags for each in given], np.bool_)
        for half in (0, 1):
            line = LogisticRegression(C=_STRENGTH, max_iter=200)
            line.fit(numbers[halves != half], has[halves != half])
            found[halves == half, place] = line.predict_proba(numbers[halves == half])[:, 1]
    return found
