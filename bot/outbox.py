"""Carries waiting answers back, one claimed at a time, within its channel's limits.

One rule: a message is a row before it is a message, and its row goes only when the channel has taken it.
A worker that dies between the two leaves a row that is sent once more; nothing is ever lost. A help card
waits for nobody: it has slots of its own, and only its own chat can be too fast for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.turn import body_place, handle_place
from collector.model import Clock
from collector.sealing import Seal
from collector.store import outgoing
from collector.store.front import Row, Store, StoreProblem, Tx, Work

Send = Callable[[str, str], Awaitable[None]]
"""How a channel sends a body to a handle; what it raises says what becomes of the row."""
Pause = Callable[[float], Awaitable[None]]

TRIES = 8
AT_ONCE = 4
"""With an answer in a tenth of a second, as Telegram's, three at once fill thirty a second."""
CARDS_AT_ONCE = 16
"""Help cards on their way beside all else; they are few, and none may stand behind words that hang."""
APART_SECONDS = 1 / 30
CHAT_RESTS_MS = 1000
LONGEST_PAUSE_MS = 300_000
LOOKS_AGAIN_SECONDS = 15
"""Messages of this process wake the outbox; another process's are found by looking now and then."""
LOOKS_FOR_CARDS_SECONDS = 1
"""While every slot is taken, a card that is due again is found by looking."""
LAST_SECONDS = 5
KNOWN_CHATS = 5000
log = logging.getLogger("ekko.outbox")


class Gone(Exception):
    """Nobody is there any more: the bot is blocked or the chat is gone."""


class NeverTaken(Exception):
    """The channel will not take this message however often it is sent."""


class TooFast(Exception):
    """The channel asks us to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Outbox:
    """Carries one channel's messages; any number of these, in any number of processes, share the rows."""

    def __init__(
        self, store: Store, seal: Seal, clock: Clock, channel: str, send: Send, pause: Pause = asyncio.sleep
    ) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock
        self._channel = channel
        self._send = send
        self._pause = pause
        self._woken = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], bool] = {}
        self._sent_at: dict[str, int] = {}
        self._slowed: tuple[str, int] = ("", 0)
        self._quiet_until = 0

    def wake(self) -> None:
        """Say that there is something to carry: an answer goes at once, not when somebody looks next."""
        self._woken.set()

    async def run(self) -> None:
        """Carry until cancelled; what is on its way then is let through."""
        try:
            while True:
                try:
                    await self._carry_or_rest()
                except StoreProblem as problem:
                    log.error("Messages wait: the store cannot be used (%s).", type(problem).__name__)
                    await self._pause(LAST_SECONDS)
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=LAST_SECONDS)

    async def _carry_or_rest(self) -> None:
        self._woken.clear()
        now, words_go, cards_go = self._clock(), self._has_slot(urgent=False), self._has_slot(urgent=True)
        row = await self._store.write(lambda tx: self._claim(tx, now, words_go)) if cards_go else None
        if row is not None:
            self._begin(row)
            await self._pause(APART_SECONDS)
        elif words_go and cards_go:
            await self._rest()
        else:
            await self._sleep(LOOKS_FOR_CARDS_SECONDS)

    def _has_slot(self, *, urgent: bool) -> bool:
        taken = sum(each == urgent for each in self._under_way.values())
        return taken < (CARDS_AT_ONCE if urgent else AT_ONCE)

    def _claim(self, tx: Tx, now: int, words_go: bool) -> Row | None:
        """Claim what may go now; cards come first, and what must wait is put back before anybody sees."""
        while (row := outgoing.claim_next(tx, self._channel, now)) is not None:
            free_at = self._free_at(row)
            if free_at <= now and (words_go or row["urgent"]):
                return row
            outgoing.put_back(tx, row["id"], max(now, free_at), counts=False)
            if not words_go:
                return None
        return None

    def _free_at(self, row: Row) -> int:
        """Tell when a message may go: not too soon after its chat's last one, and never in a quiet time."""
        if row["urgent"]:
            return 0
        return max(self._quiet_until, self._sent_at.get(row["talk_id"], -CHAT_RESTS_MS) + CHAT_RESTS_MS)

    async def _rest(self) -> None:
        """Sleep until the next message is due."""
        due_at = await self._store.read(lambda tx: outgoing.next_due_at(tx, self._channel))
        seconds = float(LOOKS_AGAIN_SECONDS)
        if due_at is not None:
            seconds = min(seconds, max(0.0, (due_at - self._clock()) / 1000))
        await self._sleep(seconds)

    async def _sleep(self, seconds: float) -> None:
        """Sleep so long, or until somebody wakes us."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass

    def _begin(self, row: Row) -> None:
        if len(self._sent_at) > KNOWN_CHATS:
            self._sent_at.clear()
        self._sent_at[row["talk_id"]] = self._clock()
        task = asyncio.create_task(self._carry(row))
        self._under_way[task] = bool(row["urgent"])
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self.wake()

    async def _carry(self, row: Row) -> None:
        """Send one message and settle its row."""
        settle = await self._try(row)
        for _ in range(TRIES):
            try:
                return await self._store.write(settle)
            except StoreProblem as problem:
                log.error("A message that was tried is not settled yet (%s).", type(problem).__name__)
                await self._pause(1)
        return None

    async def _try(self, row: Row) -> Work[None]:
        message, talk_id = row["id"], row["talk_id"]
        try:
            await self._send(*self._opened(row))
        except Gone:
            return lambda tx: outgoing.drop_all_of(tx, talk_id)
        except TooFast as slow:
            due_at = self._slow_down(talk_id, slow.seconds)
            return lambda tx: outgoing.put_back(tx, message, due_at, counts=False)
        except Exception as error:
            return self._after_failure(row, error)
        return lambda tx: outgoing.drop_outgoing(tx, message)

    def _opened(self, row: Row) -> tuple[str, str]:
        if row["handle"] is None:
            raise Gone
        handle = self._seal.open(row["handle"], handle_place(row["talk_id"]))
        body = self._seal.open(row["body"], body_place(row["talk_id"]))
        return handle.decode(), body.decode()

    def _after_failure(self, row: Row, error: Exception) -> Work[None]:
        """Wait twice as long for each try; after the last one the row stays where a person can find it."""
        now, tries, kind = self._clock(), row["tries"], type(error).__name__
        if tries < TRIES and not isinstance(error, NeverTaken):
            due_at = now + min(1000 * 2**tries, LONGEST_PAUSE_MS)
            return lambda tx: outgoing.put_back(tx, row["id"], due_at)
        log.error("A message was given up at try %d (%s); its row stays in «outgoing».", tries, kind)
        return lambda tx: outgoing.give_up(tx, row["id"], now)

    def _slow_down(self, talk_id: str, seconds: float) -> int:
        """Let one chat wait; when a second one must too, the limit is everybody's and so is the pause."""
        now = self._clock()
        until = now + int(seconds * 1000)
        slowed, slowed_until = self._slowed
        if slowed != talk_id and now < slowed_until:
            self._quiet_until = until
        self._slowed = (talk_id, until)
        return until
