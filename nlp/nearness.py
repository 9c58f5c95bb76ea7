"""Tells how near texts are to one another in what they are about, whatever language they are in.

The one rule: what all texts of a language share tells nothing, so it is taken away: each text is seen from
the middle of everyday wishes in its own language.
"""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from nlp.examples import shipped
from nlp.language import language_of
from nlp.way import Numbers
from nlp.words import cut

Vectors = Callable[[Sequence[str]], Numbers]
_EVERYDAY = 40  # texts of each language; more moved no theme when it was tried, and took longer
_LANGUAGES = ("nb", "nn", "en")
_STRETCHES = 6_000


@cache
def everyday() -> tuple[str, ...]:
    """Shipped wishes of every language, from all hands."""
    chosen: list[str] = []
    for language in _LANGUAGES:
        found = [example.text for example in shipped() if example.language == language]
        step = max(1, len(found) // _EVERYDAY)
        chosen += found[::step][:_EVERYDAY]
    return tuple(chosen)


def by_meaning(texts: Sequence[str], vectors: Vectors) -> Numbers:
    """How near each text is to each (1 is the same) by the second reader's vectors."""
    ground = everyday()
    middle = _middles([_language(text) for text in ground], vectors(ground))
    means = np.array([middle.get(_language(text), middle[""]) for text in texts])
    rows = np.asarray(vectors(texts), np.float32) - means
    return _cosines(rows @ rows.T)


def by_letters(texts: Sequence[str]) -> Numbers:
    """How near each text is to each by stretches of letters; quick, and blind to synonyms."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # takes seconds to import

    counted = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        sublinear_tf=True,
        max_features=_STRETCHES,
        min_df=2,
        dtype=np.float32,
    )
    found = counted.fit_transform([*texts, *everyday()])
    mean = np.asarray(found.mean(axis=0), np.float32).ravel()
    rows = found[: len(texts)]
    to_mean = np.asarray(rows @ mean, np.float32)
    together = (rows @ rows.T).toarray()  # the rows themselves would not fit in memory as a table
    return _cosines(together - to_mean[:, None] - to_mean[None, :] + mean @ mean)


def _middles(languages: Sequence[str], vectors: Numbers) -> dict[str, Numbers]:
    """The mean of each language's vectors, and of all under ""."""
    found: dict[str, Numbers] = {"": vectors.mean(axis=0)}
    for language in _LANGUAGES:
        own = [place for place, each in enumerate(languages) if each == language]
        if own:
            found[language] = vectors[own].mean(axis=0)
    return found


def _language(text: str) -> str:
    return language_of(text, [word.norm for word in cut(text)])


def _cosines(products: Numbers) -> Numbers:
    """Makes products of rows into cosines, in place."""
    lengths = np.sqrt(np.maximum(np.diag(products), 1e-9)).astype(np.float32)
    products /= lengths[:, None]
    products /= lengths[None, :]
    return products
