"""A round from an empty form to a first answer, alone and as a class, in a real Chromium on a phone."""

from playwright.async_api import Browser, Page, expect

from tests.bot.test_case_in_browser import PHONE, SCHEMES, Scheme, looked_at
from tests.machine.browser import watched_page
from tests.web.cast import Cast
from tests.web.conftest import cast
from tests.web.looking import TOO_SMALL
from tests.web.test_in_browser import let_in

__all__ = ["cast"]


async def open_form(page: Page, cast: Cast, served: str, code: str) -> None:
    await page.set_viewport_size(PHONE)
    await let_in(page, served, (await cast.sign_in("leader")).session)
    await page.goto(f"{served}/desk/rounds")
    await looked_at(page, "list")
    await page.get_by_role("link", name="Lag en ny runde").click()
    await page.get_by_label("Navn", exact=True).fill("Klubben i høst")
    await page.get_by_label("Kode", exact=True).fill(code)


@SCHEMES
async def test_a_round_is_made_seen_and_answered(page: Page, cast: Cast, served: str, scheme: Scheme) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await open_form(page, cast, served, "glad-elk")
    await page.get_by_role("button", name="Se hvordan den blir").click()
    await expect(page.get_by_text("ligner for mye")).to_be_visible()
    await looked_at(page, "what is wrong")
    await page.get_by_label("Kode", exact=True).fill("lur-panda")
    await page.get_by_text("Si hvem runden er for").click()
    for language in ("nb", "nn", "en"):
        await page.fill(f"#for_whom-{language}", "For deg på klubben.")
    await page.get_by_role("button", name="Se hvordan den blir").click()
    await expect(page.get_by_text("For deg på klubben.").first).to_be_visible()
    await looked_at(page, "as it will be met")
    await page.get_by_role("button", name="Lag runden").click()
    await expect(page.get_by_text("Runden er laget.")).to_be_visible()
    await looked_at(page, "round")
    assert await page.evaluate(TOO_SMALL) == []
    picture = page.get_by_role("img", name="Bilde av plakaten")
    assert await picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    await page.goto(f"{served}/c/lurpanda")
    await looked_at(page, "what was meant")
    await page.get_by_role("link", name="Ja, gå dit").click()
    await page.fill("#said", "sjakk på onsdager")
    await page.click("#send")
    await expect(page.get_by_text("Mottatt")).to_be_visible()
    await page.goto(f"{served}/desk/rounds/lur-panda/change")
    await expect(page.get_by_text("Noen har skrevet i denne runden")).to_be_visible()
    await looked_at(page, "what stands")


@SCHEMES
async def test_a_class_round_from_the_list_to_the_first_answer(
    page: Page, browser: Browser, cast: Cast, served: str, scheme: Scheme
) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await open_form(page, cast, served, "klok-hval")
    await page.get_by_label("Hver klasse sammen").check()
    await page.get_by_role("button", name="Se hvordan den blir").click()
    await page.get_by_role("button", name="Lag runden").click()
    await page.get_by_label("En klasse på hver linje").fill("8A, 24\n8B, 22")
    await page.get_by_role("button", name="Lagre klassene").click()
    await expect(page.get_by_text("0 av 2 har svart")).to_be_visible()
    await looked_at(page, "classes")
    assert await page.evaluate(TOO_SMALL) == []
    code = await page.locator("code").first.inner_text()
    async with watched_page(browser) as pupil:
        await pupil.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await answer_as_a_class(pupil, served, code)
    await page.reload()
    await expect(page.get_by_text("1 av 2 har svart. 22 elever var med.")).to_be_visible()
    await looked_at(page, "who has answered")


async def answer_as_a_class(page: Page, served: str, code: str) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(f"{served}/k")
    await looked_at(page, "the code")
    await page.get_by_label("Klassens kode").fill(code.replace("-", " ").upper())
    await page.get_by_role("button", name="Start").click()
    await looked_at(page, "the form")
    assert await page.evaluate(TOO_SMALL.replace(".box", ".class-form__how")) == []  # the row is the target
    await page.locator("#said").fill("Vi vil ha et musikkrom med trommer")
    await page.get_by_label("Hvor mange var med?").fill("22")
    await page.get_by_label("Vi stemte").check()
    await page.get_by_role("button", name="Send svaret").click()
    await expect(page.get_by_text("Mottatt. Takk til hele klassen!")).to_be_visible()
    await looked_at(page, "kept")


async def test_a_class_answers_without_javascript(browser: Browser, cast: Cast, served: str) -> None:
    leader = await cast.sign_in("leader")
    await cast.ask_classes()
    await leader.post("/desk/rounds/glad-elg/classes", {"listed": "8A, 24"})
    (group,) = (await leader.read("/desk/rounds/glad-elg/classes"))["waiting"]
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO")
    plain = await context.new_page()
    await plain.goto(f"{served}/k/{group['code']}")
    await plain.fill("#said", "sjakk")
    await plain.check("#how-talked")
    await plain.click("text=Send svaret")
    await expect(plain.get_by_text("Mottatt. Takk til hele klassen!")).to_be_visible()
    assert await context.cookies() == []
    await context.close()
