"""Goes on routing what stood before a leader changed a rule, where a municipality has too much to do at once.

One rule: it takes small steps, each in a transaction of its own, and begins where it was after a restart.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from collector.model import Clock
from collector.routing import route_some
from collector.store import routed
from collector.store.front import Store

LOOKS_EVERY_SECONDS = 2.0
log = logging.getLogger("ekko.rerouting")


async def keep_routing(
    store: Store, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Route until cancelled; nothing that goes wrong ends it."""
    while True:
        try:
            while await route_some_more(store, clock):
                await pause(0)
        except Exception as error:
            log.error("What stood before could not be routed anew yet (%s).", type(error).__name__)
        await pause(LOOKS_EVERY_SECONDS)


async def route_some_more(store: Store, clock: Clock) -> bool:
    """Take one step for each municipality where there is more to do; tell whether there was any."""
    left = await store.read(routed.left)
    for here in left:
        await store.write(partial(route_some, here=here, now=clock()))
    return bool(left)
