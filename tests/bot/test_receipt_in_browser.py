"""The receipt in a real Chromium: words from one phone opened on another, a wish written anew."""

import re
from collections.abc import AsyncIterator
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from collector.store.front import Store
from tests.bot.fields import CODE, wishes_kept
from tests.machine.axe import barriers_on
from tests.machine.browser import watch

pytestmark = pytest.mark.usefixtures("asked")
PHONE = {"width": 360, "height": 740}
Scheme = Literal["light", "dark"]


@pytest_asyncio.fixture(loop_scope="session", params=["light", "dark"])
async def phone(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Page]:
    """A small phone in either scheme."""
    scheme: Scheme = request.param
    context = await browser.new_context(
        locale="nb-NO",
        viewport=PHONE,  # type: ignore[arg-type]
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    wrongs = watch(page)
    yield page
    await context.close()
    assert wrongs == []


async def is_fit_to_read(page: Page) -> None:
    """No barrier, and no sideways scrolling."""
    assert await barriers_on(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_the_words_are_written_down_and_opened_on_another_phone(
    phone: Page, browser: Browser, served: str, store: Store
) -> None:
    await phone.goto(f"{served}/c/{CODE}")
    await phone.fill("#said", "sjakk på onsdager")
    await phone.click("#send")
    await phone.locator(".by-hand summary").click()
    await expect(phone.locator(".by-hand > div")).to_be_visible()
    told = await phone.locator(".by-hand").text_content() or ""
    found = re.search(r"Ord: (.*)\nSjekkord: (.*)\n", told)
    assert found is not None
    await is_fit_to_read(phone)
    await phone.context.clear_cookies()
    await phone.goto(served)
    await phone.get_by_role("link", name="Har du en kvittering?").click()
    await is_fit_to_read(phone)
    await phone.get_by_label("Koden").fill(CODE)
    await phone.get_by_label("De tre ordene og sjekkordet").fill(f"{found[1]} {found[1].split()[0]}")
    await phone.get_by_role("button", name="Se status").click()
    await expect(phone.get_by_role("alert")).to_contain_text("Ordene passer ikke sammen")
    await is_fit_to_read(phone)
    await phone.get_by_label("De tre ordene og sjekkordet").fill(f"{found[1]} {found[2]}".upper())
    await phone.get_by_role("button", name="Se status").click()
    await expect(phone.get_by_text("Mottatt, venter på å bli lest")).to_be_visible()
    await expect(phone.get_by_text("onsdager")).to_have_count(0)
    await is_fit_to_read(phone)


async def test_a_wish_is_written_anew_on_the_receipts_page(phone: Page, served: str, store: Store) -> None:
    await phone.goto(f"{served}/c/{CODE}")
    await phone.fill("#said", "sjakk på onsdager")
    await phone.click("#send")
    await phone.get_by_role("link", name="Åpne kvitteringen").click()
    await phone.get_by_text("Endre ordene").click()
    await is_fit_to_read(phone)
    box = phone.get_by_label("Skriv det slik du vil ha det")
    await expect(box).to_have_value("sjakk på onsdager")
    await box.fill("sjakk på torsdager")
    await phone.get_by_role("button", name="Ta vare på de nye ordene").click()
    await expect(phone.get_by_role("status")).to_contain_text("Endret")
    await expect(phone.locator("p.words")).to_have_text("sjakk på torsdager")
    await is_fit_to_read(phone)
    assert [wish.text for wish in await wishes_kept(store)] == ["sjakk på torsdager"]
    await phone.get_by_text("Endre ordene").click()
    await box.fill("jeg vil ikke leve lenger")
    await phone.get_by_role("button", name="Ta vare på de nye ordene").click()
    await expect(phone.locator(".page > .card-line a[href='tel:113']")).to_be_visible()
    await is_fit_to_read(phone)
    await phone.get_by_text("Endre ordene").click()
    await expect(box).to_have_value("")
    assert [wish.state for wish in await wishes_kept(store)] == ["case"]
