"""Reads a file of labelled texts that somebody hands in: to score on, or to teach a tag of one's own.

The one rule: a file is taken whole or not at all; what is wrong is told by its line, never by its words.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from nlp.clean import clean
from nlp.examples import Example
from nlp.tags import KIND_OF

OWN = re.compile(r"x-[a-z]+(?:-[a-z]+)*")
LONGEST_ID = 30
LANGUAGES = ("nb", "nn", "dial", "en", "mix", "se")
LONGEST = 10_000
_JUDGED = "# judged:"


class BadExamples(Exception):
    """A file cannot be used; the text names the file and the line and says what to do."""


def is_own(tag: str) -> bool:
    """Whether a tag is a municipality's own.

    >>> is_own("x-seiling"), is_own("gaming"), is_own("x-")
    (True, False, False)
    """
    return len(tag) <= LONGEST_ID and OWN.fullmatch(tag) is not None


def read_handed_in(path: Path) -> list[Example]:
    """Every example of a file, or one sentence about the first thing that is wrong with it."""
    lines = list(_lines(path))
    judged = frozenset(
        " ".join(line.removeprefix(_JUDGED) for _, line in lines if line.startswith(_JUDGED)).split()
    )
    if not all(tag in KIND_OF or is_own(tag) for tag in judged):
        raise BadExamples(f"{path.name}: the line «{_JUDGED}» names a tag that does not exist.")
    found = [
        _read(path, number, line, judged)
        for number, line in lines
        if line.strip() and not line.startswith("#")
    ]
    if not found:
        raise BadExamples(
            f"{path.name} holds no example. A line is: language, tags, text, with tabs between."
        )
    return found


def heads(path: Path) -> list[str]:
    """The lines before and between that begin with "#"."""
    return [line for _, line in _lines(path) if line.startswith("#")]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError:
        raise BadExamples(f"{path} cannot be read. Is it there, and is it a file?") from None
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            yield number, line.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError:
            raise BadExamples(
                f"{path.name}, line {number}: it is not UTF-8 text. Save the file as UTF-8."
            ) from None


def _read(path: Path, number: int, line: str, judged: frozenset[str]) -> Example:
    def wrong(what: str) -> BadExamples:
        return BadExamples(f"{path.name}, line {number}: {what}")

    parts = line.split("\t")
    if len(parts) != 3:
        raise wrong(
            f"it has {len(parts)} columns where three belong: language, tags, text, with tabs between."
        )
    language, named, text = parts
    tags = frozenset(filter(None, (tag.strip() for tag in named.split(","))))
    if language not in LANGUAGES:
        raise wrong(f"the first column must be one of {', '.join(LANGUAGES)}.")
    if not all(tag in KIND_OF or is_own(tag) for tag in tags):
        raise wrong(
            "the second column names a tag that does not exist. One of your own is called like x-seiling."
        )
    if judged and not tags <= judged:
        raise wrong(f"it has a tag that the line «{_JUDGED}» does not name.")
    if not clean(text).strip():
        raise wrong("there is no text in the third column.")
    if len(text) > LONGEST:
        raise wrong(f"the text is longer than {LONGEST} characters.")
    return Example(language, tags, text, path.stem, judged)
