"""The pages in a real Chromium: light and dark, by keyboard, on the smallest phone, without script.

`page` itself fails a test whose page breaks the content policy, has a script error or asks another machine.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.indexing import index_some_more
from collector import signin
from collector.model import Tag
from collector.store import sendings
from collector.web.doors import STAFF_COOKIE
from collector.web.show import LANGUAGE_COOKIE, READY_LANGUAGES
from tests.machine.axe import barriers_on
from tests.machine.browser import watched_page
from tests.web.cast import Cast, Person
from tests.web.looking import DESKTOP, PHONE, SMALLEST, TOO_SMALL, WIDTH, shuts_nobody_out
from tests.web.test_missing import know, living
from tests.web.voices import say


@dataclass
class Screen:
    """A page that is signed in as somebody who may see everything."""

    page: Page
    address: str
    wishes: list[str]
    case: str
    approved: str
    answered: str
    own_tag: str = ""
    note: str = ""

    async def open(self, path: str) -> None:
        filled = path.format(
            wish_id=self.wishes[0],
            case_id=self.case,
            approved_id=self.approved,
            answered_id=self.answered,
            own_tag=self.own_tag,
            note_id=self.note,
        )
        await self.page.goto(self.address + filled)


async def furnish(cast: Cast) -> tuple[list[str], str]:
    """A queue with something of everything in it."""
    gaming = Tag("activity", "gaming", 0.9)
    await cast.wish("LAN i hallen", gaming, Tag("barrier", "cost", 0.8), state="approved")
    wishes = [
        await cast.wish(
            "Vi vil spille sammen på biblioteket", gaming, Tag("form", "weekly", 0.4, given=False)
        ),
        await cast.wish("ord" * 200, Tag("activity", "dance"), Tag("flag", "personal"), sure=False),
        await cast.wish("Et band <b>nå</b>", Tag("activity", "band"), language="en"),
    ]
    case = await cast.case()
    decided = await cast.case("en annen")
    duty = await cast.sign_in("duty", name="Vakt-Vibeke")
    await duty.post(f"/desk/cases/{decided}", {"decision": "followed-up"})
    await cast.entry(place=None, days="onsdager " * 6, link="https://ekko.test/kor")
    await cast.template()
    await cast.sending(None, wishes[0])
    await cast.stuck()
    await cast.stuck(body=None)
    await cast.silence("TelegramConflictError")
    return wishes, case


@pytest_asyncio.fixture(loop_scope="session")
async def screen(page: Page, cast: Cast, served: str) -> Screen:
    return await full_screen(page, cast, served)


async def full_screen(page: Page, cast: Cast, served: str) -> Screen:
    wishes, case = await furnish(cast)
    await index_some_more(cast.store, cast.seal)
    admin = await cast.sign_in("admin")
    await let_in(page, served, admin.session)
    approved = await cast.wish("Band på skolen " * 9, Tag("activity", "band"), state="approved")
    answered = await cast.wish("Sjakk på biblioteket", Tag("activity", "tabletop"), state="approved")
    for status in ("taken-up", "no"):
        cast.clock.now += 1000
        seen = (await admin.read(f"/desk/answer/{answered}"))["stands"]
        form = {"status": status, "text": "Vi har ikke noe rom ledig nå.", "seen": seen}
        await admin.post(f"/desk/answer/{answered}", form)
    note = await furnish_summary(cast, admin, approved)
    return Screen(page, served, wishes, case, approved, answered, note=note)


async def furnish_summary(cast: Cast, admin: Person, approved: str) -> str:
    """Stories, who is missing and a line that somebody noted."""
    await know(cast, "school", schools=(("Nes skole", 240), ("Vik barne- og ungdomsskole", 410)))
    await living(cast, ("place", "Vika", 900))
    quoted = await say(cast, "Et øvingsrom " * 8, "band", names=("Vika",))
    form = {"tag": "band", "shown": (await cast.find(quoted)).text, "do": "release"}
    assert (await admin.post(f"/desk/stories/glad-elg/{quoted}", form)).status_code == 303
    form = {"tag": "band", "shown": "Band på skolen " * 9, "do": "retell", "words": "Noen vil ha band."}
    assert (await admin.post(f"/desk/stories/glad-elg/{approved}", form)).status_code == 303
    await say(cast, "Et sted med trommer og forsterker", "band", may_show=False)
    await say(cast, "Bandkveld på fredager", "band")
    return await cast.note(words="Mange vil ha et øvingsrom (#12), og de fleste av dem går på ungdomsskolen.")


async def with_an_own_tag(screen: Screen, cast: Cast) -> Screen:
    """The same, and a tag that was made here, with a wish that it would take."""
    kebab = await cast.own_tag(
        cast.here, "Kebab", *(f"kebab {where}" for where in ("nå", "her", "i sentrum"))
    )
    await cast.wish("kebab i hallen", Tag("activity", "events", 0.6))
    return replace(screen, own_tag=kebab)


async def let_in(page: Page, address: str, session: str) -> None:
    await give_cookie(page, address, STAFF_COOKIE, session)


async def give_cookie(page: Page, address: str, name: str, value: str) -> None:
    await page.context.add_cookies(
        [
            {
                "name": name,
                "value": value,
                "domain": urlsplit(address).hostname or "",
                "path": "/",
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )


BROKEN = """() => [...document.querySelectorAll(".figures thead th")].filter((each) => {
  const words = document.createRange();
  words.selectNodeContents(each);
  return words.getClientRects().length > each.textContent.trim().split(" ").length;
}).map((each) => each.textContent)"""
"""The heads of tables that take more lines than they have words."""


async def test_a_tag_of_our_own_shuts_nobody_out(screen: Screen, cast: Cast) -> None:
    screen = await with_an_own_tag(screen, cast)
    await shuts_nobody_out(screen.page, lambda: screen.open("/desk/tags/{own_tag}"))


async def test_an_answer_on_its_way_to_many_shuts_nobody_out_nor_when_it_is_stopped(
    screen: Screen, cast: Cast
) -> None:
    path = f"/desk/answers/{await cast.sending(None, screen.wishes[0])}"
    await shuts_nobody_out(screen.page, lambda: screen.open(path))
    await screen.page.get_by_role("button", name="Stopp utsendingen").click()
    await expect(screen.page.locator("h1")).to_have_text("Utsendingen er stoppet")
    await shuts_nobody_out(screen.page, lambda: screen.open(path))
    await shuts_nobody_out(screen.page, lambda: screen.open(path.replace("answers/", "answers?corrects=")))


async def test_a_page_that_follows_a_sending_moves_its_figures_and_leaves_its_button_alone(
    screen: Screen, cast: Cast
) -> None:
    page, sending = screen.page, await cast.sending(None, *screen.wishes[:2])
    await screen.open(f"/desk/answers/{sending}")
    stop = await page.get_by_role("button", name="Stopp utsendingen").element_handle()
    assert stop is not None
    await cast.store.write(lambda tx: sendings.note_told(tx, sending, 1, 0, None))
    await expect(page.locator("#so-far")).to_contain_text("1 av 2")
    assert await stop.is_visible()
    await cast.store.write(lambda tx: sendings.end(tx, sending, cast.clock()))  # by somebody else
    await expect(page.locator("h1")).to_have_text("Utsendingen er stoppet")
    await expect(page.get_by_role("button", name="Stopp utsendingen")).to_have_count(0)


async def test_an_invitation_is_taken_with_the_keyboard_alone(page: Page, cast: Cast, served: str) -> None:
    token = await cast.store.write(
        lambda tx: signin.make_invitation(
            tx, cast.seal, cast.here.municipality, "Kari", "leader", cast.clock()
        )
    )
    await page.goto(f"{served}/in/{token}")
    assert await barriers_on(page) == []
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Hopp til innholdet")
    for _ in range(3):
        await page.keyboard.press("Tab")
        if await page.locator(":focus").text_content() == "Logg inn":
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Venter på deg")


async def test_the_queue_is_worked_through_with_the_keyboard_alone(screen: Screen, cast: Cast) -> None:
    page = screen.page
    await page.set_viewport_size(DESKTOP)
    await screen.open("/desk/queue?order=oldest")
    await page.keyboard.press("1")  # outside the page's work a digit means nothing
    await page.locator("a.ds-skip-link").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("1")
    await expect(page.locator("#said")).to_contain_text("Godkjent")
    await expect(page.locator("h1")).to_be_focused()
    await expect(page.locator(".wish__text")).to_contain_text("ordordord")
    await page.keyboard.press("3")
    await expect(page.locator("#said")).to_contain_text("Holdt tilbake")
    await expect(page.locator("h1")).to_be_focused()  # the words stand there a moment before
    await page.keyboard.press("0")
    await expect(page.locator("#said")).to_contain_text("Angret")
    await expect(page.locator("h1")).to_be_focused()
    await page.keyboard.press("4")
    await expect(page.locator(".left")).to_contain_text("1 igjen")
    states = [(await cast.find(wish_id)).state for wish_id in screen.wishes]
    assert states == ["approved", "not-a-wish", "waiting"]


async def test_a_decision_needs_no_new_page_where_there_is_a_script(screen: Screen) -> None:
    page = screen.page
    await screen.open("/desk/queue")
    await page.evaluate("window.stillHere = true")
    await page.get_by_role("button", name="Godkjenn").click()
    await expect(page.locator("#said")).to_contain_text("Godkjent")
    assert await page.evaluate("window.stillHere")


async def test_a_second_tap_never_hits_the_next_wish(screen: Screen, cast: Cast) -> None:
    page = screen.page
    await page.set_viewport_size(PHONE)
    await screen.open("/desk/queue?order=oldest")
    button = page.get_by_role("button", name="Godkjenn")
    await button.dblclick()
    await expect(page.locator("#said")).to_contain_text("Godkjent")
    states = [(await cast.find(wish_id)).state for wish_id in screen.wishes]
    assert states == ["approved", "waiting", "waiting"]


async def test_a_suggested_tag_is_added_with_one_tap_and_the_wish_stays(screen: Screen, cast: Cast) -> None:
    await screen.open("/desk/queue?order=oldest")
    await screen.page.get_by_role("button", name="Legg til Fast hver uke").click()
    await expect(screen.page.get_by_role("button", name="Fjern Fast hver uke")).to_be_visible()
    assert {tag.id for tag in (await cast.find(screen.wishes[0])).tags if tag.given} == {"gaming", "weekly"}


async def test_the_tags_can_be_searched(screen: Screen) -> None:
    await screen.open("/desk/queue/{wish_id}/tags")
    await screen.page.get_by_label("Søk i merkelappene").fill("sirk")
    await expect(screen.page.locator(".box:visible")).to_have_count(1)
    await expect(screen.page.locator(".box:visible")).to_contain_text("Nysirkus")


async def decided(cast: Cast, wishes: list[str]) -> list[str]:
    """What was decided about some wishes."""
    rows = await cast.store.read(lambda tx: tx.all("SELECT wish_id, what FROM decisions ORDER BY id"))
    return [row["what"] for row in rows if row["wish_id"] in wishes]


async def test_a_press_without_a_connection_waits_and_is_sent_once_when_it_is_back(
    screen: Screen, cast: Cast
) -> None:
    page = screen.page
    await screen.open("/desk/queue")
    shown = await page.locator(".wish__text").text_content()
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Godkjenn").click()
    await expect(page.locator("#said")).to_contain_text("Trykket ditt venter")
    await page.get_by_role("button", name="Hold tilbake").click()
    await expect(page.locator("#said")).to_contain_text("Trykket ditt venter")
    assert await page.locator(".wish__text").text_content() == shown
    await page.context.set_offline(False)
    await expect(page.locator("#said")).to_contain_text("Godkjent")
    assert await decided(cast, screen.wishes) == ["approve"]


async def test_an_answer_that_was_lost_on_its_way_back_is_not_a_second_decision(
    screen: Screen, cast: Cast
) -> None:
    page = screen.page
    await screen.open("/desk/queue")
    lost = []

    async def lose(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        await route.fetch()
        lost.append(route)
        await route.abort()

    await page.route("**/desk/queue/*", lose)
    await page.get_by_role("button", name="Godkjenn").click()
    await expect(page.locator("#said")).to_contain_text("Godkjent")
    assert await decided(cast, screen.wishes) == ["approve"]


async def test_a_word_is_hidden_by_touching_it(screen: Screen, cast: Cast) -> None:
    page = screen.page
    await page.set_viewport_size(PHONE)
    await screen.open("/desk/queue?wish={wish_id}")
    where = await page.locator(".wish__text").evaluate(
        """(text) => {
          const range = document.createRange();
          const at = text.textContent.indexOf("sammen");
          range.setStart(text.firstChild, at + 2);
          range.setEnd(text.firstChild, at + 3);
          const box = range.getBoundingClientRect();
          return [box.x + 2, box.y + box.height / 2];
        }"""
    )
    await page.mouse.click(*where)
    await page.get_by_role("button", name="Skjul «sammen»").click()
    await expect(page.locator("#said")).to_contain_text("Ordet er skjult")
    await expect(page.locator(".wish__text")).to_have_text("Vi vil spille [skjult] på biblioteket")
    await page.get_by_role("button", name="Angre").click()
    await expect(page.locator(".wish__text")).to_have_text("Vi vil spille sammen på biblioteket")


async def test_the_sheet_of_shortcuts_opens_and_shuts_by_keyboard(screen: Screen) -> None:
    page = screen.page
    await page.set_viewport_size(DESKTOP)
    await screen.open("/desk/queue")
    await page.locator("main").focus()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_contain_text("Angre det siste")
    assert await barriers_on(page) == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_a_tag_is_added_by_the_keyboard_alone(screen: Screen, cast: Cast) -> None:
    page = screen.page
    await screen.open("/desk/queue?wish={wish_id}")
    await page.locator("main").focus()
    await page.keyboard.press("2")
    await page.keyboard.type("dan")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Fjern Dans")).to_be_visible()


async def test_a_session_that_ended_meanwhile_is_told_in_the_page(screen: Screen, cast: Cast) -> None:
    await screen.open("/desk/queue")
    cast.clock.now += signin.AT_MOST
    await screen.page.get_by_role("button", name="Godkjenn").click()
    await expect(screen.page.locator("h1")).to_have_text("Du er ikke logget inn")


async def test_all_of_it_works_without_a_script(browser: Browser, cast: Cast, served: str) -> None:
    wishes, _ = await furnish(cast)
    admin = await cast.sign_in("admin")
    async with watched_page(browser) as scripted:
        context = await browser.new_context(java_script_enabled=False, locale="nb-NO")
        await scripted.close()
        page = await context.new_page()
        await let_in(page, served, admin.session)
        await page.goto(served + "/desk/queue?order=oldest")
        await page.get_by_role("link", name="Endre merkelapper").click()
        await page.locator("summary", has_text="Musikk, dans og scene").click()
        await page.get_by_label("Dans", exact=True).check()
        await page.get_by_role("button", name="Lagre og godkjenn").click()
        await expect(page.locator("#said")).to_contain_text("Godkjent")
        await page.get_by_role("button", name="Hold tilbake").click()
        await expect(page.locator("#said")).to_contain_text("Holdt tilbake")
        await page.get_by_role("button", name="Angre").click()
        await expect(page.locator("#said")).to_contain_text("Angret")
        await context.close()
    assert [(await cast.find(wish_id)).state for wish_id in wishes] == ["approved", "waiting", "waiting"]
    assert {tag.id for tag in (await cast.find(wishes[0])).tags} == {"gaming", "dance"}


async def test_the_picture_in_the_summary_is_drawn_and_not_broken(screen: Screen) -> None:
    await screen.open("/desk/summary/glad-elg")
    pictures = screen.page.locator(".sum__picture img")
    await expect(pictures).to_have_count(2)
    for picture in await pictures.all():
        assert (
            await picture.evaluate("async (each) => { await each.decode(); return each.naturalWidth }") > 100
        )


async def test_no_word_in_the_head_of_a_table_is_broken(screen: Screen, cast: Cast) -> None:
    page = screen.page
    await cast.wish("noe langt", Tag("activity", f"x-{'seilbrett' * 5}"), state="approved")
    for language in READY_LANGUAGES:
        await give_cookie(page, screen.address, LANGUAGE_COOKIE, language)
        for size in (SMALLEST, PHONE):
            await page.set_viewport_size(size)
            await screen.open("/desk/summary/glad-elg")
            await expect(page.locator("html")).to_have_attribute("lang", language)
            assert await page.evaluate(BROKEN) == [], (size, language)
            assert await page.evaluate(WIDTH) <= size["width"]


async def test_a_page_leaves_nothing_behind_in_the_browser(screen: Screen) -> None:
    await screen.open("/desk/queue")
    await screen.page.get_by_role("button", name="Godkjenn").click()
    await expect(screen.page.locator("#said")).to_contain_text("Godkjent")
    assert await screen.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert [cookie["name"] for cookie in await screen.page.context.cookies()] == [STAFF_COOKIE]


async def test_an_answer_is_written_looked_at_and_sent_on_a_phone(screen: Screen, cast: Cast) -> None:
    page = screen.page
    await page.set_viewport_size(PHONE)
    await screen.open("/desk/answer/{approved_id}")
    await page.get_by_label("Det skjer").check()
    await page.get_by_label("Skriv kort hvorfor").fill("Kari åpner rommet på torsdag.")
    await page.get_by_role("button", name="Se svaret slik det blir lest").click()
    await expect(page.locator(".told")).to_contain_text("Svar fra kommunen: Det skjer.")
    await expect(page.get_by_role("alert")).to_contain_text("peker på en person: Kari")
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert await barriers_on(page) == []
    assert await page.evaluate(TOO_SMALL) == []
    await page.get_by_label("Skriv kort hvorfor").fill("Vi åpner rommet på torsdag.")
    await page.get_by_role("button", name="Se svaret slik det blir lest").click()
    assert await barriers_on(page) == []
    await page.get_by_role("button", name="Send svaret").click()
    await expect(page.locator("#said")).to_contain_text("Svaret er sendt.")
    answer = (await cast.find(screen.approved)).answer
    assert answer is not None
    assert answer.text == "Vi åpner rommet på torsdag."
