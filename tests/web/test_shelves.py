"""Where tags are chosen among all: each stands once, what is chosen stands first, the rest is folded."""

from playwright.async_api import Page, expect

from collector.model import Tag
from collector.web.shelves import SHELVES
from nlp.tags import ACTIVITIES, BARRIERS, FORMS
from tests.web.cast import Cast
from tests.web.looking import PHONE
from tests.web.test_in_browser import let_in


def test_every_tag_stands_on_one_shelf() -> None:
    standing = [tag for tags in SHELVES.values() for tag in tags]
    assert sorted(standing) == sorted((*ACTIVITIES, *BARRIERS, *FORMS))


async def test_what_is_chosen_and_suggested_is_seen_at_once_and_all_else_is_folded(
    page: Page, cast: Cast, served: str
) -> None:
    wish = await cast.wish("LAN", Tag("activity", "gaming"), Tag("form", "weekly", 0.4, given=False))
    leader = await cast.sign_in("leader")
    await let_in(page, served, leader.session)
    await page.set_viewport_size(PHONE)
    await page.goto(f"{served}/desk/queue/{wish}/tags")
    await expect(page.get_by_label("Gaming")).to_be_checked()
    await expect(page.get_by_label("Fast hver uke")).to_be_visible()
    await expect(page.get_by_label("Dans")).to_be_hidden()
    await page.locator("summary", has_text="Musikk, dans og scene").click()
    await page.get_by_label("Dans").check()
    await page.get_by_role("button", name="Bare lagre").click()
    await expect(page.locator("h1")).to_have_text("Venter på deg")
    assert {tag.id for tag in (await cast.find(wish)).tags if tag.given} == {"gaming", "dance"}


async def test_a_search_opens_the_shelves_where_something_is_found_and_shuts_them_again(
    page: Page, cast: Cast, served: str
) -> None:
    wish = await cast.wish("LAN", Tag("activity", "gaming"))
    leader = await cast.sign_in("leader")
    await let_in(page, served, leader.session)
    await page.goto(f"{served}/desk/queue/{wish}/tags")
    await page.get_by_label("Søk i merkelappene").fill("dans")
    await expect(page.get_by_label("Dans")).to_be_visible()
    await expect(page.locator("summary", has_text="Spill")).to_be_hidden()
    await page.get_by_label("Søk i merkelappene").fill("")
    await expect(page.get_by_label("Dans")).to_be_hidden()
    await expect(page.locator("details.shelf[open]")).to_have_count(0)
