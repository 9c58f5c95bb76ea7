"""The document to edit: real headings and tables, each picture with its words, the same bytes each time."""

import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from collector.model import Municipality
from collector.reports.paper.whole import LANGUAGES, make_paper
from collector.reports.paper.word import make_docx
from collector.texts import Catalogue
from tests.reports.found import cells, full

HERE = Municipality("m", "Eksempelvik kommune", is_example=False, is_open=True)


def made(texts: Catalogue, language: str = "nb", /, **instead: Any) -> bytes:
    return make_docx(make_paper(full(**instead), texts, language, HERE, "2026-09-11"))


def test_it_has_headings_lists_and_tables_of_its_own(texts: Catalogue) -> None:
    found = docx.Document(BytesIO(made(texts)))
    styles = {line.style.name: line.text for line in found.paragraphs if line.style and line.text}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Quote"} <= set(styles)
    assert styles["Title"] == "Høsten 2026"
    (first, *_) = found.tables
    assert [cell.text for cell in first.rows[0].cells] == ["Aktivitet", "Ønsker"]
    assert ["Korps", "færre enn 5"] in [[cell.text for cell in row.cells] for row in first.rows]
    for table in found.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_has_its_words_and_the_file_its_language(texts: Catalogue, language: str) -> None:
    found = docx.Document(BytesIO(made(texts, language)))
    assert found.core_properties.language.startswith(language)
    pictures = list(found.element.iter(qn("wp:docPr")))
    assert len(pictures) >= 6
    assert all(each.get("descr") and each.get("title") for each in pictures)


def test_the_same_figures_give_the_same_bytes(texts: Catalogue) -> None:
    assert made(texts) == made(texts)
    assert made(texts) != made(texts, barriers=cells(cost=1))


def test_no_part_says_when_or_by_which_program_it_was_made(texts: Catalogue) -> None:
    with zipfile.ZipFile(BytesIO(made(texts))) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "vba" in name.lower()]
        assert "2026-09-10T12:00:00Z" in file.read("docProps/core.xml").decode()


def test_words_that_no_file_may_hold_are_no_reason_to_fail(texts: Catalogue) -> None:
    told = [
        {"tag": "gaming", "said": "a\x00b\u202ec 🛹 \ud800 <b>nå</b> {{ x }}", "by": "quote", "wishes": [1]}
    ]
    words = "\n".join(line.text for line in docx.Document(BytesIO(made(texts, stories=told))).paragraphs)
    assert "«abc 🛹 □ <b>nå</b> {{ x }}»" in words
