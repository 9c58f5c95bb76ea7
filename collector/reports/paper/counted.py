"""The parts of a document that count: what they wish for, what stops them, who they are and when they came.

One rule: each row is a cell of the summary; nothing is added up here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from collector.reports.paper.drawn import picture_of, picture_of_share, picture_on_map, picture_over_time
from collector.reports.paper.parts import Section, Table
from collector.reports.paper.words import Cell, Words

Found = Mapping[str, Any]
TAGS = {"activities": "activity", "barriers": "barrier", "forms": "form"}
WHO = ("places", "ages", "schools", "languages", "sources")
COLUMN = {"languages": "language", "sources": "source"}


def by_tag(found: Found, words: Words) -> list[Section]:
    """Tell by tag: every row in a table, and a picture; that of activities is on the first page already."""
    return [
        Section(
            title,
            picture=None if part == "activities" else picture_of(words, part, cells, title),
            tables=(table_of(words, part, cells, title),),
        )
        for part in TAGS
        if (cells := found.get(part)) and (title := words.say(f"summary.{part}"))
    ]


def by_who(found: Found, words: Words) -> list[Section]:
    """Tell who they are, as far as they said it, and by which way the wishes came."""
    tables = tuple(
        table_of(words, part, cells, _title(words, part)) for part in WHO if (cells := found.get(part))
    )
    if not tables:
        return []
    picture = picture_on_map(words, found)
    return [Section(words.say("paper.who"), (words.say("paper.who.why"),), picture=picture, tables=tables)]


def over_time(found: Found, words: Words) -> list[Section]:
    """Tell when they came."""
    weeks = found.get("over_time") or ()
    if not weeks:
        return []
    rows = tuple((words.day(str(each["first"])), words.figure(each)) for each in weeks)
    title = words.say("paper.over-time")
    columns = (words.say("paper.column.from"), words.say("summary.column.n"))
    return [Section(title, picture=picture_over_time(words, weeks), tables=(Table(title, columns, rows),))]


def answered(found: Found, words: Words) -> list[Section]:
    """Tell how many have an answer."""
    cell = found.get("answered")
    if not cell or cell.get("percent") is None:
        return []
    said = words.say("paper.answered.said", n=words.figure(cell), percent=cell["percent"])
    return [Section(words.say("paper.answered"), (said,), picture=picture_of_share(words, cell))]


def table_of(words: Words, part: str, cells: Sequence[Cell], title: str) -> Table:
    """Make a part's table; what changed and how sure the tag is stand in it where they are known."""
    rows = [[words.name(part, cell), words.figure(cell)] for cell in cells]
    columns = [_column(words, part), words.say("summary.column.n")]
    if any(_known(cell, "change") for cell in cells):
        columns.append(words.say("paper.column.change"))
        for row, cell in zip(rows, cells, strict=True):
            row.append(f"{int(cell['change']):+d}" if _known(cell, "change") else "–")
    if any(_percent_right(cell) is not None for cell in cells):
        columns.append(words.say("paper.column.sure"))
        for row, cell in zip(rows, cells, strict=True):
            percent = _percent_right(cell)
            row.append("–" if percent is None else f"{percent} %")
    return Table(title, tuple(columns), tuple(tuple(row) for row in rows))


def _known(cell: Cell, name: str) -> bool:
    """Tell whether a row has such a figure, and its own figure is shown: else the two would give it away."""
    return isinstance(cell.get(name), int | float) and cell.get("n") is not None


def _percent_right(cell: Cell) -> int | None:
    """Tell how often the tag is right, where that was measured: as a share, or with what it lies between."""
    measured = cell.get("precision")
    if isinstance(measured, Mapping):
        return int(measured["percent"])
    return None if measured is None else round(float(measured) * 100)


def _title(words: Words, part: str) -> str:
    return words.say(f"summary.{part}") if part in COLUMN else words.say(f"paper.{part}")


def _column(words: Words, part: str) -> str:
    kind = TAGS.get(part) or COLUMN.get(part)
    return words.say(f"summary.column.{kind}") if kind else words.say(f"paper.{part}")
