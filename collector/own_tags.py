"""Reads what a municipality hands in for a tag of its own: its names, and at least twenty examples.

One rule: an own tag begins with x- and teaches only about itself, so that it leaves all others as they are.
"""

import re
from pathlib import Path
from typing import NamedTuple

from nlp.examples import Example
from nlp.handed_in import BadExamples, heads, is_own, read_handed_in
from nlp.likeness import distinct
from nlp.masking import mask
from nlp.vocabulary import sender_of

FEWEST = 20
LONGEST_NAME = 40
_NAME = "# name:"
_NAMES = re.compile(r"(?<!\S)(nb|nn|en|se)=(.*?)(?=\s+(?:nb|nn|en|se)=|$)")


class OwnTag(NamedTuple):
    """A tag of one's own: what it is called in each language, and what teaches it."""

    tag: str
    names: dict[str, str]
    examples: list[Example]


def read_own_tag(path: Path) -> OwnTag:
    """Read a file whole, or say in one sentence what is missing."""
    found = read_handed_in(path)
    tags = sorted({tag for example in found for tag in example.tags if is_own(tag)})
    if len(tags) != 1:
        raise BadExamples(
            f"{path.name} must teach one new tag, called like x-seiling (x-, then small letters a to z); "
            f"it has {len(tags)} of them."
        )
    (tag,) = tags
    taught = [example.text for example in found if tag in example.tags]
    different = len(distinct(taught))
    if different < FEWEST:
        raise BadExamples(
            f"{path.name} has {different} different examples of {tag}; at least {FEWEST} are needed "
            "(near-copies count once). Write some more, as different people would say it."
        )
    masked = [example._replace(text=mask(example.text).text) for example in found]
    return OwnTag(tag, _names(path), masked)


def as_taught(tag: str, examples: list[Example]) -> list[Example]:
    """Make what the tagger learns from: about this tag and what a line is tagged with, and nothing else.

    A young person's words stay hers: what few people said, no model remembers.
    """
    return [each._replace(hand=sender_of(each.hand) or "own", judged=each.tags | {tag}) for each in examples]


def _names(path: Path) -> dict[str, str]:
    said = [line.removeprefix(_NAME) for line in heads(path) if line.startswith(_NAME)]
    names = {language: name.strip() for line in said for language, name in _NAMES.findall(line)}
    if "nb" not in names or not all(0 < len(name) <= LONGEST_NAME for name in names.values()):
        raise BadExamples(
            f"{path.name} must say what people are to read, in a line of its own such as "
            f"«{_NAME} nb=Seiling nn=Segling en=Sailing»: bokmål at least, no name over {LONGEST_NAME} signs."
        )
    return names
