"""How soon near-copies of a wish are found among many; the many are made by mixing halves of real ones."""

import random
import time
from collections.abc import Sequence
from statistics import median, quantiles

from nlp.likeness import Likeness

ASKED = 1_000


def mixed(texts: Sequence[str], count: int, seed: int = 1) -> list[str]:
    """So many texts, each the beginning of one and the end of another."""
    drawn = random.Random(seed)  # noqa: S311 - for mixing
    made = []
    for _ in range(count):
        first, second = (drawn.choice(texts).split() for _ in range(2))
        made.append(" ".join([*first[: len(first) // 2 + 1], *second[len(second) // 2 :]]))
    return made


def slipped(text: str, drawn: random.Random) -> str:
    """The same with one letter gone."""
    at = drawn.randrange(len(text))
    return text[:at] + text[at + 1 :]


def likeness_rows(texts: Sequence[str], count: int) -> list[list[str]]:
    """Keep many, then ask for copies with a slip and for new ones, in turn."""
    known, kept = Likeness[int](), mixed(texts, count)
    began = time.perf_counter()
    for key, text in enumerate(kept):
        known.add(key, text)
    adding = time.perf_counter() - began
    drawn = random.Random(2)  # noqa: S311 - for mixing
    ms: list[float] = []
    for turn, new in enumerate(mixed(texts, ASKED, seed=3)):
        text = slipped(drawn.choice(kept), drawn) if turn % 2 else new
        began = time.perf_counter()
        known.like(text)
        ms.append((time.perf_counter() - began) * 1000)
    return [
        [f"likeness: keep {count:,} texts", f"{adding:.1f} s", ""],
        [f"likeness: near-copies among {count:,}, median", f"{median(ms):.2f} ms", "milliseconds"],
        [f"likeness: near-copies among {count:,}, p95", f"{quantiles(ms, n=20)[-1]:.2f} ms", ""],
    ]
