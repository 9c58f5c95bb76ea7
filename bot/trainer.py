"""Begins a training in a process of its own, which goes on when the page is closed and the server stops.

One rule: the server never trains; it only looks whether the one that does is still there.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

from bot.settings import Settings
from collector.model import Clock
from collector.store import trainings
from collector.store.front import Store

HERE = Path(__file__).parent.parent


class ProcessTrainer:
    """Starts `ekko train` for what was asked."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, version: str) -> None:
        self.models = settings.models
        self.version = version
        self._settings = settings
        self._store = store
        self._clock = clock
        self._watching: set[asyncio.Task[None]] = set()

    async def begin(self, training_id: str) -> None:
        """Begin, and watch from beside."""
        told = {"EKKO_DATA": str(self._settings.data), "EKKO_DATABASE": self._settings.database_url}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "train", "--asked", training_id),
            env={**os.environ, **told},
            cwd=HERE,
            stdin=DEVNULL,
            stdout=DEVNULL,
            start_new_session=True,
        )
        task = asyncio.create_task(self._watch(process, training_id))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)

    async def _watch(self, process: Process, training_id: str) -> None:
        """Say that it died, where it ended and wrote nothing down itself."""
        await process.wait()
        why = {"why": "died"}
        await self._store.write(
            lambda tx: trainings.end_training(tx, training_id, "failed", why, self._clock())
        )
