"""What a phone keeps without being asked: the help page, and nothing that anybody wrote."""

import re
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Page, expect

from bot.channels.webchat.offline import KEPT_FILES
from bot.host import Host
from bot.wiring import join
from collector.sealing import Seal
from collector.store.front import Store
from collector.texts import Catalogue
from collector.web import assets
from tests.bot.fields import CODE
from tests.bot.test_fairness import phone_at
from tests.conftest import Clock
from tests.machine.axe import barriers_on

pytestmark = pytest.mark.usefixtures("asked")
LISTED = re.compile(r"const KEPT = (\[.*\]);")
KEEPS = """() => new Promise(done => {
    if (navigator.serviceWorker.controller) done();
    navigator.serviceWorker.addEventListener("controllerchange", () => done());
})"""
CACHED = """async () => {
    const found = {};
    for (const name of await caches.keys())
        found[name] = (await (await caches.open(name)).keys())
            .map(each => each.url.replace(location.origin, ""));
    return found;
}"""


@pytest_asyncio.fixture
async def phone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with phone_at(app) as client:
        yield client


async def test_the_worker_keeps_the_help_page_in_each_language_and_no_page_with_words(
    phone: httpx.AsyncClient,
) -> None:
    script = (await phone.get("/worker.js")).text
    listed = re.findall(r'"(/[^"]+)"', LISTED.search(script)[1])  # type: ignore[index]
    plain = [re.sub(r"\.[0-9a-f]{12}\.", ".", path.removeprefix("/assets/")) for path in listed]
    pages = [f"/help/offline?lang={language}" for language in ("nb", "nn", "en")]
    assert plain == [*pages, "/manifest.webmanifest", *KEPT_FILES]
    for path in listed:
        assert (await phone.get(path)).status_code == 200, path


async def test_what_is_kept_is_fetched_anew_when_a_file_changes(
    phone: httpx.AsyncClient,
    store: Store,
    seal: Seal,
    texts: Catalogue,
    clock: Clock,
    host: Host,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = (await phone.get("/worker.js")).text
    assert (await phone.get("/worker.js")).text == before
    own = tmp_path / "own"
    own.mkdir()
    for file in assets.OWN.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    (own / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    monkeypatch.setattr(assets, "OWN", own)
    after = (await phone_at(join(store, seal, clock, texts, host)).get("/worker.js")).text
    named = [re.search(r'const CACHE = "(help-\w{12})"', script)[1] for script in (before, after)]  # type: ignore[index]
    assert named[0] != named[1]


async def test_the_home_screen_gets_a_name_icons_and_an_address_without_a_secret(
    phone: httpx.AsyncClient,
) -> None:
    answer = await phone.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    told = answer.json()
    assert (told["short_name"], told["start_url"], told["scope"], told["display"]) == (
        "Ekko",
        "/",
        "/",
        "standalone",
    )
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        picture = (await phone.get(icon["src"])).content
        assert icon["sizes"] == "{}x{}".format(*struct.unpack(">II", picture[16:24]))
        assert len(picture) < 10_000


async def load_and_keep(page: Page, address: str) -> None:
    await page.goto(address)
    await page.evaluate(KEEPS)


@pytest.mark.parametrize("path", [f"/c/{CODE}", "/", "/help"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_after_one_page_the_help_card_opens_without_a_network(
    page: Page, served: str, path: str, scheme: str
) -> None:
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await page.set_viewport_size({"width": 320, "height": 568})
    await load_and_keep(page, served + path)
    await page.context.set_offline(True)
    for away in ("/help", f"/c/{CODE}", "/r/0000"):
        await page.goto(served + away)
        await expect(page.get_by_role("heading", name="Du er uten nett nå")).to_be_visible()
        await expect(page.locator("main a[href='tel:113']")).to_be_visible()
    assert await barriers_on(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    assert await page.evaluate("getComputedStyle(document.querySelector('.wordmark')).display") == "flex"
    await page.get_by_role("button", name="Hjelp").click()
    await expect(page.locator("#help-card a[href='tel:116111']")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.context.set_offline(False)
    await page.goto(f"{served}/c/{CODE}")
    await page.context.set_offline(True)
    await page.reload()
    await page.context.set_offline(False)
    await page.get_by_role("link", name="Prøv igjen").click()
    await expect(page.locator("#said")).to_be_visible()


async def test_without_a_network_the_help_card_is_in_the_language_that_was_read(
    page: Page, served: str
) -> None:
    await load_and_keep(page, f"{served}/c/{CODE}?lang=nn")
    await page.context.set_offline(True)
    await page.goto(f"{served}/help?lang=nn")
    await expect(page.get_by_role("heading", name="Du er utan nett no")).to_be_visible()
    await page.context.set_offline(False)


async def test_the_phone_keeps_no_talk_and_no_receipt(page: Page, served: str) -> None:
    await load_and_keep(page, f"{served}/c/{CODE}")
    await page.fill("#said", "sjakk")
    await page.click("#send")
    await page.get_by_role("link", name="Åpne kvitteringen").click()
    await expect(page.locator(".words")).to_have_text("sjakk")
    await page.goto(f"{served}/c/{CODE}")
    await expect(page.get_by_text("sjakk")).to_be_visible()
    (kept,) = (await page.evaluate(CACHED)).values()
    assert [
        path for path in kept if not path.startswith(("/help/offline?lang=", "/assets/", "/manifest."))
    ] == []
    assert len(kept) == 3 + 1 + len(KEPT_FILES)
    assert await page.evaluate("localStorage.length") == 0
    assert await page.evaluate("(async () => (await indexedDB.databases()).length)()") == 0


async def test_the_worker_is_not_between_anybody_and_the_desk(page: Page, served: str) -> None:
    await load_and_keep(page, f"{served}/c/{CODE}")
    await page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        await page.goto(f"{served}/desk")
    await page.context.set_offline(False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_phones_own_bar_has_the_colour_of_the_page(page: Page, served: str, scheme: str) -> None:
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await page.goto(served)
    bar = await page.get_attribute(f"meta[name=theme-color][media*={scheme}]", "content")
    drawn = await page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor")
    assert bar is not None
    assert tuple(bytes.fromhex(bar[1:])) == tuple(map(int, re.findall(r"\d+", drawn)))
