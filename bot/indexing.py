"""Makes wishes searchable soon after they came in or changed, and those of an older Ekko after an update.

One rule: it takes small steps, each in a transaction of its own, and begins where it was after a restart.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from collector.sealing import Seal
from collector.searching import make_searchable
from collector.store.front import Store
from collector.store.to_index import count_left

LOOKS_EVERY_SECONDS = 2.0
STEP = 100
log = logging.getLogger("ekko.indexing")


async def keep_indexing(
    store: Store, seal: Seal, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Make wishes searchable until cancelled; nothing that goes wrong ends it."""
    while True:
        try:
            while await index_some_more(store, seal):
                await pause(0)
        except Exception as error:
            log.error("New wishes could not be made searchable yet (%s).", type(error).__name__)
        await pause(LOOKS_EVERY_SECONDS)


async def index_some_more(store: Store, seal: Seal, step: int = STEP) -> bool:
    """Take one step, where any wish waits for it; tell whether there was one."""
    if not await store.read(count_left):
        return False
    return await store.write(lambda tx: make_searchable(tx, seal, step)) > 0
