"""Links between pages."""

from pathlib import Path

import pytest

from tests.docs.pages import anchors_of, links_of, named, pages
from tools.places import ROOT


@pytest.mark.parametrize("page", pages(), ids=named)
def test_every_link_leads_to_something(page: Path) -> None:
    for link in links_of(page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.is_relative_to(ROOT), f"{link} leads out of the repository"
        assert there.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors_of(there.read_text("utf-8")), f"{link} names no heading"


def test_the_pages_are_found_and_have_links() -> None:
    found = {named(page) for page in pages()}
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/live.md"} <= found
    assert not any(name.startswith((".venv", "collector/web/assets")) for name in found)
    assert len(links_of((ROOT / "README.md").read_text("utf-8"))) > 5


def test_a_link_and_a_picture_are_seen_and_an_address_is_not() -> None:
    text = '[a](b.md#c) ![d](e.png) <img src="f.png"> [g](https://example.org) ```\n[h](i.md)\n'
    assert links_of(text) == ["b.md#c", "e.png", "f.png", "i.md"]
    assert links_of("```\n[h](i.md)\n```\n") == []
