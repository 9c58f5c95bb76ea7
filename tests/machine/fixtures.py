"""The machine's fixtures, loaded for all tests (pyproject.toml, `-p`).

One rule: what the machine lacks is a skip that says how to get it, and a failure where CI is set.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack
from typing import NoReturn

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.machine.browser import NoBrowser, open_browser, watched_page
from tests.machine.postgres import NoPostgres, a_server, fresh_database


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks follow from the fixtures a test asks for; browser tests share the loop their browser lives in."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if "postgres_server" in asked:
            item.add_marker(pytest.mark.postgres)
        if "browser" in asked:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(a_server())
        except NoPostgres as reason:
            missing = str(reason)
        else:
            yield server
            return
    do_without(missing)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with AsyncExitStack() as stack:
        try:
            opened = await stack.enter_async_context(open_browser())
        except NoBrowser as reason:
            missing = str(reason)
        else:
            yield opened
            return
    do_without(missing)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A fresh page in a real Chromium."""
    async with watched_page(browser) as opened:
        yield opened


def do_without(missing: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"CI is set, so this is a failure and not a skip. {missing}", pytrace=False)
    pytest.skip(missing)
