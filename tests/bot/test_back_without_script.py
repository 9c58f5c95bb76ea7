"""Without JavaScript the way back asks to send a form again: in Chromium, and nothing is doubled by it."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error, Locator, Page, expect

from collector.store.front import Store
from tests.bot.fields import CODE, wishes_kept
from tests.bot.test_chat_in_browser import PHONE

pytestmark = pytest.mark.usefixtures("asked")


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, served: str) -> AsyncIterator[Page]:
    """A small phone without a script, in the chat."""
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO", viewport=PHONE)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{served}/c/{CODE}")
    yield page
    await context.close()


async def go_back_and_send_again(page: Page) -> None:
    """Go one page back; where the browser asks whether to send its form again, say yes."""
    with suppress(Error):  # ERR_CACHE_MISS is how the browser asks
        await page.go_back()
        return
    await page.locator("body").inner_text()  # its own page with the question is there
    await page.reload()


async def tell(page: Page, words: str) -> None:
    await page.fill("#said", words)
    await follow(page, page.locator("#send"))


async def tap(page: Page, label: str) -> None:
    await follow(page, page.get_by_role("button", name=label, exact=True))


async def follow(page: Page, door: Locator) -> None:
    """Press, and wait for the page that it leads to: the way back begins there and nowhere earlier."""
    async with page.expect_navigation():
        await door.click()


async def test_each_page_back_shows_the_talk_as_it_stands(phone: Page, store: Store) -> None:
    await tell(phone, "sjakk på onsdager")
    for label in ("Ja, det stemmer", "For langt unna", "Ja, det er greit"):
        await tap(phone, label)
    await tell(phone, "et sted å danse")
    await expect(phone.get_by_role("button", name="Ja, det stemmer")).to_be_visible()
    talk = await phone.locator("#lines").inner_text()
    for _ in range(4):
        await go_back_and_send_again(phone)
        assert await phone.locator("#lines").inner_text() == talk
        await expect(phone.get_by_role("button", name="Ja, det stemmer")).to_be_visible()
    assert len(await wishes_kept(store)) == 2
    await tap(phone, "Ja, det stemmer")
    await expect(phone.get_by_text("Så bra").last).to_be_visible()


async def test_what_was_erased_does_not_come_back_on_the_way_back(phone: Page, store: Store) -> None:
    await tell(phone, "sjakk med kanarifugl")
    await tell(phone, "slett")
    await tap(phone, "Ja, slett")
    for _ in range(2):
        await go_back_and_send_again(phone)
        await expect(phone.get_by_text("Det er borte for godt")).to_be_visible()
        await expect(phone.get_by_text("kanarifugl")).to_have_count(0)
    assert await wishes_kept(store) == []


async def test_the_card_is_there_again_for_whoever_goes_back_to_it(phone: Page, store: Store) -> None:
    await tell(phone, "jeg vil ikke leve lenger")
    await tap(phone, "Nei, ikke kontakt meg")
    await go_back_and_send_again(phone)
    await expect(phone.locator(".line.card-line a[href='tel:113']")).to_be_visible()
    assert len(await wishes_kept(store)) == 1


async def test_a_receipts_form_on_the_way_back_changes_nothing_more(phone: Page, store: Store) -> None:
    await tell(phone, "sjakk")
    await follow(phone, phone.get_by_role("link", name="Åpne kvitteringen"))
    await phone.get_by_text("Endre ordene").click()
    await phone.get_by_label("Skriv det slik du vil ha det").fill("dans")
    await tap(phone, "Ta vare på de nye ordene")
    await expect(phone.get_by_role("status")).to_contain_text("Endret.")
    await follow(phone, phone.get_by_role("link", name="Skriv et ønske til"))
    await go_back_and_send_again(phone)
    await expect(phone.get_by_role("status")).to_contain_text("Endret.")
    assert [wish.text for wish in await wishes_kept(store)] == ["dans"]
