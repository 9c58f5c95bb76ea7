"""Looks at one page in every way there is: light and dark, by axe, for a thumb, very small, with large text.

One rule: every page of the desk is looked at here, so that none is looked at by less.
"""

from collections.abc import Awaitable, Callable
from itertools import zip_longest

from playwright.async_api import Page, ViewportSize

from tests.machine.axe import barriers_on, colours_that_shut_out

PHONE: ViewportSize = {"width": 360, "height": 800}
SMALLEST: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
TOO_SMALL = """() => [...document.querySelectorAll("main a, main button, main input, nav a, footer a")]
  .map((each) => each.closest(".box") ?? each)
  .filter((each) => each.checkVisibility() && each.type !== "hidden")
  .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
  .map(([html]) => html)"""
STANDS = """async () => {
  await Promise.all([...document.images].map((each) => each.decode().catch(() => {})));
  return [...document.querySelectorAll("body *")].map((each) => {
    const box = each.getBoundingClientRect();
    return [each.localName, each.checkVisibility(), box.x, box.y, box.width, box.height].join(" ");
  });
}"""
"""Each element, whether it is seen, and where."""
WIDTH = "document.documentElement.scrollWidth"


async def shuts_nobody_out(page: Page, come: Callable[[], Awaitable[object]]) -> None:
    """`come` opens the page, once: no script of ours knows the width or the scheme (test_looking.py), so what
    stands there is the same in each, and a style sheet alone says how."""
    await page.set_viewport_size(DESKTOP)
    await come()
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme="light")
        nothing(await barriers_on(page), size, "light")
        by_day = await page.evaluate(STANDS)
        await page.emulate_media(color_scheme="dark")
        nothing(differ(by_day, await page.evaluate(STANDS)), size, "not only colours change in the dark")
        nothing(await colours_that_shut_out(page), size, "dark")
    nothing(await page.evaluate(TOO_SMALL), "too small for a thumb")
    await page.set_viewport_size(SMALLEST)
    assert await page.evaluate(WIDTH) <= SMALLEST["width"], "wider than the smallest phone"
    await page.set_viewport_size(PHONE)
    # What a browser's own text setting does: every rem is twice as large.
    await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert await page.evaluate(WIDTH) <= PHONE["width"], "wider than a phone when text is large"


def nothing(found: list[str], *where: object) -> None:
    assert found == [], (*where, found)  # written out: pytest tells less of a room that is no test


def differ(one: list[str], other: list[str]) -> list[str]:
    return [f"{a} / {b}" for a, b in zip_longest(one, other) if a != b]
