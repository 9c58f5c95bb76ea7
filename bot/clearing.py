"""Erases by itself what was only kept for a time: how somebody wanted to be reached.

One rule: what is due is gone within the hour, also where nobody was here when its time was up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from collector.model import Clock
from collector.store import contacts
from collector.store.front import Store

LOOKS_EVERY_SECONDS = 60 * 60
log = logging.getLogger("ekko.clearing")


async def keep_clearing(
    store: Store, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Clear until cancelled; nothing that goes wrong ends it."""
    while True:
        try:
            await clear(store, clock())
        except Exception as error:
            log.error("What is due could not be erased yet (%s).", type(error).__name__)
        await pause(LOOKS_EVERY_SECONDS)


async def clear(store: Store, now: int) -> int:
    """Erase what is due, byte for byte, and tell how much that was."""
    if not await store.read(lambda tx: contacts.is_any_due(tx, now)):
        return 0
    return await store.write(lambda tx: contacts.erase_due(tx, now), erases=True)
