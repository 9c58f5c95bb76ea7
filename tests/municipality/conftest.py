"""A municipality on both engines."""

import pytest_asyncio

from collector.store.front import Store
from tests.both_engines import store
from tests.conftest import Clock
from tests.municipality.town import Town, found_town, furnish

__all__ = ["store"]


@pytest_asyncio.fixture
async def bare(store: Store, clock: Clock) -> Town:
    """A municipality of which nothing is recorded."""
    return await found_town(store, clock)


@pytest_asyncio.fixture
async def town(bare: Town) -> Town:
    """A municipality that could open, were the program whole."""
    await furnish(bare)
    return bare
