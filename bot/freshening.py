"""Lets a running program read with the model that is live, and call own tags by their names, as they change.

One rule: what reads goes on until the new one lies whole in memory; one that cannot be read changes nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.wiring import clock
from collector import sharing_models
from collector.model import Clock
from collector.store.front import Store
from collector.store.learning import own_names
from collector.texts import Catalogue
from nlp.changing import ChangingReader
from nlp.e5 import open_e5
from nlp.kept import DamagedModelError
from nlp.live import pointed_at
from nlp.meaning import Meaning
from nlp.ready import as_shipped, taught

LOOKS_EVERY_SECONDS = 2.0
log = logging.getLogger("ekko.tagger")


class Freshening:
    """Looks whether another model was made live, by the hash of its card, and what own tags are called."""

    def __init__(
        self,
        reader: ChangingReader,
        models: Path,
        store: Store,
        texts: Catalogue,
        fits: str = "",
        clock: Clock = clock,
    ) -> None:
        """`fits` is the version of the program that a model must be of; this one's, where nothing is said."""
        self._reader = reader
        self._models = models
        self._fits = fits
        self._store = store
        self._texts = texts
        self._meaning: Meaning | None = reader.meaning
        self._reads = pointed_at(models)
        self._clock = clock
        self._told = False

    async def look(self) -> bool:
        """Look once; tell whether another model reads from now on."""
        self._texts.call_tags(await self._store.read(own_names))
        await self._follow()
        live = await asyncio.to_thread(pointed_at, self._models)
        if live in {self._reads, "?"}:
            return False
        changed = await asyncio.to_thread(self._change, live)
        if changed:
            log.info("Another model reads from now on.")
        return changed

    async def _follow(self) -> None:
        """Let this machine stand as all do; one that cannot be carried here is told of, once."""
        try:
            await sharing_models.follow(self._store, self._models, self._clock())
        except (DamagedModelError, OSError) as problem:
            if not self._told:
                log.error("The live model could not be brought here (%s).", type(problem).__name__)
            self._told = True

    def _change(self, live: str) -> bool:
        self._meaning = self._meaning or open_e5()
        reader = (
            taught(self._models, self._meaning, self._fits)
            if live
            else as_shipped(self._models, self._meaning)
        )
        if pointed_at(self._models) != live:
            return False  # it was changed meanwhile: the next look sees what stands then
        self._reads = live  # a damaged one is tried, and told of, once
        if reader is not None:
            self._reader.change(reader)
        return reader is not None


async def keep_fresh(
    freshening: Freshening, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Look until cancelled; nothing that goes wrong ends it."""
    while True:
        await pause(LOOKS_EVERY_SECONDS)
        try:
            await freshening.look()
        except Exception as error:
            log.error("Whether another model is live could not be seen yet (%s).", type(error).__name__)
