"""A wish that is split, and what its sender then sees, in a real Chromium, light and dark."""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, ViewportSize, expect

from bot.host import Host
from tests.bot.fields import wishes_kept
from tests.bot.test_splitting import BOTH, FIRST, divided, record_of, wished
from tests.machine.axe import barriers_on
from tests.web.cast import Cast
from tests.web.conftest import cast
from tests.web.looking import TOO_SMALL, WIDTH
from tests.web.test_in_browser import let_in

__all__ = ["cast"]
PHONE: ViewportSize = {"width": 360, "height": 800}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
Scheme = Literal["light", "dark"]


async def looked_at(page: Page, name: str) -> None:
    """Look at a page on a phone and on a desk; EKKO_SHOTS names a folder to keep pictures in."""
    for size in (PHONE, DESKTOP):
        await page.set_viewport_size(size)
        assert await barriers_on(page) == [], name
        assert await page.evaluate(WIDTH) <= size["width"], name
        if folder := os.environ.get("EKKO_SHOTS"):
            await page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
    await page.set_viewport_size(PHONE)
    assert await page.evaluate(TOO_SMALL) == [], name


@SCHEMES
async def test_a_wish_is_split_and_the_split_undone(
    page: Page, host: Host, cast: Cast, served: str, scheme: Scheme
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    wish = await wished(host)
    await let_in(page, served, (await cast.sign_in("leader")).session)
    await page.goto(f"{served}/desk/queue?wish={wish.id}")
    await looked_at(page, f"queue-{scheme}")
    await page.get_by_role("link", name="Del i to").click()
    await expect(page.get_by_label("Del 1")).not_to_be_empty()
    await looked_at(page, f"split-{scheme}")
    await page.get_by_label("Del 1").fill("svømmehall")
    await page.get_by_role("button", name="Del ønsket").click()
    await expect(page.get_by_role("alert")).to_contain_text("ord som ikke står")
    await expect(page.get_by_label("Del 1")).to_have_value("svømmehall")
    await looked_at(page, f"refused-{scheme}")
    await page.get_by_label("Del 1").fill(FIRST)
    await page.get_by_label("Del 2").fill("en skatepark ved skolen")
    await page.get_by_role("button", name="Del ønsket").click()
    await expect(page.locator("#said")).to_contain_text("Delt")
    await expect(page.locator(".wish__text")).to_have_text(FIRST)
    assert len(await wishes_kept(host.store)) == 2
    await page.get_by_role("button", name="Angre").click()
    await expect(page.locator("#said")).to_contain_text("Angret")
    assert await wishes_kept(host.store) == [wish]
    assert wish.text != BOTH


@SCHEMES
async def test_its_sender_sees_every_part(
    page: Page, host: Host, cast: Cast, served: str, scheme: Scheme
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    _, (first, _) = await divided(host, cast)
    await page.goto(f"{served}/r/{(await record_of(host)).receipt}")
    await expect(page.get_by_text("gjelder det alle")).to_have_count(2)
    await looked_at(page, f"receipt-{scheme}")
    await let_in(page, served, (await cast.sign_in("leader")).session)
    await page.goto(f"{served}/desk/queue/{first.id}/split")
    await expect(page.get_by_role("alert")).to_contain_text("en del av et ønske")
    await looked_at(page, f"cannot-{scheme}")
