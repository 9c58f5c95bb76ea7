"""What the checks look at: the settings, the clock, and the store where it could be opened.

One rule: looking changes nothing; a database that this program would first change is not opened.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.doctor.asking import Asked, ask_address
from bot.helpcard import Helpline, read_helplines
from bot.mail import Letter, Mail
from bot.settings import Settings
from bot.wiring import clock
from collector.model import Clock, Municipality
from collector.sealing import KeyProblem, Seal, read_key
from collector.store import rounds
from collector.store.front import Store, StoreProblem, T, Work
from collector.store.opening import look_at_store, open_store
from collector.store.schema import CHANGES, Looked

NEWEST = CHANGES[-1].number


def room_on_disk(folder: Path) -> int:
    """Count the bytes that are free where a folder is or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine, as the checks see it. `trouble` says why the store is not open, where it is not."""

    settings: Settings
    seal: Seal | None = None
    looked: Looked | None = None
    store: Store | None = None
    trouble: str = ""
    places: tuple[Municipality, ...] = ()
    mails: bool = False
    asks_address: bool = False
    clock: Clock = clock
    room: Callable[[Path], int] = room_on_disk
    ask: Callable[[str], Asked] = ask_address
    helplines: tuple[Helpline, ...] = ()

    @property
    def is_real(self) -> bool:
        """Tell whether a municipality that is not the made-up one has its data here."""
        return any(not each.is_example for each in self.places)

    async def read(self, work: Work[T]) -> T:
        """Read what is kept; only checks that need the store do so, and those wait until it is open."""
        if self.store is None:
            raise StoreProblem(self.trouble)
        return await self.store.read(work)

    def post(self) -> Callable[[Letter], Awaitable[None]]:
        """Find the way to the mail server."""
        return Mail(self.settings).send


@asynccontextmanager
async def open_machine(
    settings: Settings, *, mails: bool = False, asks_address: bool = False
) -> AsyncIterator[Machine]:
    """Look at what is there, open what may be opened, and close it at the end."""
    looked, store, trouble = None, None, ""
    try:
        looked = look_at_store(settings.database_url)
        if looked is not None and looked.schema == NEWEST and not looked.damage:
            store = open_store(settings.database_url)
    except StoreProblem as problem:
        trouble = str(problem)
    try:
        places = tuple(await store.read(rounds.municipalities)) if store else ()
        yield Machine(
            settings,
            _key(settings),
            looked,
            store,
            trouble,
            places,
            mails=mails,
            asks_address=asks_address,
            helplines=read_helplines(),
        )
    finally:
        if store is not None:
            store.close()


def _key(settings: Settings) -> Seal | None:
    try:
        return read_key(settings.key_path)
    except KeyProblem:
        return None
