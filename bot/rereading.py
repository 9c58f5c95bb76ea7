"""Reads again, with both readers and in peace, what was read in a hurry.

One rule: somebody who is not OK and was not noticed at once is now: the duty adult is told in the same
transaction, and the help card comes with the talk's next turn.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.heard import earlier_words
from bot.host import Host
from bot.record import Record, open_record
from collector import reading_again
from collector.intake import raw_place
from collector.store import again, talks
from collector.store.front import AlreadyThere, Row, StoreProblem, Tx
from nlp.reading import Reading

LOOKS_EVERY_SECONDS = 1.0
AT_ONCE = 20
log = logging.getLogger("ekko.rereading")


async def keep_reading_again(host: Host, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Read again until cancelled; nothing that goes wrong ends it."""
    while True:
        try:
            if host.readings.is_calm:
                await read_some_again(host)
        except Exception as error:
            log.error("What was read in a hurry could not be read again yet (%s).", type(error).__name__)
        await pause(LOOKS_EVERY_SECONDS)


async def read_some_again(host: Host) -> int:
    """Read the next ones, as long as nobody writes, and tell how many those were."""
    waiting = await host.store.read(lambda tx: again.next_to_read(tx, AT_ONCE))
    for done, row in enumerate(waiting):
        if not host.readings.is_calm:
            return done
        try:
            await read_one_again(host, row)
        except AlreadyThere:
            continue  # the talk went on meanwhile: the next look sees it as it then is
        except StoreProblem:
            raise
        except Exception as error:  # what was read first stands, and those behind it need not wait
            log.error("A wish could not be read again, and is not tried any more (%s).", type(error).__name__)
            await host.store.write(partial(again.was_read, wish_id=row["id"]))
    return len(waiting)


async def read_one_again(host: Host, row: Row) -> None:
    """Read one wish again, with what was said before it."""
    record = await host.store.read(partial(record_of, host, row))
    raw = host.seal.open(row["raw"], raw_place(row["id"])).decode()
    earlier = earlier_words(record, row["id"]) if record else []
    reading = await host.readings.again(raw, earlier)
    await host.store.write(partial(keep, host, row, reading))


def record_of(host: Host, row: Row, tx: Tx) -> Record | None:
    """Open the talk that a wish belongs to."""
    talk = talks.find_by_id(tx, row["talk_id"]) if row["talk_id"] else None
    return open_record(host.seal, talk["id"], talk["version"], talk["state"]) if talk else None


def keep(host: Host, row: Row, reading: Reading, tx: Tx) -> None:
    """Keep what both readers say of a wish, and let its talk know where somebody may not be OK."""
    if reading_again.read_anew(tx, row["id"], row["raw"], reading) is None:
        return
    talk = talks.find_by_id(tx, row["talk_id"]) if row["talk_id"] else None
    if talk is None:
        return
    record = open_record(host.seal, talk["id"], talk["version"], talk["state"])
    worried = replace(record.talk, concern=True, card_due=True, questions=())
    record = replace(record, talk=worried, version=record.version + 1)
    state, now = record.seal(host.seal), host.clock()
    talks.move_talk(tx, record.id, record.version - 1, talk["round_id"], state, now)
