"""Asks axe what on a page would shut somebody out. One rule: every finding counts, none is filtered away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parent / "built" / "axe.min.js"
# WCAG 2.1 A and AA is what Norwegian law asks; 2.2 AA and EN 301 549 is what we ask.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
ASK = """rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})
    .then(found => found.violations)"""
"""What passed is not told: gathering and carrying it takes longer than the looking."""


async def barriers_on(page: Page) -> list[str]:
    """Each barrier in a line: the rule, what it says, and the elements; an empty list is what we want."""
    if not await page.evaluate("'axe' in window"):
        # evaluate, not a script tag: so the page's own content rules stay on.
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    violations: list[dict[str, Any]] = await page.evaluate(ASK, RULES)
    return [in_a_line(one) for one in violations]


def in_a_line(one: dict[str, Any]) -> str:
    return f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}"
