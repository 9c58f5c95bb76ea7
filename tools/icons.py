"""Makes the pictures that stand on a phone's home screen, of the logo alone: run by `make pictures`.

One rule: a phone may cut a maskable one to any shape, so there the logo stays within the middle.
"""

import asyncio
from base64 import b64encode

from playwright.async_api import Page

from tests.machine.browser import open_browser
from tools.few_colours import shrink
from tools.places import ROOT

LOGO = ROOT / "collector" / "web" / "assets" / "own" / "logo.svg"
ICONS = ROOT / "bot" / "channels" / "webchat" / "assets"
PAPER = "#f4f3f9"
SIZES = {"icon-192": (192, 0.78), "icon-512": (512, 0.78), "icon-maskable": (512, 0.56)}
"""Each picture's side, and how much of it the logo takes."""


async def take_all() -> None:
    """Draw every one and keep it small."""
    async with open_browser() as browser:
        page = await browser.new_page()
        for name, (side, part) in SIZES.items():
            (ICONS / f"{name}.png").write_bytes(await shrink(page, await draw(page, side, part)))


async def draw(page: Page, side: int, part: float) -> bytes:
    """Draw the logo in the middle of its paper."""
    logo = b64encode(LOGO.read_bytes()).decode()
    await page.set_viewport_size({"width": side, "height": side})
    await page.set_content(
        f"<body style='margin:0;height:100vh;display:grid;place-items:center;background:{PAPER}'>"
        f"<img alt='' width='{side * part}' src='data:image/svg+xml;base64,{logo}'>"
    )
    return await page.screenshot()


if __name__ == "__main__":
    asyncio.run(take_all())
