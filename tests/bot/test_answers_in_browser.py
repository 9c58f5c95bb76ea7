"""An answer in a real Chromium: it arrives in an open page, is announced once, and stands on its own page."""

import asyncio
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, Route, expect

from collector import signin
from collector.ids import new_id
from collector.model import Round, Staff
from collector.sealing import Seal
from collector.store import people
from collector.store.front import Store, Tx
from collector.web.doors import STAFF_COOKIE
from tests.bot.answers import Leader
from tests.bot.fields import CODE, wishes_kept
from tests.bot.test_chat_in_browser import open_chat, tell
from tests.conftest import Clock
from tests.machine.axe import barriers_on
from tests.machine.browser import watched_page

pytestmark = pytest.mark.usefixtures("asked")
ARRIVES = 60_000
"""Milliseconds until a test gives up on what should come by itself."""
ANSWERS = "#lines [data-answer]"


@pytest.fixture
def session(store: Store, seal: Seal, clock: Clock, asked: Round) -> str:
    """A leader who is signed in."""

    def work(tx: Tx) -> str:
        staff = Staff(new_id(clock()), asked.municipality.id, "Kari", "leader")
        people.add_staff(tx, staff, clock())
        return signin.open_session(tx, seal, staff, clock())

    return asyncio.run(store.write(work))


async def let_in(page: Page, served: str, session: str) -> None:
    host = urlsplit(served).hostname or ""
    await page.context.add_cookies(
        [{"name": STAFF_COOKIE, "value": session, "domain": host, "path": "/", "secure": True}]
    )


async def wish_on(page: Page, served: str, words: str = "vi vil ha gaming") -> None:
    await open_chat(page, served)
    await tell(page, words)
    await expect(page.get_by_text("Mottatt")).to_be_visible()


async def test_a_leader_answers_and_the_open_chat_shows_it_without_a_reload(
    page: Page, browser: Browser, served: str, store: Store, session: str
) -> None:
    await wish_on(page, served)
    await page.evaluate("window.stillHere = true")
    async with watched_page(browser) as desk:
        await let_in(desk, served, session)
        await desk.goto(f"{served}/desk/queue")
        await desk.get_by_role("button", name="Godkjenn").click()
        await desk.locator("#said").get_by_role("link", name="Svar på ønsket").click()
        await desk.get_by_label("Det skjer").check()
        await desk.get_by_label("Skriv kort hvorfor").fill("Vi åpner rommet på fredag.")
        await desk.get_by_role("button", name="Se svaret slik det blir lest").click()
        preview = await desk.locator(".told").inner_text()
        await desk.get_by_role("button", name="Send svaret").click()
        await expect(desk.locator("#said")).to_contain_text("Svaret er sendt.")
    await expect(page.locator(ANSWERS)).to_contain_text("Vi åpner rommet på fredag.", timeout=ARRIVES)
    assert preview in await page.locator(ANSWERS).inner_text(), "it is what the leader saw"
    assert await page.evaluate("window.stillHere")
    assert await page.locator("[role=log]").locator("[data-answer]").count() == 1
    assert await page.evaluate("document.activeElement.id") != "lines"


async def test_after_a_lost_connection_an_answer_is_neither_missed_nor_shown_twice(
    page: Page, served: str, store: Store, clock: Clock
) -> None:
    await wish_on(page, served)
    (wish,) = await wishes_kept(store)
    leader = Leader(store, clock)
    await leader.answers(wish, "taken-up", "")
    await expect(page.locator(ANSWERS)).to_have_count(1, timeout=ARRIVES)
    await page.context.set_offline(True)
    await leader.answers(wish, "done", "Nå er det klart.")
    await page.context.set_offline(False)
    await expect(page.locator(ANSWERS)).to_have_count(2, timeout=ARRIVES)
    await tell(page, "dans")
    await expect(page.get_by_text("Mottatt")).to_have_count(2)
    await expect(page.locator(ANSWERS)).to_have_count(2)
    await page.reload()
    await expect(page.locator(ANSWERS)).to_have_count(2)


async def test_a_piece_that_was_lost_on_the_way_is_asked_for_again(
    page: Page, served: str, store: Store, clock: Clock
) -> None:
    await wish_on(page, served)
    cuts = 1

    async def cut_once(route: Route) -> None:
        nonlocal cuts
        cuts -= 1
        await (route.abort() if cuts >= 0 else route.continue_())

    await page.route("**/news?*", cut_once)
    (wish,) = await wishes_kept(store)
    await Leader(store, clock).answers(wish)
    await expect(page.locator(ANSWERS)).to_have_count(1, timeout=ARRIVES)
    await expect(page.locator("#notice")).to_be_empty()


async def test_unsent_words_stay_in_the_box_when_an_answer_comes(
    page: Page, served: str, store: Store, clock: Clock
) -> None:
    await wish_on(page, served)
    await page.locator("#said").press_sequentially("halvt øns")
    (wish,) = await wishes_kept(store)
    await Leader(store, clock).answers(wish)
    await expect(page.locator(ANSWERS)).to_have_count(1, timeout=ARRIVES)
    await expect(page.locator("#said")).to_have_value("halvt øns")
    assert await page.evaluate("document.activeElement.id") == "said"


async def test_nothing_is_listened_to_before_a_first_wish(page: Page, served: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    await open_chat(page, served)
    assert not any(path.endswith("/live") for path in asked)
    async with page.expect_request(lambda request: urlsplit(request.url).path.endswith("/live")):
        await tell(page, "sjakk")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    assert sum(path.endswith("/live") for path in asked) == 1


async def test_a_talk_with_a_concern_shows_no_words_of_an_answer(
    page: Page, served: str, store: Store, clock: Clock
) -> None:
    await wish_on(page, served)
    (wish,) = await wishes_kept(store)
    await tell(page, "jeg vil ikke leve lenger")
    await expect(page.locator("#lines .card-line")).to_be_visible()
    await Leader(store, clock).answers(wish)
    await expect(page.locator(ANSWERS)).to_contain_text("Du har fått et svar.", timeout=ARRIVES)
    await expect(page.locator(ANSWERS)).to_have_count(1)
    await page.reload()
    await expect(page.locator(ANSWERS)).to_have_count(1)
    await expect(page.get_by_text("fredag")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nobody_is_shut_out_of_an_answer(
    page: Page, served: str, store: Store, clock: Clock, scheme: str
) -> None:
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await page.goto(f"{served}/c/{CODE}/answers")
    assert await barriers_on(page) == []
    await wish_on(page, served)
    (wish,) = await wishes_kept(store)
    await Leader(store, clock).answers(wish, "no", "Det blir for dyrt i år. " + "a" * 60)
    await expect(page.locator(ANSWERS)).to_have_count(1, timeout=ARRIVES)
    assert await barriers_on(page) == []
    receipt = await page.locator("a[href^='/r/']").first.get_attribute("href")
    for path in (
        f"/c/{CODE}/answers",
        receipt,
        "/",
        "/did/eksempelvik",
        "/did/eksempelvik/wall",
        f"/wall/{CODE}",
    ):
        await page.set_viewport_size({"width": 320, "height": 640})
        await page.goto(f"{served}{path}")
        assert await barriers_on(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        small = await page.evaluate(
            """() => [...document.querySelectorAll('main a, main button')]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
            .map((each) => each.outerHTML.slice(0, 80))"""
        )
        assert small == [], path


async def test_the_wall_fits_its_screen_and_goes_on_without_script(
    browser: Browser, served: str, store: Store, clock: Clock
) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = await context.new_page()
    await wish_on(page, served)
    await page.set_viewport_size({"width": 1920, "height": 1080})
    (wish,) = await wishes_kept(store)
    await Leader(store, clock).answers(wish, "planned", "Et langt svar som fyller. " * 18)
    await page.goto(f"{served}/did/eksempelvik/wall?still=true")
    await expect(page.get_by_text("Et langt svar som fyller.")).to_be_visible()
    await expect(page.get_by_role("img", name="Kode du kan skanne")).to_be_visible()
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert await page.evaluate(size) == [1920, 1080]
    over = "(card) => card.scrollHeight - card.clientHeight"
    assert await page.locator(".wall__card").evaluate(over) <= 0, "nothing of the answer is cut away"
    await context.close()


async def test_the_rounds_answers_need_no_script(
    browser: Browser, served: str, store: Store, clock: Clock
) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = await context.new_page()
    await wish_on(page, served)
    (wish,) = await wishes_kept(store)
    await Leader(store, clock).answers(wish)
    await page.goto(served)
    await page.get_by_label("Koden på plakaten").fill("Glad elg")
    await page.get_by_role("button", name="Se svarene").click()
    await expect(page.get_by_text("Vi åpner fredag.")).to_be_visible()
    await page.get_by_role("link", name="Si hva du ønsker deg").click()
    await expect(page.locator(ANSWERS)).to_have_count(1)
    await context.close()
