"""Tells many what one answer says, a few at a time, until all of them were told.

One rule: every few are one transaction; whoever is cut short goes on where that ended, and of several
processes that do it each tells others.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from collector import telling_many
from collector.answering import Carry
from collector.model import Clock
from collector.store.front import Store, StoreProblem
from collector.texts import Catalogue

LOOKS_EVERY_SECONDS = 2.0
RESTS_SECONDS = 0.05
"""Between two transactions, so that whoever writes a wish comes first."""
log = logging.getLogger("ekko.telling")


async def keep_telling(
    store: Store,
    texts: Catalogue,
    clock: Clock,
    carry: Carry,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Tell until cancelled; nothing that goes wrong ends it."""
    while True:
        try:
            told = await tell_some(store, texts, clock, carry)
        except StoreProblem as problem:
            log.error("An answer for many waits: the store cannot be used (%s).", type(problem).__name__)
            told = False
        await pause(RESTS_SECONDS if told else LOOKS_EVERY_SECONDS)


async def tell_some(store: Store, texts: Catalogue, clock: Clock, carry: Carry) -> bool:
    """Tell the next few; tell whether there were any."""
    if not await store.read(telling_many.is_under_way):
        return False
    try:
        return await store.write(lambda tx: telling_many.go_on(tx, texts, clock(), carry))
    except StoreProblem:
        raise
    except Exception:
        return await tell_one(store, texts, clock, carry)


async def tell_one(store: Store, texts: Catalogue, clock: Clock, carry: Carry) -> bool:
    """Tell only the next one; who cannot be told is left out, and keeps nobody else waiting."""
    try:
        return await store.write(lambda tx: telling_many.go_on(tx, texts, clock(), carry, 1))
    except StoreProblem:
        raise
    except Exception as error:
        log.error("A wish could not be answered, and is left out (%s).", type(error).__name__)
        await store.write(telling_many.pass_by_next)
        return True
