"""What LibreOffice makes of the spreadsheet and the rows: words, whatever they begin with, and no formula.

It is asked only where it is installed; `test_sheet.py` reads the files without it.
"""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from collector.reports.paper.words import Words
from collector.reports.rows import make_csv
from collector.texts import Catalogue
from tests.reports.found import full
from tests.reports.test_sheet import DANGEROUS, made, wish

OFFICE = shutil.which("soffice")
AS_COMMAS = "44,34,76,1"
"""Commas, quotes, UTF-8, from the first line: what somebody chooses who opens a CSV by hand."""
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
NO_OFFICE = (
    "LibreOffice Calc is not installed here: apt-get install --no-install-recommends libreoffice-calc."
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(OFFICE is None, reason=NO_OFFICE)]


def opened(file: Path, *how: str) -> ET.Element:
    """Let LibreOffice open a file, and read what it made of every cell."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", *how, "--convert-to", "fods", "--outdir", file.parent, file]
    done = subprocess.run(command, capture_output=True, check=False, timeout=240)
    made_of_it = file.with_suffix(".fods")
    assert made_of_it.exists(), done.stderr.decode()
    return ET.parse(made_of_it).getroot()  # noqa: S314  LibreOffice wrote it just now


def words_of(cell: ET.Element) -> str:
    return "".join(cell.itertext()).strip()


def cells(book: ET.Element) -> list[ET.Element]:
    return list(book.iter(f"{TABLE}table-cell"))


def test_no_cell_of_the_spreadsheet_is_a_formula(texts: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "ekko.xlsx"
    file.write_bytes(made(texts, [wish(each) for each in DANGEROUS]))
    found = cells(opened(file))
    assert not [words_of(cell) for cell in found if cell.get(f"{TABLE}formula") is not None]
    said = {words_of(cell) for cell in found}
    assert {each for each in DANGEROUS if each == each.strip() and "\r" not in each} <= said


def test_no_cell_of_the_rows_is_a_formula(texts: Catalogue, tmp_path: Path) -> None:
    named = [{"id": "x", "name": each, "n": 7, "hidden": ""} for each in DANGEROUS]
    file = tmp_path / "ekko.csv"
    file.write_bytes(make_csv(full(schools=named), Words(texts, "nb")))
    found = cells(opened(file, f"--infilter=CSV:{AS_COMMAS}"))
    assert not [words_of(cell) for cell in found if cell.get(f"{TABLE}formula") is not None]
    assert "'=1+1" in {words_of(cell) for cell in found}


def test_a_formula_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("=1+1,x\r\n")
    found = cells(opened(file, f"--infilter=CSV:{AS_COMMAS}"))
    assert [cell for cell in found if cell.get(f"{TABLE}formula") is not None]
