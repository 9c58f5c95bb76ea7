"""Makes a model of labelled examples: first the words, then the meaning, then the cuts.

The one rule: what the readers learn from and what the cuts are chosen on are never the same texts.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp.cuts import choose
from nlp.echoes import LABELS as ECHOED
from nlp.echoes import Echoes
from nlp.examples import Example
from nlp.features import BLOCKS
from nlp.fitting import SCALE, Known, Truth, count, fit, fit_echoes, fit_together
from nlp.masking import mask
from nlp.meaning import Meaning, calm
from nlp.model import Model
from nlp.notice import Eye, Noticed
from nlp.second import Second
from nlp.second import meaning as meaning_of
from nlp.tags import ACTIVITIES, BARRIERS, FLAGS, FORMS
from nlp.vectors import remembered
from nlp.vocabulary import sender_of
from nlp.way import Numbers, Way

LABELS = (*ACTIVITIES, *BARRIERS, *FORMS, *(flag for flag in FLAGS if flag != "personal"))
_WORDS_STRENGTH = 8.0  # C of the regressions
_MEANING_STRENGTH = 60.0
_ECHO_STRENGTH = 10.0


def train(
    learnt: Sequence[Example],
    held: Sequence[Example],
    meaning: Meaning | None = None,
    cache: Path | None = None,
    own: Sequence[str] = (),
) -> Model:
    """A model of what is `learnt`, cut by what is `held` back; `own` are a municipality's own tags."""
    labels = (*LABELS, *own)
    eye = Eye()
    noticed, unseen = _notice(eye, learnt), _notice(eye, held)
    truth, known = _truth(learnt, labels), _known(learnt, labels)
    senders = [sender_of(example.hand) for example in learnt]
    model = _learn_words(labels, noticed, truth, known, senders)
    judged = _truth(held, labels), _known(held, labels)
    words = np.array([values @ model.weights[places] for places, values in map(model.vector, unseen)])
    named = np.array([model.named(text) for text in unseen])
    model = replace(model, alone=choose(labels, [words, named], *judged))
    if meaning is None:
        return model
    vectors = remembered(meaning, [calm(text.text) for text in (*noticed, *unseen)], cache)
    seen, new = vectors[: len(noticed)], vectors[len(noticed) :]
    meant = fit_together(seen, truth, known, _MEANING_STRENGTH).astype(np.float32)
    echoes = _learn_echoes(labels, seen, truth, known, senders)
    meanings = meaning_of(labels, meant, echoes, new).astype(np.float64)
    together = choose(labels, [words, named, meanings], *judged, first=model.alone)
    return replace(model, second=Second(meaning.name, meant, echoes, together))


def _learn_echoes(
    labels: Sequence[str], vectors: Numbers, truth: Truth, known: Known, senders: Sequence[str]
) -> Echoes:
    """From shipped lines only: what came in from a young person is nothing to keep in a model."""
    shipped = [row for row, sender in enumerate(senders) if not sender]
    echoed = [labels.index(label) for label in ECHOED]
    here = np.ix_(shipped, echoed)
    return fit_echoes(vectors[shipped], truth[here], known[here], _ECHO_STRENGTH)


def _learn_words(
    labels: Sequence[str], noticed: Sequence[Noticed], truth: Truth, known: Known, senders: Sequence[str]
) -> Model:
    matrix, vocabularies, idf = count(noticed, senders)
    blank = np.zeros(len(labels), np.float32)
    return Model(
        labels=tuple(labels),
        vocabularies=vocabularies,
        idf=idf.astype(np.float32),
        scale=tuple(SCALE[block] for block in BLOCKS),
        weights=fit(matrix, truth, known, _WORDS_STRENGTH).astype(np.float32),
        alone=Way(blank + 1, blank, blank, blank, dict.fromkeys(labels, 0.5), (0.0,), 1.0),
    )


def _notice(eye: Eye, examples: Sequence[Example]) -> list[Noticed]:
    return [eye.notice(mask(example.text).text) for example in examples]


def _truth(examples: Sequence[Example], labels: Sequence[str]) -> Truth:
    return np.array([[example.says(label) for label in labels] for example in examples], np.int8)


def _known(examples: Sequence[Example], labels: Sequence[str]) -> Known:
    """Which labels each example's hand looked for."""
    return np.array([[example.tells_of(label) for label in labels] for example in examples], np.bool_)
