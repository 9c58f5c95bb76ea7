"""Guesses which language a text is in, for the chat's answers and the statistics.

The one rule: the guess never gates anything, since short Norwegian looks Danish to every tool that was tried.
"""

import threading
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from nlp.lists import rows

_NORWEGIAN = frozenset({"no", "nb", "nn", "da", "sv"})
_SAMI_LETTERS = frozenset("čđŋšŧž")
_NYNORSK_ENDS = ("ane", "ande", "ar", "ast", "leg", "lege")
_LONG = 5  # letters from which on an ending tells
_lock = threading.Lock()


@cache
def _weights() -> dict[str, dict[str, float]]:
    """Word -> language -> how much it speaks for it."""
    weights: dict[str, dict[str, float]] = {}
    for language, word, weight in rows("language.tsv"):
        weights.setdefault(word, {})[language] = float(weight)
    return weights


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.1 s and 20 MB, so not at import

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=4_096)
def _first_guess(text: str) -> tuple[str, float]:
    with _lock:
        language, sureness = _identifier().classify(text)
    return str(language), float(sureness)


def _votes(words: Iterable[str]) -> dict[str, float]:
    votes = {"nb": 0.0, "nn": 0.0, "en": 0.0, "se": 0.0}
    for word in words:
        for language, weight in _weights().get(word, {}).items():
            votes[language] += weight
        if len(word) >= _LONG and word.endswith(_NYNORSK_ENDS):
            votes["nn"] += 0.4
        if len(word) > 2 and not _SAMI_LETTERS.isdisjoint(word):
            votes["se"] += 1.0
    return votes


def language_of(text: str, words: Iterable[str]) -> str:
    """One of "nb", "nn", "en", "se" or "other".

    >>> language_of("eg veit ikkje kva me skal gjere", "eg veit ikkje kva me skal gjere".split())
    'nn'
    """
    letters = [word for word in words if word[:1].isalpha()][:60]
    votes = _votes(letters)
    guess, sureness = _first_guess(" ".join(letters)[:400]) if letters else ("no", 0.0)
    if guess in ("en", "se"):
        votes[guess] += sureness
    elif guess == "nn":
        votes["nn"] += 0.3 + 1.2 * sureness * (sureness > 0.6)
    elif guess in _NORWEGIAN:  # said of much nynorsk as well, so it weighs less
        votes["nb"] += 0.2 + 0.4 * sureness * (sureness > 0.6)
    known = max(votes.values())
    if (
        guess not in _NORWEGIAN | {"en", "se"}
        and sureness > 0.9
        and known < 0.12 * len(letters)
        and len(letters) > 3
    ):
        return "other"
    if votes["nn"] > votes["nb"] and votes["nn"] >= max(votes["en"], votes["se"]):
        return "nn"
    return max(("nb", "en", "se"), key=lambda language: votes[language] + votes["nn"] * (language == "nb"))
