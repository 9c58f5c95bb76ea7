"""How soon somebody on a slow net can write: a real Chromium with the net that its own tools call slow 3G."""

from playwright.async_api import async_playwright

from tests.machine.browser import FLAGS
from tools.browser import HOW_TO_GET_ONE, find_browser

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 ms there and back and 400 kbit a second: what slow 3G is to Lighthouse; bytes a second here."""


async def seconds_until_usable(address: str) -> float:
    """Open the chat with an empty cache and wait until its box can be written in and its script runs."""
    path = find_browser()
    if path is None:
        raise SystemExit(HOW_TO_GET_ONE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = await browser.new_page()
        session = await page.context.new_cdp_session(page)
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", SLOW_3G)
        await page.goto(address, wait_until="domcontentloaded")
        await page.locator("#said").fill("sjakk")
        took: float = await page.evaluate(
            "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        )
        await browser.close()
        return took / 1000
