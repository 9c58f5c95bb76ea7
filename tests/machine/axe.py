"""Asks axe what on a page would shut somebody out. One rule: every finding counts, none is filtered away."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parent / "built" / "axe.min.js"
# WCAG 2.1 A and AA is what Norwegian law asks; 2.2 AA and EN 301 549 is what we ask.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""Those of the rules that look at colours; test_browser.py asks axe whether there are more."""
ASK = """asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})
    .then(found => found.violations)"""
"""What passed is not told: gathering and carrying it takes longer than the looking."""


async def barriers_on(page: Page) -> list[str]:
    """Each barrier in a line: the rule, what it says, and the elements; an empty list is what we want."""
    return await _ask(page, {"type": "tag", "values": RULES})


async def colours_that_shut_out(page: Page) -> list[str]:
    """The same of colours alone: for a page that was looked at and changed nothing else since."""
    return await _ask(page, {"type": "rule", "values": COLOURS})


async def _ask(page: Page, asked: dict[str, Any]) -> list[str]:
    await let_axe_in(page)
    violations: list[dict[str, Any]] = await page.evaluate(ASK, asked)
    return [in_a_line(one) for one in violations]


async def let_axe_in(page: Page) -> None:
    if not await page.evaluate("'axe' in window"):
        # evaluate, not a script tag: so the page's own content rules stay on.
        await page.evaluate(written())


@cache
def written() -> str:
    return AXE.read_text(encoding="utf-8")


def in_a_line(one: dict[str, Any]) -> str:
    return f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}"
