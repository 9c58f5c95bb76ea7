"""Examples that stand in the pages."""

import doctest
from pathlib import Path

import pytest

from tests.docs.pages import FENCED, named, pages

SHOWN = [page for page in pages() if ">>> " in page.read_text("utf-8")]


@pytest.mark.parametrize("page", SHOWN, ids=named)
def test_the_examples_of_a_page_do_what_they_show(page: Path) -> None:
    blocks = [block for language, block in FENCED.findall(page.read_text("utf-8")) if language == "pycon"]
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, named(page), str(page), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert result.attempted > 0, "Mark examples as pycon."
    assert not result.failed, "".join(said)


def test_some_page_has_examples() -> None:
    assert SHOWN
