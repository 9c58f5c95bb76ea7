"""Finds every page of ours and takes it apart: its code, its links, its headings."""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.places import ROOT

FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4,}(.+)$", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
NOT_OURS = ("node_modules", "__pycache__", "built")


@cache
def pages() -> tuple[Path, ...]:
    """Every .md of the repository that is not fetched."""
    return tuple(sorted(_find()))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code_of(text: str) -> list[str]:
    """Each line of code, whichever way it is marked."""
    blocks = [block for _, block in FENCED.findall(text)]
    rest = FENCED.sub("", text)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.strip() for line in [*lines, *INDENTED.findall(rest), *INLINE.findall(rest)]]


def links_of(text: str) -> list[str]:
    """Each link and picture that leads to somewhere in the repository."""
    found = [one or other for one, other in LINK.findall(FENCED.sub("", text))]
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors_of(text: str) -> set[str]:
    """The places in a page that a link may name, as code forges make them of headings."""
    heads = HEADING.findall(FENCED.sub("", text))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def _find() -> Iterator[Path]:
    for folder, inside, files in os.walk(ROOT):
        inside[:] = [name for name in inside if not name.startswith(".") and name not in NOT_OURS]
        yield from (Path(folder) / name for name in files if name.endswith(".md"))
