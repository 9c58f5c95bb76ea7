"""fastText: words, pairs of words and letters, one against the rest."""

import tempfile
from importlib import import_module
from pathlib import Path

from bench.tagger.talk import Ask, Lesson, Scores, talk

_SIGN = "__label__"
_NONE = "none"  # a text without any label would not be learnt from at all
_SETTINGS = {
    "loss": "ova", "epoch": 25, "lr": 0.3, "dim": 60, "wordNgrams": 2, "minn": 2, "maxn": 5,
    "bucket": 200_000, "thread": 1, "verbose": 0,
}  # fmt: skip


def learn(lessons: dict[str, list[Lesson]]) -> Ask:
    """Train on a file, as it wants it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lessons.txt"
        path.write_text("\n".join(map(_line, lessons["lessons"])), encoding="utf-8")
        model = import_module("fasttext").train_supervised(str(path), **_SETTINGS)

    def ask(text: str) -> Scores:
        signs, chances = model.predict(_plain(text), k=-1)
        named = ((sign.removeprefix(_SIGN), float(p)) for sign, p in zip(signs, chances, strict=True))
        return {tag: p for tag, p in named if tag != _NONE}

    return ask


def _line(lesson: Lesson) -> str:
    return " ".join(_SIGN + tag for tag in lesson["activities"] or [_NONE]) + " " + _plain(lesson["text"])


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


if __name__ == "__main__":
    talk(learn)
