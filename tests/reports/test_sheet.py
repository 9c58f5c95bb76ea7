"""The spreadsheet and the rows: words are words, whatever they begin with; what is hidden stays so."""

import csv
import resource
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from collector.model import Municipality
from collector.reports import sheet
from collector.reports.paper.whole import make_paper
from collector.reports.paper.words import Words
from collector.reports.rows import COLUMNS, make_csv
from collector.reports.sheet import write_sheets
from collector.store.approved import Approved
from collector.texts import Catalogue
from tests.reports.found import NOON, cells, full

HERE = Municipality("m", "Eksempelvik kommune", is_example=False, is_open=True)
DANGEROUS = (
    "=1+1",
    "+47 nei",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://evil.invalid")',
    "{=1}",
    "http://evil.invalid",
    "'=1",
    "\n=1",
    "1e9",
    "TRUE",
)


def wish(text: str, number: int = 1, code: str = "glad-elg") -> Approved:
    tags = {"activity": ["gaming", "dance"], "barrier": ["cost"]}
    return Approved(f"{number:026}", number, code, NOON, "nb", "webchat", text, "planned", tags)


def made(texts: Catalogue, wishes: Iterator[Approved] | list[Approved] | None, **instead: Any) -> bytes:
    found, out = full(**instead), BytesIO()
    write_sheets(out, make_paper(found, texts, "nb", HERE, "2026-09-11"), found, Words(texts, "nb"), wishes)
    return out.getvalue()


def rows_of(file: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_name(name).to_python()


def test_there_are_figures_and_wishes_with_their_names(texts: Catalogue) -> None:
    file = made(texts, [wish("Et sted å spille", 40)])
    assert ["Hva de ønsker seg", "Gaming", 310.0, "", ""] in rows_of(file, "Tall")
    assert ["Hva de ønsker seg", "Korps", "", "", "færre enn 5"] in rows_of(file, "Tall")
    assert ["Hvem vi har hørt", "Nes skole", 12.0, 240.0, ""] in rows_of(file, "Tall")
    head, line = rows_of(file, "Ønsker")
    assert head == ["Nr.", "Kom", "Ønske", "Aktivitet", "Hindring", "Form", "Språk", "Kanal", "Svar"]
    assert line[0] == 40
    assert line[2:5] == ["Et sted å spille", "Gaming, Dans", "Pris"]
    assert any("Slett filen når du er ferdig" in row[0] for row in rows_of(file, "Om"))


def test_of_several_rounds_each_wish_says_which_its_number_is_of(texts: Catalogue) -> None:
    asked = full()["of"]["rounds"][0]
    both = {
        **full()["of"],
        "code": "all",
        "rounds": [asked, asked | {"code": "blid-bever", "name": "=Våren"}],
    }
    head, first, second = rows_of(
        made(texts, [wish("LAN", 12), wish("Kor", 12, "blid-bever")], of=both), "Ønsker"
    )
    assert head[:4] == ["Runde", "Nr.", "Kom", "Ønske"]
    assert (first[:2], second[:2]) == (["Høsten 2026", 12], ["=Våren", 12])


def test_who_may_not_read_the_wishes_has_no_sheet_of_them(texts: Catalogue) -> None:
    file = made(texts, None)
    assert CalamineWorkbook.from_filelike(BytesIO(file)).sheet_names == ["Om", "Tall"]
    assert not any("Slett filen" in row[0] for row in rows_of(file, "Om"))


def test_whatever_a_word_begins_with_it_is_no_formula_no_link_and_no_number(texts: Catalogue) -> None:
    file = made(texts, [wish(each) for each in DANGEROUS])
    with zipfile.ZipFile(BytesIO(file)) as parts:
        written = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets")
        )
        assert not [name for name in parts.namelist() if "externalLinks" in name or "_rels/sheet" in name]
    assert "<f>" not in written
    assert "<hyperlink" not in written
    texts_back = [row[2] for row in rows_of(file, "Ønsker")[1:]]
    assert texts_back == [each.replace("\r", "") for each in DANGEROUS]


def test_in_the_csv_too(texts: Catalogue) -> None:
    named = [{"id": "x", "name": each, "n": 7, "hidden": ""} for each in DANGEROUS]
    written = make_csv(full(schools=named), Words(texts, "nb"))
    assert written.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in written
    back = list(csv.reader(StringIO(written.decode("utf-8-sig"), newline="")))
    assert tuple(back[0]) == COLUMNS
    assert {len(row) for row in back} == {len(COLUMNS)}
    names = [row[2] for row in back if row[0] == "schools"]
    assert len(names) == len(DANGEROUS)
    assert not [name for name in names if name.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=1+1" in names


def test_a_hidden_figure_is_empty_and_says_why(texts: Catalogue) -> None:
    written = make_csv(full(activities=cells(korps=None)), Words(texts, "nb")).decode("utf-8-sig")
    assert "activities,korps,Korps,,few,\r\n" in written
    assert "heard,Vika ungdomsskole,Vika ungdomsskole,,few,410\r\n" in written


def test_the_same_figures_give_the_same_bytes(texts: Catalogue) -> None:
    assert made(texts, [wish("a")]) == made(texts, [wish("a")])
    assert made(texts, [wish("a")]) != made(texts, [wish("b")])


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(
    texts: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 40)
    file = made(texts, [wish(f"ønske {n}", n) for n in range(100)])
    names = CalamineWorkbook.from_filelike(BytesIO(file)).sheet_names
    assert names[-3:] == ["Ønsker", "Ønsker 2", "Ønsker 3"]
    assert rows_of(file, "Ønsker 3")[-1][2] == "ønske 99"


def test_no_file_is_left_beside_it(texts: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made(texts, [wish("a")])
    assert list(tmp_path.iterdir()) == []


def test_many_rows_take_no_more_memory_than_few(texts: Catalogue) -> None:
    made(texts, (wish("Et sted å spille " * 10, n) for n in range(100)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made(texts, (wish(f"Et sted å spille {n} " * 20, n) for n in range(20_000)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30_000, "kilobytes; the words alone would be 9 MB as text and far more as cells"
