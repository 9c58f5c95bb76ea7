"""Pages and pictures that the program makes."""

import re
import struct
from pathlib import Path

import pytest

from tools.docs import DOCS, PAGES
from tools.places import ROOT

PICTURES = sorted((DOCS / "pictures").glob("*.png"))
LARGEST = 150 * 1024


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_says_what_the_code_says_each_time(name: str) -> None:
    for _ in range(2):
        assert (DOCS / name).read_text("utf-8") == PAGES[name](), f"docs/{name} is old: run `make docs`."


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    for page in [*DOCS.glob("*.md"), *DOCS.glob("maler/*.md")]:
        path = page.relative_to(DOCS).as_posix()
        assert path == "README.md" or f"]({path})" in index, path


def test_the_index_says_which_pages_are_made_from_the_code() -> None:
    lines = (DOCS / "README.md").read_text("utf-8").splitlines()
    made = {
        match[1] for line in lines if line.endswith("| yes |") and (match := re.search(r"\((.+?)\)", line))
    }
    assert made == set(PAGES)


def test_the_readme_shows_every_picture_and_no_other() -> None:
    shown = set(re.findall(r"docs/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8")))
    assert shown == {picture.name for picture in PICTURES}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_sharp_and_small(picture: Path) -> None:
    body = picture.read_bytes()
    width, _ = struct.unpack(">II", body[16:24])
    assert body.startswith(b"\x89PNG")
    assert width >= 2 * 270
    assert len(body) < LARGEST
