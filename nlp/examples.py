"""The labelled examples beside the code: one file for each hand that wrote them.

The one rule: a hand whose file says "# judged:" looked for those tags only, so it teaches nothing about
others.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nlp.lists import DATA
from nlp.tags import CONCERNS

FOLDER = DATA / "examples"
HELD = DATA / "held"
_JUDGED = "# judged:"


class Example(NamedTuple):
    """One labelled text; `judged` are the only tags its hand looked for, if it did not look for all."""

    language: str
    tags: frozenset[str]
    text: str
    hand: str = ""
    judged: frozenset[str] = frozenset()

    def says(self, tag: str) -> bool:
        """Whether it has the tag; somebody who is in danger now is of concern as well."""
        return tag in self.tags or (tag == CONCERNS[1] and CONCERNS[0] in self.tags)

    def tells_of(self, tag: str) -> bool:
        """Whether a missing tag means that the text has not got it."""
        return not self.judged or tag in self.judged


def shipped() -> list[Example]:
    """Every example beside the code."""
    return [example for path in files() for example in read(path)]


def held(use: str) -> list[Example]:
    """What is held back from learning: to "choose" the cuts by, or to "judge" the whole."""
    return [example for path in sorted(HELD.glob(f"{use}-*.tsv")) for example in read(path)]


def files() -> list[Path]:
    """One file for each hand, in the order of their names."""
    return sorted(FOLDER.glob("*.tsv"))


def read(path: Path) -> Iterator[Example]:
    """The examples of one hand."""
    lines = path.read_text(encoding="utf-8").splitlines()
    judged = frozenset(
        " ".join(line.removeprefix(_JUDGED) for line in lines if line.startswith(_JUDGED)).split()
    )
    for line in lines:
        if line and not line.startswith("#"):
            language, tags, text = line.split("\t")
            yield Example(language, frozenset(filter(None, tags.split(","))), text, path.stem, judged)
