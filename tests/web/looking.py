"""Looks at one page in every way there is: light and dark, by axe, for a thumb, very small, with large text.

One rule: every page of the desk is looked at here, so that none is looked at by less.
"""

from collections.abc import Awaitable, Callable
from typing import Literal

from playwright.async_api import Page, ViewportSize

from tests.machine.axe import barriers_on

PHONE: ViewportSize = {"width": 360, "height": 800}
SMALLEST: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TOO_SMALL = """() => [...document.querySelectorAll("main a, main button, main input, nav a, footer a")]
  .map((each) => each.closest(".box") ?? each)
  .filter((each) => each.checkVisibility() && each.type !== "hidden")
  .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([html]) => html)"""
WIDTH = "document.documentElement.scrollWidth"


async def shuts_nobody_out(page: Page, come: Callable[[], Awaitable[object]]) -> None:
    """`come` opens the page; it is opened anew for each width, as on another machine."""
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)
        await come()
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            assert await barriers_on(page) == [], (size, scheme)
    assert await page.evaluate(TOO_SMALL) == []
    await page.set_viewport_size(SMALLEST)
    assert await page.evaluate(WIDTH) <= SMALLEST["width"]
    await page.set_viewport_size(PHONE)
    # What a browser's own text setting does: every rem is twice as large.
    await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert await page.evaluate(WIDTH) <= PHONE["width"]
