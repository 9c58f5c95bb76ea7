"""Erases by itself what was only kept for a time.

One rule: how somebody wanted to be reached is gone within the hour, everything else within the night, also
where nobody was here when its time was up; and a clock that cannot be believed erases nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from collector.here import day_of, hour_of
from collector.keeping.clock import look
from collector.keeping.lines import Lines
from collector.keeping.retaining import retain
from collector.model import Clock
from collector.store import contacts
from collector.store.front import Store, StoreBroken

LOOKS_EVERY_SECONDS = 60 * 60
QUIET_HOUR = 3
log = logging.getLogger("ekko.clearing")


async def keep_clearing(
    store: Store, lines: Lines, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Clear until cancelled; nothing that goes wrong ends it."""
    done_on = ""
    while True:
        now = clock()
        try:
            verdict = await store.write(partial(look, now=now))
            if verdict != "right":
                log.error("Nothing is erased by the clock, which is %s. See `ekko retain`.", verdict)
            elif hour_of(now) >= QUIET_HOUR and done_on != day_of(now):
                done_on = day_of(now)
                await store.check()
                await retain(store, lines, now)
            else:
                await clear(store, now)
        except StoreBroken as broken:
            log.error("%s", broken)
        except Exception as error:
            log.error("What is due could not be erased yet (%s).", type(error).__name__)
        await pause(LOOKS_EVERY_SECONDS)


async def clear(store: Store, now: int) -> int:
    """Erase what is due within the hour, byte for byte, and tell how much that was."""
    if not await store.read(lambda tx: contacts.is_any_due(tx, now)):
        return 0
    return await store.write(lambda tx: contacts.erase_due(tx, now), erases=True)
