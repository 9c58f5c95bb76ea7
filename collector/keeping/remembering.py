"""A store that remembers what it erases.

One rule: a work that erases has its line in the journal, on the disk, before the commit and so before anybody
is told. The copy beside the backups follows at once and is waited for by nobody.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from collector.keeping.journal import Journal
from collector.store.front import Store, T, Tx, Work

log = logging.getLogger("ekko.keeping")


class Remembering:
    """Any store, with its journal."""

    def __init__(self, store: Store, journal: Journal, clock: Callable[[], int] | None = None) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock or _now
        self._copying = ThreadPoolExecutor(1, thread_name_prefix="ekko-journal")
        journal.begin()
        self._copying.submit(self._copy)  # what a kill left uncopied

    async def write(self, work: Work[T], *, erases: bool = False) -> T:
        answer, erased = await self._store.write(self._noting(work), erases=erases)
        if erased:
            self._copying.submit(self._copy)
        return answer

    async def read(self, work: Work[T]) -> T:
        return await self._store.read(work)

    async def check(self, at_most: int | None = None) -> None:
        await self._store.check(at_most)

    async def tidy(self) -> None:
        await self._store.tidy()

    def close(self) -> None:
        self._store.close()
        self._copying.shutdown()

    def _noting(self, work: Work[T]) -> Work[tuple[T, bool]]:
        """Do the work and write down what it erased, also where its caller did not say that it would."""

        def note(tx: Tx) -> tuple[T, bool]:
            answer = work(tx)
            self._journal.append(tx.buried, self._clock())
            return answer, bool(tx.buried)

        return note

    def _copy(self) -> None:
        try:
            self._journal.copy_beside()
        except OSError as error:
            log.error(
                "What was erased could not be listed beside the backups (%s). Is EKKO_BACKUPS there?",
                type(error).__name__,
            )


def _now() -> int:
    return time.time_ns() // 1_000_000
