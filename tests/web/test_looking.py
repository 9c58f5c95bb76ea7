"""What looking relies on, to look at one page in several ways without opening it anew."""

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Page

import bot
import collector
from tests.web.looking import DESKTOP, shuts_nobody_out

SCRIPTS = [
    path
    for room in (bot, collector)
    for kind in ("*.js", "*.html")
    for path in Path(room.__path__[0]).rglob(kind)
    if not {"built", "node_modules"} & set(path.parts)
]
KNOWS = re.compile(
    r"matchMedia|(inner|outer|client|offset|scroll)(Width|Height)|ResizeObserver|visualViewport|\bscreen\.|"
    r"getBoundingClientRect|[\"'`]resize|onresize|getComputedStyle"
)
PAGE = (
    "<!doctype html><html lang=nb><title>Ekko</title><main><h1>Si noe</h1><p>{}</p></main><style>{}</style>"
)
IN_THE_DARK = "@media (prefers-color-scheme: dark) {{ {} }}"


def test_no_script_of_ours_knows_the_width_or_the_scheme() -> None:
    assert len([path for path in SCRIPTS if path.suffix == ".js"]) >= 6
    assert [path.name for path in SCRIPTS if KNOWS.search(path.read_text("utf-8"))] == []


SHUTS_OUT = (
    ("p { color: #eee }", "color-contrast"),
    (IN_THE_DARK.format("p { color: #ddd; background: white }"), "color-contrast"),
    (IN_THE_DARK.format("p { display: none }"), "not only colours"),
    ("@media (max-width: 30em) { p { color: #eee } }", "color-contrast"),
    ("@media (max-width: 20em) { p { width: 30em } }", "the smallest phone"),
    ("p { width: 15rem }", "text is large"),
)
"""What is wrong in one way alone, and how it is told."""


async def test_what_shuts_out_in_one_way_alone_is_found(page: Page) -> None:
    for style, what in SHUTS_OUT:
        written = PAGE.format("Hva ønsker du?", style)
        with pytest.raises(AssertionError, match=what):
            await shuts_nobody_out(page, partial(page.set_content, written))


async def test_what_shuts_nobody_out_passes(page: Page) -> None:
    dark = IN_THE_DARK.format("html { color-scheme: dark }")
    await shuts_nobody_out(page, lambda: page.set_content(PAGE.format("Hva ønsker du?", dark)))
    assert page.viewport_size != DESKTOP
