"""Writes a summary as a spreadsheet: what it is, its figures and, for those who may read them, its wishes.

One rule: every word is written as a word, and no more than a row is held at once, so a hundred thousand
wishes take no more memory than ten.
"""

import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from itertools import islice
from typing import IO, Any, cast

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from collector.classes import DANGEROUS
from collector.here import moment_of
from collector.reports.paper.parts import Paper
from collector.reports.paper.words import Words
from collector.reports.printable import seen
from collector.reports.rows import lines_of
from collector.store.approved import Approved

MOST_ROWS = 1_000_000
"""A sheet holds 1,048,576 rows; what is more goes on in the next one."""
LONGEST_CELL = 32_000
A_MINUTE = 60_000
KINDS = ("activity", "barrier", "form")
AS_WORDS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Sheets:
    """A spreadsheet while it is written, one row after the other."""

    def __init__(self, out: IO[bytes], folder: str, paper: Paper) -> None:
        self._book = xlsxwriter.Workbook(out, {**AS_WORDS, "tmpdir": folder})
        made = datetime.combine(date.fromisoformat(paper.day), datetime.min.time(), UTC)
        self._book.set_properties({"title": paper.title, "author": paper.under[0], "created": made})
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._words = self._book.add_format({"quote_prefix": True})
        """A cell that is changed later is words still."""

    def add(self, name: str, columns: Iterable[tuple[str, int]], rows: Iterable[Iterable[Any]]) -> None:
        """Write a sheet, and another where it is full."""
        named, left, number = list(columns), iter(rows), 1
        while True:
            sheet = self._begin(name if number == 1 else f"{name} {number}", named)
            if self._fill(sheet, islice(left, MOST_ROWS)) < MOST_ROWS:
                return
            number += 1

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _begin(self, name: str, columns: list[tuple[str, int]]) -> Worksheet:
        sheet = cast(Worksheet, self._book.add_worksheet(name))
        for place, (_, wide) in enumerate(columns):
            sheet.set_column(place, place, wide)
        for place, (said, _) in enumerate(columns):
            sheet.write_string(0, place, said, self._bold)
        sheet.freeze_panes(1, 0)
        return sheet

    def _fill(self, sheet: Worksheet, rows: Iterable[Iterable[Any]]) -> int:
        at = 0
        for at, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(at, place, cell)
                elif cell:
                    said = seen(cell)[:LONGEST_CELL]
                    sheet.write_string(at, place, said, self._words if said.startswith(DANGEROUS) else None)
        return at


def write_sheets(
    out: IO[bytes], paper: Paper, found: Mapping[str, Any], words: Words, wishes: Iterable[Approved] | None
) -> None:
    """Write the whole spreadsheet; without `wishes` there is no sheet of them."""
    with tempfile.TemporaryDirectory() as folder:
        sheets = Sheets(out, folder, paper)
        sheets.add(
            words.say("paper.sheet.about"), ((paper.title, 90),), _about(paper, words, wishes is not None)
        )
        counted = [
            *((words.say("paper.sheet.part"), 24), (words.say("paper.column.group"), 34)),
            *((words.say("summary.column.n"), 12), (words.say("paper.sheet.of"), 12), ("", 18)),
        ]
        sheets.add(words.say("paper.sheet.figures"), counted, _figures(found, words))
        if wishes is not None:
            asked = {each["code"]: each["name"] for each in found["of"]["rounds"]}
            of_round = asked if len(asked) > 1 else {}
            sheets.add(
                words.say("paper.sheet.wishes"), _columns(words, of_round), _wishes(wishes, words, of_round)
            )
        sheets.close()


def _about(paper: Paper, words: Words, with_wishes: bool) -> Iterable[list[str]]:
    lines = [*paper.under, *paper.marks, words.say("paper.tags"), words.say("paper.senders")]
    lines += [words.say("paper.sheet.care")] if with_wishes else []
    return ([line] for line in lines)


def _figures(found: Mapping[str, Any], words: Words) -> Iterable[list[Any]]:
    for line in lines_of(found, words):
        hidden = words.figure({"n": None, "hidden": line.hidden}) if line.n is None else ""
        yield [words.say(f"paper.sheet.part.{line.part}"), line.name, line.n, line.of, hidden]


def _columns(words: Words, of_round: Mapping[str, str]) -> list[tuple[str, int]]:
    tags = [(words.say(f"summary.column.{kind}"), 28) for kind in KINDS]
    came = [(words.say("paper.sheet.round"), 28)] if of_round else []
    came += [(words.say("paper.sheet.number"), 7), (words.say("paper.sheet.came"), 17)]
    came += [(words.say("paper.sheet.wish"), 80)]
    how = [("summary.column.language", 12), ("summary.column.source", 12), ("paper.sheet.answer", 22)]
    return [*came, *tags, *((words.say(key), wide) for key, wide in how)]


def _wishes(wishes: Iterable[Approved], words: Words, of_round: Mapping[str, str]) -> Iterable[list[Any]]:
    """Tell each wish by the number it is cited by, of several rounds which it came in; what many share is put
    into words once."""

    @cache
    def name(kind: str, id: str) -> str:
        return words.texts.name(kind, id, words.language)

    @cache
    def names(*tags: str) -> str:
        return ", ".join(name("tag", tag) for tag in tags)

    @lru_cache(maxsize=1024)
    def minute(at: int) -> str:
        return moment_of(at * A_MINUTE)

    for wish in wishes:
        tags = (names(*wish.tags.get(kind, ())) for kind in KINDS)
        answer = name("answer.status", wish.status) if wish.status else ""
        how = (name("language", wish.language), name("source", wish.source), answer)
        came = [of_round[wish.code]] if of_round else []
        yield [*came, wish.number, minute(wish.received_at // A_MINUTE), wish.text, *tags, *how]
