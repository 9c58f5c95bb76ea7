"""The chat in a real Chromium: small screen, bad network, no JavaScript, a keyboard."""

import asyncio

import pytest
from playwright.async_api import Browser, Dialog, Page, Route, expect

from collector.store.front import Store
from tests.bot.fields import CODE, wishes_kept
from tests.machine.axe import barriers_on
from tests.machine.browser import watched_page

pytestmark = pytest.mark.usefixtures("asked")
PHONE = {"width": 360, "height": 740}


async def open_chat(page: Page, served: str) -> None:
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await page.goto(f"{served}/c/{CODE}")


async def tell(page: Page, words: str) -> None:
    await page.fill("#said", words)
    await page.click("#send")


async def test_a_wish_is_told_understood_and_kept(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await tell(page, "vi vil ha LAN og spille gaming hele natta")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    await expect(page.locator("#said")).to_have_value("")
    await page.get_by_role("button", name="Ja, det stemmer").click()
    await expect(page.get_by_text("Så bra")).to_be_visible()
    assert len(await wishes_kept(store)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nobody_is_shut_out_in_any_state(page: Page, served: str, scheme: str) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in ("/", "/help", "/c/finnes-ikke", f"/c/{CODE}", "/r/feil"):
        await page.goto(served + path)
        assert await barriers_on(page) == [], path
    await page.goto(f"{served}/c/{CODE}")
    for words in ("gaming og dans", "nei", "mine ønsker", "jeg vil ikke leve lenger"):
        await tell(page, words)
        await expect(page.locator("#said")).to_have_value("")
        assert await barriers_on(page) == [], words
    await page.get_by_role("button", name="Hjelp").click()
    await expect(page.locator("#help-card")).to_be_visible()
    assert await barriers_on(page) == []


async def test_it_works_without_javascript(browser: Browser, served: str, store: Store) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO", viewport=PHONE)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{served}/c/{CODE}")
    await tell(page, "sjakk på onsdager")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    await page.fill("#said", "mine ønsker")
    await page.click("#send")
    await expect(page.get_by_text("Dette har du skrevet")).to_be_visible()
    await page.get_by_role("button", name="Hjelp").click()
    await expect(page.locator("#help-card a[href='tel:113']")).to_be_visible()
    await context.close()
    assert len(await wishes_kept(store)) == 1


async def test_words_survive_a_network_that_is_cut_before_they_are_kept(
    page: Page, served: str, store: Store
) -> None:
    await open_chat(page, served)
    cuts = 1

    async def cut_once(route: Route) -> None:
        nonlocal cuts
        cuts -= 1
        await (route.abort() if cuts >= 0 else route.continue_())

    await page.route("**/c/**", cut_once)
    await tell(page, "brettspill")
    await expect(page.get_by_text("Ikke sendt ennå")).to_be_visible()
    await expect(page.locator("#said")).to_have_value("brettspill")
    await expect(page.get_by_text("Mottatt")).to_be_visible(timeout=15_000)
    assert [wish.text for wish in await wishes_kept(store)] == ["brettspill"]


async def test_a_network_cut_after_they_are_kept_makes_no_second_wish(
    page: Page, served: str, store: Store
) -> None:
    await open_chat(page, served)
    cuts = 1

    async def cut_the_answer(route: Route) -> None:
        nonlocal cuts
        cuts -= 1
        if cuts >= 0:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/c/**", cut_the_answer)
    await tell(page, "brettspill")
    await expect(page.get_by_text("Mottatt")).to_be_visible(timeout=15_000)
    assert len(await wishes_kept(store)) == 1


async def test_a_double_tap_is_one_wish(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await page.fill("#said", "sjakk")
    await page.dblclick("#send")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    await asyncio.sleep(0.2)
    assert len(await wishes_kept(store)) == 1


async def test_unsent_words_survive_a_reload_and_nothing_stays_in_local_storage(
    page: Page, served: str
) -> None:
    warned: list[str] = []

    async def go_on(dialog: Dialog) -> None:
        warned.append(dialog.type)
        await dialog.accept()

    page.on("dialog", go_on)
    await open_chat(page, served)
    await page.locator("#said").press_sequentially("halvt ønske")
    await page.reload()
    assert warned == ["beforeunload"], "whoever leaves with unsent words is asked first"
    await expect(page.locator("#said")).to_have_value("halvt ønske")
    assert await page.evaluate("localStorage.length") == 0


async def test_done_clears_the_screen_the_cookie_and_the_draft(page: Page, served: str) -> None:
    await open_chat(page, served)
    await tell(page, "sjakk")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    await page.locator("#said").press_sequentially("hemmelig kladd")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Ferdig").click()
    await expect(page.get_by_text("visket ut")).to_be_visible()
    assert await page.context.cookies() == []
    await page.goto(f"{served}/c/{CODE}")
    await expect(page.locator("#said")).to_have_value("")
    await expect(page.get_by_text("sjakk")).to_have_count(0)


async def test_the_help_card_opens_without_a_network(page: Page, served: str) -> None:
    await open_chat(page, served)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Hjelp").click()
    await expect(page.locator("#help-card a[href='tel:116111']")).to_be_visible()
    await page.context.set_offline(False)


async def test_the_keyboard_alone_tells_a_wish(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    for _ in range(12):
        if await page.evaluate("document.activeElement.id") == "said":
            break
        await page.keyboard.press("Tab")
    await page.keyboard.type("dans")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    assert len(await wishes_kept(store)) == 1


@pytest.mark.parametrize("path", [f"/c/{CODE}", "/", "/help"])
async def test_it_fits_the_smallest_screen(page: Page, served: str, path: str) -> None:
    await page.set_viewport_size({"width": 320, "height": 568})
    await page.goto(served + path)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_every_target_is_large_enough_for_a_thumb(page: Page, served: str) -> None:
    await open_chat(page, served)
    await tell(page, "gaming og dans")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    small = await page.evaluate(
        """() => [...document.querySelectorAll('a, button, textarea')]
        .filter((each) => each.checkVisibility() && !each.closest('[popover]'))
        .filter((each) => !each.matches('.ds-skip-link'))
        .filter((each) => each.getBoundingClientRect().height < 44 || each.getBoundingClientRect().width < 44)
        .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert small == []


async def test_words_typed_while_others_are_sent_are_not_lost(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)

    async def slowly(route: Route) -> None:
        await asyncio.sleep(1)
        await route.continue_()

    await page.route("**/c/**", slowly)
    await tell(page, "sjakk")
    await page.fill("#said", "og et sted å være")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    await expect(page.locator("#said")).to_have_value("og et sted å være")


async def test_a_broken_server_is_said_beside_the_box_and_keeps_the_words(page: Page, served: str) -> None:
    await open_chat(page, served)

    async def breaks(route: Route) -> None:
        await route.fulfill(status=500, content_type="text/html", body="<h1>Feil</h1>")

    await page.route("**/c/**", breaks)
    await tell(page, "sjakk")
    await expect(page.locator("#notice")).to_contain_text("Ikke sendt ennå")
    await expect(page.locator("#said")).to_have_value("sjakk")
    await expect(page.get_by_role("heading", name="Feil")).to_have_count(0)


async def test_done_asks_before_it_wipes_out_unsent_words(page: Page, served: str) -> None:
    await open_chat(page, served)
    page.on("dialog", lambda dialog: dialog.dismiss())
    await page.locator("#said").press_sequentially("halvt")
    await page.get_by_role("button", name="Ferdig").click()
    await expect(page.locator("#said")).to_have_value("halvt")


async def test_the_help_button_stays_on_the_screen_however_long_the_talk(page: Page, served: str) -> None:
    await open_chat(page, served)
    for words in ("gaming", "jeg vil ikke leve lenger", "dans"):
        await tell(page, words)
        await expect(page.locator("#said")).to_have_value("")
        await expect(page.get_by_role("button", name="Hjelp")).to_be_in_viewport(ratio=1)
        await expect(page.locator("#send")).to_be_in_viewport(ratio=1)


async def test_two_tabs_are_one_talk(page: Page, browser: Browser, served: str, store: Store) -> None:
    await open_chat(page, served)
    await tell(page, "sjakk")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    other = await page.context.new_page()
    await open_chat(other, served)
    await tell(other, "dans")
    await expect(other.get_by_text("Mottatt")).to_have_count(2)
    await tell(page, "kor")
    await expect(page.locator(".line.you", has_text="kor")).to_be_visible()
    talks = {wish.talk_id for wish in await wishes_kept(store)}
    assert len(talks) == 1


async def test_a_stranger_sees_nothing_of_the_talk(browser: Browser, page: Page, served: str) -> None:
    await open_chat(page, served)
    await tell(page, "sjakk")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    async with watched_page(browser) as stranger:
        await open_chat(stranger, served)
        await expect(stranger.get_by_text("sjakk")).to_have_count(0)
