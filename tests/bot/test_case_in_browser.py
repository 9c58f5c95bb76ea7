"""An adult offered, and the case that comes of it, in a real Chromium: on a phone, light and dark."""

from typing import Literal

import pytest
from playwright.async_api import Page, ViewportSize, expect

from collector.store import duty
from collector.store.alerts import ADULT
from tests.bot.fields import CODE
from tests.machine.axe import barriers_on
from tests.web.cast import Cast
from tests.web.conftest import cast
from tests.web.looking import TOO_SMALL, WIDTH
from tests.web.test_in_browser import let_in

__all__ = ["cast"]

PHONE: ViewportSize = {"width": 360, "height": 800}
SMALLEST: ViewportSize = {"width": 320, "height": 640}
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
Scheme = Literal["light", "dark"]


async def looked_at(page: Page, what: str) -> None:
    assert await barriers_on(page) == [], what
    await page.set_viewport_size(SMALLEST)
    assert await page.evaluate(WIDTH) <= SMALLEST["width"], what
    await page.set_viewport_size(PHONE)


async def leave_contact(page: Page, served: str) -> None:
    await page.goto(f"{served}/c/{CODE}")
    await page.fill("#said", "jeg vil ikke leve lenger")
    await page.click("#send")
    await expect(page.get_by_text("Vil du at en voksen skal kontakte deg?")).to_be_visible()
    await looked_at(page, "offer")
    await page.get_by_role("button", name="Ja, kontakt meg", exact=True).click()
    await expect(page.get_by_label("Hvordan kan en voksen nå deg?")).to_be_visible()
    await looked_at(page, "write")
    await page.fill("#said", "spør etter Bo på klubben")
    await page.click("#send")
    await expect(page.get_by_text("Det er tatt vare på for den som har vakt")).to_be_visible()
    await expect(page.get_by_label("Hva ønsker du deg her?")).to_have_value("")
    await expect(page.get_by_text("spør etter Bo")).to_have_count(0)
    await looked_at(page, "kept")


@SCHEMES
async def test_from_the_offer_to_the_duty_adults_decision(
    page: Page, cast: Cast, served: str, scheme: Scheme
) -> None:
    here = cast.here.municipality.id
    await cast.store.write(lambda tx: duty.put_person(tx, here, ADULT, "Vakt", "vakt@example.org", 1))
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.set_viewport_size(PHONE)
    await leave_contact(page, served)
    await let_in(page, served, (await cast.sign_in("duty", name="Vakt-Vibeke")).session)
    await page.goto(f"{served}/desk/cases")
    await page.get_by_role("link", name="Kom").click()
    await expect(page.get_by_text("spør etter Bo på klubben")).to_be_visible()
    await looked_at(page, "case")
    await page.get_by_role("button", name="Jeg tar den").click()
    await expect(page.get_by_text("Tatt av Vakt-Vibeke")).to_be_visible()
    await page.get_by_text("Send ønsket til køen med andre ord").click()
    await page.get_by_label("Ønsket, uttrykt på nytt").fill("jeg vil ikke leve lenger")
    await page.get_by_role("button", name="Send til køen og lukk saken").click()
    await expect(page.get_by_role("alert")).to_contain_text("Programmet leser fortsatt dette")
    await looked_at(page, "case that is not reworded yet")
    assert await page.evaluate(TOO_SMALL) == []
    await page.get_by_label("Ønsket, uttrykt på nytt").fill("et sted å være på fredager")
    await page.get_by_role("button", name="Send til køen og lukk saken").click()
    await expect(page.get_by_text("Ingen saker venter.")).to_be_visible()
    await page.get_by_role("link", name="Uttrykt på nytt, sendt til køen").click()
    await expect(page.get_by_text("Jeg tar den")).to_have_count(0)
    await looked_at(page, "closed case")
