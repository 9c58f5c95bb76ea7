"""Opens the real Chromium that tools/browser.py finds, and watches over each page.

One rule: a page that runs into a script error, a broken content rule or an address outside this machine fails
its test, whatever the test was about.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright, expect

from tools.browser import HOW_TO_GET_ONE, find_browser

FLAGS = (
    "--no-sandbox",  # root, as in most containers, cannot have one
    "--disable-dev-shm-usage",  # containers often have 64 MB of it, a page needs more
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OURS = ("127.0.0.1", "localhost", "::1")


PATIENCE_MS = 60_000
"""So long a page may take to show what is expected, on a machine that does much else."""


class NoBrowser(Exception):
    """There is none on this machine."""


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    path = find_browser()
    if path is None:
        raise NoBrowser(HOW_TO_GET_ONE)
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        await browser.close()


@asynccontextmanager
async def watched_page(browser: Browser) -> AsyncIterator[Page]:
    """A page with no memory of earlier tests, where nothing glides; what went wrong comes out at the end."""
    async with page_with_its_wrongs(browser) as (page, wrongs):
        yield page
        found = list(wrongs)  # a request that the closing itself cuts off is no fault of the page
    nothing_wrong(found)


@asynccontextmanager
async def page_with_its_wrongs(browser: Browser) -> AsyncIterator[tuple[Page, list[str]]]:
    """Such a page for several tests, and the list that whoever lends it to them asks after each."""
    context = await browser.new_context(locale="nb-NO", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    yield page, watch(page)
    await context.close()


def nothing_wrong(found: list[str]) -> None:
    assert not found, f"The page itself reported this while the test ran: {found}"


def watch(page: Page) -> list[str]:
    """Everything that no page of ours may do, gathered as it happens."""
    wrongs: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrongs.append(message.text)

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in OURS:
            wrongs.append(f"asked for {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: wrongs.append(f"script error: {error}"))
    page.on("request", asked)
    return wrongs
