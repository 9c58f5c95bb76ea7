"""The browser that the page tests stand on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page

from tests.machine.axe import COLOURS, RULES, barriers_on, let_axe_in
from tests.machine.browser import watch

GOOD = "<!doctype html><html lang=nb><title>Ekko</title><main><h1>Si noe</h1></main>"
STRICT = "default-src 'none'; script-src 'self'"


@asynccontextmanager
async def serving(html: str) -> AsyncIterator[str]:
    """The smallest web server there is: one page, whatever is asked for."""

    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = ("HTTP/1.1 200 OK", "Content-Type: text/html", f"Content-Security-Policy: {STRICT}")
        writer.write("\r\n".join([*head, "", html]).encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(give, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_the_browser_opens_a_page_and_reads_its_title(page: Page) -> None:
    async with serving(GOOD) as address:
        await page.goto(address)
        assert await page.title() == "Ekko"


async def test_axe_works_under_strict_content_rules_and_finds_nothing_on_a_good_page(page: Page) -> None:
    async with serving(GOOD) as address:
        await page.goto(address)
        assert await barriers_on(page) == []


async def test_axe_finds_a_picture_that_says_nothing(page: Page) -> None:
    await page.set_content(GOOD + "<main><img src='data:,'></main>")
    assert any(line.startswith("image-alt") for line in await barriers_on(page))


async def test_the_rules_about_colours_are_all_of_axes_that_ask_for_colours(page: Page) -> None:
    await page.set_content(GOOD)
    await let_axe_in(page)
    rules = await page.evaluate("rules => axe.getRules(rules).map(({ruleId, tags}) => [ruleId, tags])", RULES)
    assert len(rules) > 80
    assert [name for name, tags in rules if "cat.color" in tags] == COLOURS


async def test_an_inline_script_under_strict_rules_is_noticed(browser: Browser) -> None:
    page = await browser.new_page()
    wrongs = watch(page)
    async with serving(GOOD + "<script>1</script>") as address:
        await page.goto(address)
    await page.close()
    assert ["Content Security Policy" in wrong for wrong in wrongs] == [True]


async def test_an_address_outside_this_machine_is_noticed(browser: Browser) -> None:
    page = await browser.new_page()
    wrongs = watch(page)
    await page.route("**/*", lambda route: route.abort())
    await page.set_content("<img src='http://elsewhere.invalid/pixel.png' alt=''>")
    await page.close()
    assert wrongs == ["asked for http://elsewhere.invalid/pixel.png"]
