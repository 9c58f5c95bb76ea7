"""A keyword list, as somebody would write one in an afternoon. It learns nothing."""

import re
from pathlib import Path

from bench.tagger.talk import Ask, Lesson, Scores, talk

LIST = Path(__file__).parents[1] / "keywords.tsv"
_WHOLE_UP_TO = 3  # letters: "ri" would begin too many words


def learn(_: dict[str, list[Lesson]]) -> Ask:
    """One pattern for each tag."""
    patterns = {tag: re.compile("|".join(map(_pattern, words))) for tag, words in read().items()}

    def ask(text: str) -> Scores:
        plain = text.lower()
        return {tag: 1.0 for tag, pattern in patterns.items() if pattern.search(plain)}

    return ask


def read() -> dict[str, list[str]]:
    """The words of each tag, of all languages together."""
    tags: dict[str, list[str]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            tag, _, words = line.split("\t")
            tags.setdefault(tag, []).extend(words.split(", "))
    return tags


def _pattern(word: str) -> str:
    return rf"\b{re.escape(word)}" + (r"\b" if len(word) <= _WHOLE_UP_TO else "")


if __name__ == "__main__":
    talk(learn)
