"""Writes the figures of a summary as rows: what part, which row of it, and the figure or why it is hidden.

One rule: whatever program opens it, a cell is words or a number and never a formula.
"""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, NamedTuple

from collector.classes import safe_cell
from collector.reports.paper.drawn import heard_of, lives_of
from collector.reports.paper.words import Words
from collector.reports.printable import seen

PARTS = (
    *("activities", "barriers", "forms", "nothing_answers", "places", "ages", "schools"),
    *("languages", "sources"),
)
COLUMNS = ("part", "id", "name", "n", "hidden", "of")


class Line(NamedTuple):
    """One figure."""

    part: str
    id: str
    name: str
    n: int | None
    hidden: str
    of: int | None = None
    """Out of how many, where that is known."""


def lines_of(found: Mapping[str, Any], words: Words) -> Iterator[Line]:
    """Tell every figure of a summary, part by part."""
    for name, cell in found["totals"].items():
        yield Line("totals", name, words.say(f"paper.total.{name}"), cell.get("n"), cell.get("hidden", ""))
    answered = found.get("answered")
    if answered:
        yield Line("totals", "answered", words.say("paper.total.answered"), answered["n"], answered["hidden"])
    for part in PARTS:
        for cell in found.get(part) or ():
            yield Line(part, str(cell["id"]), words.name(part, cell), cell.get("n"), cell.get("hidden", ""))
    for week in found.get("over_time") or ():
        first = str(week["first"])
        yield Line("over_time", first, words.day(first), week.get("n"), week.get("hidden", ""))
    for group in (found.get("missing") or {}).get("groups") or ():
        heard = heard_of(group)
        name = words.name("places", group)
        yield Line(
            "heard", str(group.get("id", name)), name, heard["n"], heard["hidden"], lives_of(group) or None
        )


def make_csv(found: Mapping[str, Any], words: Words) -> bytes:
    """Write them as a file that Excel and LibreOffice open as it is: RFC 4180, in UTF-8 and saying so."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines_of(found, words):
        writer.writerow(["" if each is None else safe(each) for each in line])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str | int) -> str | int:
    """Keep words from being a formula, and from hiding anything."""
    return cell if isinstance(cell, int) else safe_cell(seen(cell))
