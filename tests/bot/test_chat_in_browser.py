"""The chat in a real Chromium: small screen, bad network, no JavaScript, a keyboard."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Dialog, Page, Route, expect

from bot.channels.webchat.talk import COOKIE
from collector.store.front import Store
from tests.bot.fields import CODE, wishes_kept
from tests.conftest import Clock
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


async def test_it_works_without_javascript(browser: Browser, served: str, store: Store) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO", viewport=PHONE)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{served}/c/{CODE}")
    await tell(page, "sjakk på onsdager")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    await tell(page, "mine ønsker")
    await expect(page.get_by_text("Dette har du skrevet")).to_be_visible()
    await page.get_by_role("button", name="Hjelp").click()
    await expect(page.locator("#help-card a[href='tel:113']")).to_be_visible()
    await page.get_by_role("button", name="Lukk").click()
    await tell(page, "gaming og cosplay")
    await page.get_by_role("button", name="Nei, ikke helt").click()
    await page.get_by_role("button", name="Cosplay", exact=True).click()
    await expect(page.locator(".line.you").last).to_have_text(re.compile("Cosplay"))
    await page.get_by_role("button", name="Språk").click()
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_role("link", name="Open the receipt").click()
    await expect(page.locator(".words", has_text="gaming og cosplay")).to_be_visible()
    await page.goto(f"{served}/c/{CODE}")
    await page.get_by_role("button", name="Done").click()
    assert await context.cookies() == []
    await context.close()
    assert len(await wishes_kept(store)) == 2


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
    await expect(page.get_by_text("Mottatt")).to_be_visible()
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
    await expect(page.get_by_text("Mottatt")).to_be_visible()
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


async def test_on_a_phone_what_is_said_has_more_room_than_what_is_rarely_needed(
    page: Page, served: str
) -> None:
    await open_chat(page, served)
    talk = await page.locator("main").bounding_box()
    assert talk
    assert talk["height"] > 740 / 2
    await page.locator(".more summary").click()
    await expect(page.get_by_role("link", name="Se svarene")).to_be_visible()
    assert await barriers_on(page) == []


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


async def test_the_keyboard_alone_opens_the_help_card_and_comes_back_from_it(page: Page, served: str) -> None:
    await open_chat(page, served)
    await page.get_by_role("button", name="Hjelp").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.closest('#help-card') !== null")
    await page.keyboard.press("Escape")
    await expect(page.locator("#help-card")).to_be_hidden()
    assert await page.evaluate("document.activeElement.textContent") == "Hjelp"


async def test_the_keyboard_alone_corrects_a_wish(page: Page, served: str) -> None:
    await open_chat(page, served)
    await tell(page, "dans")
    await expect(page.locator("#choices button")).to_have_count(2)
    for _ in range(20):
        if await page.evaluate("document.activeElement.value") == "no":
            break
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Hva handler det om")).to_be_visible()


async def test_a_question_is_seen_with_the_buttons_that_answer_it(page: Page, served: str) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await open_chat(page, served)
    await tell(page, "eit band, gaming og dans")
    await expect(page.locator("#choices button").first).to_be_visible()
    await expect(page.get_by_text("Stemmer det?")).to_be_in_viewport(ratio=1)


async def say_as_much_as_is_let_through(page: Page, served: str) -> None:
    """Send the ten messages that may come at once; the next one waits."""
    await page.clock.install()
    await open_chat(page, served)
    for number in range(10):
        await tell(page, f"sjakk {number}")
        await expect(page.locator("#said")).to_have_value("")


async def test_words_that_came_too_soon_are_sent_by_themselves_when_it_is_time(
    page: Page, served: str, store: Store, clock: Clock
) -> None:
    await say_as_much_as_is_let_through(page, served)
    await tell(page, "til slutt dans")
    await expect(page.locator("#notice")).to_contain_text("Vi sender den for deg om 6 sekunder")
    await expect(page.locator("#notice")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#said")).to_have_value("til slutt dans")
    assert len(await wishes_kept(store)) == 10
    clock.now += 6_000
    await page.clock.fast_forward(6_000)
    await expect(page.locator("#said")).to_have_value("")
    await expect(page.locator("#notice")).to_be_empty()
    assert [wish.text for wish in await wishes_kept(store)][10:] == ["til slutt dans"]


async def test_words_that_are_being_changed_are_not_sent_by_themselves(
    page: Page, served: str, store: Store, clock: Clock
) -> None:
    await say_as_much_as_is_let_through(page, served)
    await tell(page, "dans")
    await expect(page.locator("#notice")).to_contain_text("6 sekunder")
    await page.fill("#said", "dans og noe jeg ikke er ferdig med")
    clock.now += 60_000
    await page.clock.fast_forward(6_000)
    await expect(page.locator("#notice")).to_have_text("Ikke sendt ennå.")
    assert len(await wishes_kept(store)) == 10


async def test_the_way_back_shows_the_talk_and_makes_no_second_wish(
    page: Page, served: str, store: Store
) -> None:
    await open_chat(page, served)
    await tell(page, "sjakk")
    await page.get_by_role("link", name="Åpne kvitteringen").click()
    await expect(page.get_by_role("heading", name="Ønskene dine")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_text("Mottatt")).to_have_count(1)
    await expect(page.locator("#said")).to_have_value("")
    assert len(await wishes_kept(store)) == 1


async def test_a_cookie_that_is_lost_on_the_way_loses_no_words(page: Page, served: str, store: Store) -> None:
    await open_chat(page, served)
    await tell(page, "sjakk")
    await expect(page.get_by_text("Mottatt")).to_have_count(1)
    await page.context.clear_cookies()
    await tell(page, "dans")
    await expect(page.get_by_text("Mottatt")).to_have_count(2)
    assert {wish.text for wish in await wishes_kept(store)} == {"sjakk", "dans"}


async def test_one_cookie_is_set_at_the_first_send_and_nothing_else_is_kept(page: Page, served: str) -> None:
    for path in ("/", "/help", f"/c/{CODE}"):
        await page.goto(served + path)
        assert await page.context.cookies() == []
    await tell(page, "sjakk")
    await page.get_by_role("link", name="Åpne kvitteringen").click()
    await expect(page.locator(".words")).to_have_text("sjakk")
    (cookie,) = await page.context.cookies()
    assert cookie["name"] == COOKIE
    state = await page.context.storage_state(indexed_db=True)
    assert state["origins"] == [], "nothing in localStorage or IndexedDB"


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
    await expect(page.locator("#notice")).to_be_in_viewport(ratio=1)
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
