"""Passkeys in a real Chromium with its own virtual authenticator: made, shown, refused, and said no to."""

import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from collector import signin, sure
from collector.model import Role
from collector.sealing import Seal
from collector.store.front import Store
from collector.web.app import make_app
from collector.web.show import Pages
from tests.conftest import Clock
from tests.web.cast import Cast
from tests.web.conftest import serving
from tests.web.looking import shuts_nobody_out
from tests.web.test_passkeys import make_real

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def sock() -> Iterator[socket.socket]:
    sock = socket.create_server(("127.0.0.1", 0))
    yield sock
    sock.close()


@pytest.fixture
def address(sock: socket.socket) -> str:
    return f"http://localhost:{sock.getsockname()[1]}"


@pytest.fixture
def app(store: Store, seal: Seal, clock: Clock, pages: Pages, address: str) -> FastAPI:
    return make_app(store, seal, clock, pages, address=address)


@pytest.fixture
def served(app: FastAPI, sock: socket.socket) -> Iterator[str]:
    with serving(app, sock) as address:
        yield address


@asynccontextmanager
async def device(page: Page, **odd: Any) -> AsyncIterator[Any]:
    """The page's own device for passkeys."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    made = await session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | odd})
    yield lambda what, **more: session.send(what, {"authenticatorId": made["authenticatorId"]} | more)
    await session.detach()


async def link(cast: Cast, role: Role = "leader") -> str:
    token = await cast.store.write(
        lambda tx: signin.make_invitation(tx, cast.seal, cast.here.municipality, "Kari", role, cast.clock())
    )
    return f"/in/{token}"


async def make_one(page: Page, served: str, then: str = "Venter på deg") -> None:
    """Make a passkey, by whoever is signed in, and wait for the page that comes after."""
    await page.goto(served + "/desk/passkey")
    await page.get_by_role("button", name="Lag passnøkkel").click()
    await expect(page.locator("h1")).to_have_text(re.compile(then))


async def test_from_an_invitation_to_a_passkey_and_in_again_with_it(
    page: Page, cast: Cast, served: str
) -> None:
    await make_real(cast)
    async with device(page):
        await page.goto(served + await link(cast))
        await page.get_by_role("button", name="Logg inn").click()
        await expect(page.locator("h1")).to_have_text("Lag en passnøkkel")
        await expect(page.get_by_role("navigation")).to_have_count(0)
        await page.get_by_label("Hva heter enheten?").fill("Jobbtelefonen")
        await page.get_by_role("button", name="Lag passnøkkel").click()
        await expect(page.locator("h1")).to_have_text("Venter på deg")
        await page.goto(served + "/desk/me")
        await expect(page.locator("main")).to_contain_text("Jobbtelefonen")
        await page.get_by_role("button", name="Logg ut", exact=True).click()
        await page.get_by_role("link", name="Logg inn").click()
        await page.get_by_role("button", name="Logg inn med passnøkkel").click()
        await expect(page.locator("h1")).to_have_text("Venter på deg")


async def test_the_same_device_makes_no_second_passkey_for_the_same_person(
    page: Page, cast: Cast, served: str
) -> None:
    async with device(page):
        await page.goto(served + await link(cast))
        await page.get_by_role("button", name="Logg inn").click()
        await make_one(page, served)
        await page.goto(served + "/desk/passkey")
        await page.get_by_role("button", name="Lag passnøkkel").click()
        await expect(page.get_by_role("alert")).to_contain_text("har alt en passnøkkel for deg")


async def test_whoever_is_not_known_to_the_device_does_not_get_in_and_is_told_kindly(
    page: Page, cast: Cast, served: str
) -> None:
    async with device(page) as tell:
        await page.goto(served + await link(cast))
        await page.get_by_role("button", name="Logg inn").click()
        await make_one(page, served)
        await tell("WebAuthn.setUserVerified", isUserVerified=False)
        await page.goto(served + "/desk/in")
        await page.get_by_role("button", name="Logg inn med passnøkkel").click()
        await expect(page.get_by_role("alert")).to_contain_text("Det ble avbrutt")
        await expect(page.get_by_role("button", name="Logg inn med passnøkkel")).to_be_enabled()


async def test_at_another_address_than_its_own_the_page_says_where_to_go(
    page: Page, cast: Cast, served: str
) -> None:
    await page.goto(served.replace("localhost", "127.0.0.1") + "/desk/in")
    await expect(page.get_by_role("alert")).to_contain_text(f"Passnøkler virker bare på {served}")
    await expect(page.get_by_role("button", name="Logg inn med passnøkkel")).to_be_hidden()


async def test_a_browser_that_knows_no_passkeys_is_told_so(page: Page, cast: Cast, served: str) -> None:
    await page.add_init_script("delete window.PublicKeyCredential")
    await page.goto(served + "/desk/in")
    await expect(page.get_by_role("alert")).to_contain_text("kan ikke bruke passnøkler")


async def test_a_lost_connection_is_told_and_can_be_tried_again(page: Page, cast: Cast, served: str) -> None:
    async with device(page):
        await page.goto(served + "/desk/in")
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Logg inn med passnøkkel").click()
        await expect(page.get_by_role("alert")).to_contain_text("Vi fikk ikke svar")
        await page.context.set_offline(False)


@pytest.mark.parametrize("path", ["/desk/in", "/desk/passkey", "/desk/me"])
async def test_no_page_on_the_way_in_shuts_anybody_out(
    page: Page, cast: Cast, served: str, path: str
) -> None:
    async with device(page):
        await page.goto(served + await link(cast, "admin"))
        await page.get_by_role("button", name="Logg inn").click()
        await make_one(page, served)
        await shuts_nobody_out(page, lambda: page.goto(served + path))


async def test_whoever_has_sat_there_for_a_while_shows_the_passkey_by_keyboard_and_goes_on(
    page: Page, cast: Cast, served: str
) -> None:
    await make_real(cast)
    async with device(page):
        await page.goto(served + await link(cast, "admin"))
        await page.get_by_role("button", name="Logg inn").click()
        await make_one(page, served, "Eksempelvik|Kommunen")
        cast.clock.now += sure.SURE_FOR
        await shuts_nobody_out(page, lambda: page.goto(served + "/desk/passkey"))
        await expect(page.locator("h1")).to_have_text("Er det deg?")
        await page.get_by_role("button", name="Vis passnøkkelen min").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("Lag en passnøkkel")
        cast.clock.now += sure.SURE_FOR
        await page.get_by_role("button", name="Lag passnøkkel").click()
        await expect(page.locator("h1")).to_have_text("Er det deg?")
