"""Takes the pictures that the README shows, of a real Ekko in a real browser: run by `make pictures`.

One rule: nothing in them is drawn by hand, so that they cannot show what is not there. They are taken at
twice the size, and kept small by having no more than 256 colours.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from bench.servers import ekko, server
from bot.example import CODE, PLACE
from tests.machine.browser import open_browser
from tools.few_colours import shrink
from tools.places import ROOT

PICTURES = ROOT / "docs" / "pictures"
PHONE: ViewportSize = {"width": 390, "height": 760}
DESKTOP: ViewportSize = {"width": 1000, "height": 900}
WISH = "et sted der vi kan lage spill sammen"


def main() -> None:
    """Start an Ekko of its own, take the pictures, and stop it."""
    with tempfile.TemporaryDirectory() as name:
        command, env = ekko(Path(name))
        with server(command, int(env["EKKO_PORT"]), env):
            asyncio.run(take_all(f"http://localhost:{env['EKKO_PORT']}", invitation(env)))


def invitation(env: dict[str, str]) -> str:
    """Ask for a leader's one-time token."""
    command = [sys.executable, "-m", "bot", "invite", PLACE, "Eksempelleder"]
    done = subprocess.run(
        command, env={**os.environ, **env}, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().rpartition("/in/")[2]


async def take_all(at: str, token: str) -> None:
    """Take every picture."""
    async with open_browser() as browser:
        page = await open_page(browser)
        await page.goto(f"{at}/c/{CODE}")
        await tell(page)
        await take(page, "chat")
        await page.goto(f"{at}/in/{token}")
        await page.get_by_role("button", name="Logg inn").click()
        await page.goto(f"{at}/desk/queue")
        await take(page, "queue")
        await page.set_viewport_size(DESKTOP)
        await page.goto(f"{at}/desk/summary/{CODE}")
        await take(page, "summary")


async def open_page(browser: Browser) -> Page:
    """Open a phone's screen, in light colours and without movement."""
    context = await browser.new_context(
        locale="nb-NO", viewport=PHONE, device_scale_factor=2, color_scheme="light", reduced_motion="reduce"
    )
    return await context.new_page()


async def tell(page: Page) -> None:
    """Tell a wish and wait until it is kept."""
    await page.fill("#said", WISH)
    await page.click("#send")
    await page.get_by_role("button", name="Ja, det stemmer").wait_for()
    await page.locator("#waiting").wait_for(state="hidden")


async def take(page: Page, name: str) -> None:
    """Keep what the screen shows."""
    await page.evaluate("document.activeElement.blur()")
    await page.mouse.move(0, 0)
    taken = await page.screenshot()
    blank = await page.context.browser.new_page()  # type: ignore[union-attr]  # a page always has a browser here
    PICTURES.mkdir(parents=True, exist_ok=True)
    kept = PICTURES / f"{name}.png"
    kept.write_bytes(await shrink(blank, taken))
    await blank.close()
    print(f"docs/pictures/{name}.png: {kept.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
