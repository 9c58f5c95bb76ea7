"""What a phone fetches before anybody can write, weighed as it is sent by the real server."""

import re

import httpx
import pytest
from playwright.async_api import Page, Request

from tests.bot.fields import CODE

pytestmark = pytest.mark.usefixtures("asked")
MOST = 60 * 1024
LATER = ("/worker.js", "/help/offline", "/manifest.webmanifest", "icon-192")
"""Fetched when the page already has all it needs, or only when it is put on the home screen."""


async def asked_for(page: Page, address: str) -> set[str]:
    """Name everything that a browser asks for to show a page."""
    found: set[str] = set()

    def note(request: Request) -> None:
        found.add(request.url)

    page.on("request", note)
    await page.goto(address, wait_until="networkidle")
    return {url for url in found if not any(each in url for each in LATER)}


async def weigh(url: str) -> int:
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "nb"}
    async with httpx.AsyncClient() as client, client.stream("GET", url, headers=headers) as answer:
        assert answer.headers["content-encoding"] == "gzip", url
        return sum([len(part) async for part in answer.aiter_raw()])


async def test_the_first_view_weighs_less_than_sixty_kilobytes(page: Page, served: str) -> None:
    urls = await asked_for(page, f"{served}/c/{CODE}")
    kinds = {url.rpartition(".")[2] for url in urls}
    assert {"css", "js", "svg"} <= kinds
    assert sum([await weigh(url) for url in urls]) < MOST


@pytest.mark.parametrize("path", ["/", "/help", "/help/offline", f"/c/{CODE}", "/worker.js"])
async def test_a_page_that_is_the_same_for_everybody_is_packed(served: str, path: str) -> None:
    assert await weigh(served + path) > 100
    async with httpx.AsyncClient(headers={"Accept-Encoding": "identity"}) as client:
        assert "content-encoding" not in (await client.get(served + path)).headers


async def test_a_page_with_a_secret_and_somebodys_words_is_never_packed(served: str) -> None:
    async with httpx.AsyncClient(headers={"Accept-Encoding": "gzip"}) as client:
        page = await client.post(f"{served}/c/{CODE}", data={"key": "k", "said": "sjakk"})
        cookie = {"Cookie": page.headers["set-cookie"].partition(";")[0]}
        again = await client.get(f"{served}/c/{CODE}", headers=cookie)
        link = re.search(r'href="(/r/\w+)"', page.text)
        assert link is not None
        receipt = await client.get(served + link[1])
        for answer in (page, again, receipt):
            assert "content-encoding" not in answer.headers
            assert "sjakk" in answer.text
