"""Messages on their way out, and a letterbox that takes them or does not."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

from bot.outbox import Outbox
from bot.turn import body_place, handle_place
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import Seal
from collector.store import outgoing, rounds, talks
from collector.store.front import Store, Tx
from tests.conftest import Clock

CHANNEL = "letters"
PATIENCE = 90
"""No test waits so long but for something that will never come."""


async def no_pause(seconds: float) -> None:
    """Let others go first, and come back at once."""
    await asyncio.sleep(0)


async def settled(store: Store) -> None:
    """Wait until no message is under way; the store is all that tells, so it is asked until it does."""
    claimed = "SELECT id FROM outgoing WHERE claimed_until IS NOT NULL"
    async with asyncio.timeout(PATIENCE):
        while await store.read(lambda tx: tx.one(claimed)):
            await no_pause(0)


class Letterbox:
    """Where messages end up: `handle body` for each one taken; what is in `trouble` is raised first."""

    def __init__(self, clock: Clock, takes_ms: int = 0) -> None:
        self.taken: list[str] = []
        self.tried: list[str] = []
        self.trouble: dict[str, deque[Exception]] = {}
        self._clock = clock
        self._takes_ms = takes_ms
        self._changed = asyncio.Condition()

    def refuses(self, handle: str, *errors: Exception) -> None:
        """Raise these, one for each try, before taking anything for a handle."""
        self.trouble[handle] = deque(errors)

    async def send(self, handle: str, body: str) -> None:
        """Take one message."""
        await asyncio.sleep(0)
        self._clock.now += self._takes_ms
        async with self._changed:
            self.tried.append(f"{handle} {body}")
            refused = self.trouble.get(handle)
            if not refused:
                self.taken.append(f"{handle} {body}")
            self._changed.notify_all()
        if refused:
            raise refused.popleft()

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds, looking anew after each try."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: bool(holds()))

    def of(self, handle: str) -> list[str]:
        """List the bodies that one handle got."""
        return [line.split(" ", 1)[1] for line in self.taken if line.split(" ", 1)[0] == handle]


class Post:
    """A store with some talks, and messages put in the queue by hand."""

    def __init__(self, store: Store, seal: Seal, clock: Clock) -> None:
        self.store = store
        self.seal = seal
        self.clock = clock
        self._place = 0

    async def open_talks(self, names: Iterable[str]) -> None:
        """Keep a talk for each name; the name is its handle too."""
        municipality = Municipality("m", "Eksempelvik", is_example=True, is_open=False)
        asked = Round("r", municipality, "glad-elg", "Hva?", self.clock(), None)

        def add(tx: Tx) -> None:
            rounds.add_municipality(tx, municipality, self.clock())
            rounds.add_round(tx, asked, self.clock())
            for name in names:
                self._add_talk(tx, name)

        await self.store.write(add)

    def _add_talk(self, tx: Tx, name: str) -> None:
        talks.add_talk(
            tx,
            id=name,
            municipality_id="m",
            round_id="r",
            channel=CHANNEL,
            who=name,
            receipt=name,
            handle=self.seal.seal(name, handle_place(name)),
            now=self.clock(),
        )

    async def put(self, name: str, body: str, *, urgent: bool = False, ours: bool = False) -> None:
        """Put one message in the queue."""
        self._place += 1
        self.clock.now += 1
        sealed = self.seal.seal(body, body_place(name))
        await self.store.write(
            lambda tx: outgoing.add_outgoing(
                tx,
                id=new_id(self.clock()),
                talk_id=name,
                channel=CHANNEL,
                place=self._place,
                urgent=outgoing.CARD if urgent else outgoing.OURS if ours else outgoing.REPLY,
                body=sealed,
                now=self.clock(),
            )
        )

    def outbox(self, letterbox: Letterbox) -> Outbox:
        """Make an outbox upon this store."""
        return Outbox(self.store, self.seal, self.clock, CHANNEL, letterbox.send, no_pause)

    async def waiting(self) -> list[tuple[str, int, bool]]:
        """List what waits: whose it is, how often it was tried, and whether it was given up."""
        rows = await self.store.read(lambda tx: tx.all("SELECT * FROM outgoing ORDER BY id"))
        return [(row["talk_id"], row["tries"], row["given_up_at"] is not None) for row in rows]
