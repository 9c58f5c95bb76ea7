"""The whole way out to a real OpenID provider and back, in a real Chromium; the provider is others' work."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.cast import Cast
from tests.web.looking import shuts_nobody_out
from tests.web.test_in_browser import let_in
from tests.web.test_passkeys import make_real
from tests.web.test_passkeys_in_browser import address, app, link, served, sock

__all__ = ["address", "app", "served", "sock"]
KARI = {"sub": "kari", "acr": "c1", "acrs": ["c1"], "amr": ["pwd", "mfa"]}
OLA = {"sub": "ola", "amr": ["pwd"]}


@pytest.fixture
def provider() -> Iterator[str]:
    """The address of the provider, in a process of its own until the test is over."""
    for _ in range(5):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        running = begin_provider(port)
        try:
            if (at := answers(running, port)) is None:
                continue  # somebody else took the port meanwhile
            yield at
            return
        finally:
            running.terminate()
            running.wait()
    pytest.fail("The provider did not start, five times over.")


def begin_provider(port: int) -> subprocess.Popen[bytes]:
    users = [part for user in (KARI, OLA) for part in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *users]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def answers(running: subprocess.Popen[bytes], port: int) -> str | None:
    """The address, once it is this provider that answers there; nothing, if it has ended."""
    at = f"http://localhost:{port}"
    while running.poll() is None:
        try:
            about = httpx.get(f"{at}/.well-known/openid-configuration")
        except httpx.TransportError:
            time.sleep(0.05)
            continue
        if about.status_code == 200 and running.poll() is None:
            return at
        time.sleep(0.05)
    return None


async def set_up(page: Page, served: str, provider: str) -> None:
    """Let an admin fill in the form."""
    await page.goto(f"{served}/desk/municipality/sign-in")
    await page.get_by_text("Microsoft Entra (ansatte)").click()
    part = page.locator("details", has_text="Microsoft Entra (ansatte)")
    await part.get_by_label("Utsteder").fill(provider)
    await part.get_by_label("Klient-ID").fill("ekko")
    await part.get_by_label("Nøkkel (client secret)").fill("a secret")
    await part.get_by_label("Krav til måten (amr)").fill("mfa")
    await part.get_by_role("button", name="Lagre").click()
    await expect(page.locator("#said")).to_contain_text("Lagret.")


async def test_an_invitation_ties_a_person_to_the_municipalitys_sign_in_and_then_it_is_the_way_in(
    browser: Browser, cast: Cast, served: str, provider: str
) -> None:
    cast.clock.now = time.time_ns() // 1_000_000  # the provider has a clock of its own
    await make_real(cast)
    admin = await cast.sign_in("admin", name="Anne")
    context = await browser.new_context(locale="nb-NO")
    await context.route(re.compile(r"^https?://(?!localhost)"), lambda route: route.abort())
    page = await context.new_page()
    await let_in(page, served, admin.session)
    await set_up(page, served, provider)
    await context.clear_cookies()

    await page.goto(served + await link(cast))
    await page.get_by_role("button", name="Logg inn med Microsoft Entra").click()
    await page.get_by_role("button", name="ola").click()
    await expect(page.get_by_role("alert")).to_contain_text("krever en sikrere innlogging")

    await page.goto(served + await link(cast))
    await page.get_by_role("button", name="Logg inn med Microsoft Entra").click()
    await page.get_by_role("button", name="kari", exact=True).first.click()
    await expect(page.locator("h1")).to_have_text("Venter på deg")
    await page.goto(f"{served}/desk/me")
    await page.get_by_role("button", name="Logg ut", exact=True).click()
    await page.get_by_role("link", name="Logg inn").click()
    await page.get_by_role("button", name="Logg inn med Microsoft Entra, Eksempelvik").click()
    await page.get_by_role("button", name="kari", exact=True).first.click()
    await expect(page.locator("h1")).to_have_text("Venter på deg")
    await context.close()


@pytest.mark.parametrize(
    "path", ["/desk/municipality/sign-in", "/desk/national", "/desk/in", "/desk/in/back?code=x&state=x"]
)
async def test_no_page_of_signing_in_elsewhere_shuts_anybody_out(
    page: Page, cast: Cast, served: str, path: str
) -> None:
    person = await cast.sign_in("national" if "national" in path else "admin")
    form = {"kind": "entra", "issuer": "https://login.microsoftonline.com/abc/v2.0", "client_id": "abc"}
    await person.post("/desk/municipality/sign-in", form | {"secret": "x", "acr": "c1", "role": "leader"})
    await let_in(page, served, person.session)
    await page.add_init_script("HTMLFormElement.prototype.requestSubmit = () => {}")

    async def come() -> None:
        await page.goto(served + path)
        await page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")

    await shuts_nobody_out(page, come)
