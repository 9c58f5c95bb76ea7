"""Takes each update until it is kept, or sets it aside where it cannot be: one way for both ways in.

One rule: what the store cannot keep now waits and is never counted; what cannot be taken itself is tried five
times at once, then lies where an admin sees it, and nobody behind it has waited.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable

from bot.channels.youth_telegram.message import CHANNEL
from bot.channels.youth_telegram.updates import KINDS, UNREADABLE, Raw, bare, chat_of, kind_of, number_of
from collector.ids import new_id
from collector.model import Clock
from collector.sealing import Seal
from collector.store import stuck
from collector.store.front import Store, StoreBroken, StoreBusy, StoreFull, Tx

Take = Callable[[Raw], Awaitable[None]]
Excuse = Callable[[Raw, str], Awaitable[None]]
"""Tells whoever sent an update, by the key of a text, that it is not kept."""
Pause = Callable[[float], Awaitable[None]]

TRIES = 5
FIRST_PAUSE = 0.05
WAITING = (StoreBusy, StoreFull, StoreBroken)
"""The store is the trouble, not the update."""
LOOKS_EVERY_SECONDS = 10
TOLD = 1000
log = logging.getLogger("ekko.telegram")


class Taking:
    """One bot's updates, each taken once and for all."""

    def __init__(
        self,
        store: Store,
        seal: Seal,
        clock: Clock,
        municipality_id: str,
        bot_id: int,
        take: Take,
        excuse: Excuse,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock
        self._here = municipality_id
        self._bot_id = bot_id
        self._take = take
        self._excuse = excuse
        self._pause = pause
        self._told: dict[int, None] = {}

    async def take(self, update: Raw) -> None:
        """Take one update or set it aside; only where the store cannot keep anything does this raise."""
        kind = "UnknownKind"
        for attempt in range(TRIES if kind_of(update) in KINDS else 0):
            if attempt:
                await self._pause(FIRST_PAUSE * 2 ** (attempt - 1))
            try:
                return await self._take(update)
            except WAITING as problem:
                await self._tell_once(update, type(problem).__name__)
                raise
            except Exception as error:
                kind = type(error).__name__
        log.error("A message from Telegram was set aside after %d tries (%s): see the desk.", TRIES, kind)
        await self._store.write(lambda tx: self._put_aside(tx, update, kind))
        if kind_of(update) != UNREADABLE:
            await self._excuse(update, "telegram.skipped")
        return None

    async def _tell_once(self, update: Raw, problem: str) -> None:
        """Say once that it waits; Telegram brings it again, and then nothing more is said."""
        number = number_of(update)
        if number in self._told:
            return
        self._told[number] = None
        if len(self._told) > TOLD:
            self._told.pop(next(iter(self._told)))
        log.error("A message from Telegram waits for the store (%s).", problem)
        await self._excuse(update, "telegram.waiting")

    def _put_aside(self, tx: Tx, update: Raw, error: str) -> None:
        kept, now, chat = bare(update), self._clock(), chat_of(update)
        key = self._key_of(update)
        stuck.put_aside(
            tx,
            id=new_id(now),
            municipality_id=self._here,
            channel=CHANNEL,
            event_key=key,
            who=self._seal.pseudonym(self._here, f"{CHANNEL}:{chat}") if chat is not None else "",
            kind=kind_of(update),
            error=error,
            tries=TRIES if kind_of(update) in KINDS else 1,
            body=self._seal.seal(json.dumps(kept), stuck_place(key)) if kept else None,
            now=now,
        )

    def _key_of(self, update: Raw) -> str:
        """Name an update, so that the same one that comes again lies there once."""
        print_ = hashlib.sha256(json.dumps(bare(update), sort_keys=True).encode()).hexdigest()
        return self._seal.fingerprint(
            f"{CHANNEL}:{self._bot_id}:{number_of(update)}:{chat_of(update)}:{print_}"
        )

    async def keep_trying(self) -> None:
        """Take once more what an admin asked for, until cancelled."""
        while True:
            try:
                await self.try_again()
            except WAITING as problem:
                log.warning("What was set aside waits for the store (%s).", type(problem).__name__)
            await self._pause(LOOKS_EVERY_SECONDS)

    async def try_again(self) -> None:
        """Take once more what an admin asked for; what is taken now lies there no more."""
        for row in await self._store.read(lambda tx: stuck.asked_again(tx, self._here, CHANNEL)):
            update: Raw = json.loads(self._seal.open(row["body"], stuck_place(row["event_key"])))
            try:
                await self._take(update)
            except WAITING:
                raise
            except Exception as error:
                kind = type(error).__name__
                log.error("A message that was set aside was tried once more (%s).", kind)
                await self._store.write(lambda tx, at=update, why=kind: self._put_aside(tx, at, why))  # type: ignore[misc]
            else:
                await self._store.write(lambda tx, it=row["id"]: stuck.drop_stuck(tx, it), erases=True)  # type: ignore[misc]


def stuck_place(event_key: str) -> str:
    """Name the place that something set aside is sealed for."""
    return f"stuck.body:{event_key}"
