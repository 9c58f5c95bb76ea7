"""Ekko itself, taught on the same lessons: by words alone (`fast`), or with the second reader (`both`).

The one rule: a score is 1 for what it gives and 0 for what it does not; its cuts were chosen by training.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from bench.tagger.talk import Ask, Lesson, Scores, talk
from nlp.e5 import open_e5
from nlp.examples import Example
from nlp.meaning import Meaning
from nlp.reader import Reader
from nlp.ready import BUILT
from nlp.train import train


def learn(lessons: dict[str, list[Lesson]]) -> Ask:
    """Train on the lessons, cut on those held back to choose by."""
    meaning = _opened() if "both" in sys.argv else None
    with tempfile.TemporaryDirectory() as folder:
        for kept in BUILT.glob("vectors-*.npz"):
            shutil.copy(kept, folder)  # what set-up made is not made again, and stays as it is
        model = train(_examples(lessons["lessons"]), _examples(lessons["choose"]), meaning, Path(folder))
    reader = Reader(model, meaning)

    def ask(text: str) -> Scores:
        return dict.fromkeys(reader.read(text).activities, 1.0)

    return ask


def _opened() -> Meaning:
    meaning = open_e5()
    if meaning is None:
        raise SystemExit("The second reader is not installed.")
    return meaning


def _examples(lessons: list[Lesson]) -> list[Example]:
    return [
        Example(lesson["language"], frozenset(lesson["tags"]), lesson["text"], lesson["hand"])
        for lesson in lessons
    ]


if __name__ == "__main__":
    talk(learn)
