"""What a document is made of, before anybody has chosen whether it is a PDF, a DOCX or a terminal's lines.

One rule: everything here is words already, in one language; a hidden figure has become its word.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from collector.reports.pictures.look import LookName


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a caption; the first column names what each row is about."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be drawn for any place, and what it shows in words."""

    title: str
    alt: str
    draw: Callable[[LookName], str] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Story:
    """What stands for a theme: the words, whose they are, and the wishes behind them."""

    theme: str
    words: str
    by: str
    cites: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part under its own heading."""

    title: str
    said: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    picture: Picture | None = None
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document."""

    language: str
    title: str
    under: tuple[str, ...]
    totals: tuple[tuple[str, str], ...]
    first: tuple[Section, ...]
    """What a meeting needs: it fills the first page and no more."""
    rest: tuple[Section, ...]
    foot: str
    day: str
    """The day of its figures, as 2026-09-01: what is written into the file itself."""
    marks: tuple[str, ...] = ()
    """What must be said of the document: an example, a language nobody has read yet."""
