"""Goes on counting anew, where an older Ekko kept figures otherwise, or where somebody asked for it.

One rule: it takes small steps, each in a transaction of its own, and begins where it was after a restart.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from collector.store import counts, counts_anew
from collector.store.front import Store

LOOKS_EVERY_SECONDS = 2.0
log = logging.getLogger("ekko.recounting")


async def keep_counting(store: Store, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Count until cancelled; nothing that goes wrong ends it."""
    while True:
        try:
            while await count_some_more(store):
                await pause(0)
        except Exception as error:
            log.error("The figures could not be counted anew yet (%s).", type(error).__name__)
        await pause(LOOKS_EVERY_SECONDS)


async def count_some_more(store: Store) -> bool:
    """Take one step for each municipality where there is more to count; tell whether there was any."""
    left = await store.read(counts_anew.left)
    for here in left:
        await store.write(partial(counts.count_again_some, municipality_id=here))
    return bool(left)
