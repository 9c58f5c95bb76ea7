"""The page of themes when it is full: for a thumb, for the smallest phone, and without JavaScript."""

from tests.learning.village import Village
from tests.machine.axe import barriers_on
from tests.web.cast import Cast
from tests.web.looking import PHONE, SMALLEST, TOO_SMALL, WIDTH
from tests.web.test_in_browser import Screen, screen
from tests.web.test_themes import wish_all

__all__ = ["screen"]


async def test_a_full_page_of_themes_shuts_nobody_out(cast: Cast, screen: Screen) -> None:
    await wish_all(Village(cast.store, cast.seal, cast.clock, cast.here.asked))
    page = screen.page
    await page.set_viewport_size(PHONE)
    await screen.open("/desk/themes")
    await page.get_by_text("Lær taggeren mer med en fil").first.click()
    lines = page.get_by_label("Linjene").first
    assert (await lines.input_value()).startswith("# name: nb=Kebab")
    await page.evaluate("window.scrollTo(0, 0)")
    assert await barriers_on(page) == []
    assert await page.evaluate(TOO_SMALL) == []
    await page.set_viewport_size(SMALLEST)
    assert await page.evaluate(WIDTH) <= SMALLEST["width"]
    await page.set_viewport_size(PHONE)
