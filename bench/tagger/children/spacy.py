"""spaCy's text categoriser for several tags at once, on a blank Norwegian pipeline."""

import random
import time
from importlib import import_module

from bench.tagger.talk import Ask, Lesson, Scores, talk

_EPOCHS = 10
_PATIENCE = 180.0  # seconds of the processor, so that a busy machine teaches it no less
_AT_ONCE = 64


def learn(lessons: dict[str, list[Lesson]]) -> Ask:
    """A few epochs, or fewer where they take too long."""
    spacy, training = import_module("spacy"), import_module("spacy.training")
    nlp = spacy.blank("nb")
    tags = sorted({tag for lesson in lessons["lessons"] for tag in lesson["activities"]})
    examples = [
        training.Example.from_dict(nlp.make_doc(lesson["text"]), {"cats": _wanted(lesson, tags)})
        for lesson in lessons["lessons"]
    ]
    nlp.add_pipe("textcat_multilabel")
    spacy.util.fix_random_seed(1)
    optimizer = nlp.initialize(lambda: examples)
    until, order = time.process_time() + _PATIENCE, random.Random(1)  # noqa: S311 - for shuffling
    for _ in range(_EPOCHS):
        order.shuffle(examples)
        for at in range(0, len(examples), _AT_ONCE):
            if time.process_time() < until:
                nlp.update(examples[at : at + _AT_ONCE], sgd=optimizer, drop=0.2)

    def ask(text: str) -> Scores:
        return dict(nlp(text).cats)

    return ask


def _wanted(lesson: Lesson, tags: list[str]) -> Scores:
    return {tag: float(tag in lesson["activities"]) for tag in tags}


if __name__ == "__main__":
    talk(learn)
