"""Carries waiting answers back, one claimed at a time, within its channel's limits.

One rule: a message is a row before it is a message, and its row goes only when the channel has taken it.
A worker that dies between the two leaves a row that is sent once more; nothing is ever lost. A help card
waits for nobody: it has slots of its own, and only its own chat can be too fast for it. How fast the bot may
send stands in the store, so that any number of processes keep its limits together.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

from bot.pausing import pause_after
from bot.turn import body_place, handle_place
from collector.beginning import may_begin
from collector.model import Clock
from collector.sealing import Seal
from collector.store import begun, outgoing, paces
from collector.store.front import Row, Store, StoreProblem, Tx, Work
from collector.store.outgoing import CARD, OURS, REPLY

Send = Callable[[str, str], Awaitable[None]]
"""How a channel sends a body to a handle; what it raises says what becomes of the row."""
Gather = Callable[[Tx, str, int], str]
"""How a channel writes the one body that stands for all that wait in a talk, about so many wishes."""
Pause = Callable[[float], Awaitable[None]]

TRIES = 8
TRIES_WHILE_AWAY = 300
"""About a day at the longest pause: so long it is nobody's task to mend anything."""
AT_ONCE = 4
"""With an answer in a tenth of a second, as Telegram's, three at once fill thirty a second."""
CARDS_AT_ONCE = 16
"""Help cards on their way beside all else; they are few, and none may stand behind words that hang."""
APART_MS = 38
"""Twenty-six a second: with the four that may be under way and arrive together never more than thirty."""
CHAT_RESTS_MS = 1000
FIRST_PAUSE_MS = 2000
LONGEST_PAUSE_MS = 300_000
LONGEST_SLOW_MS = 55 * 60 * 1000
"""Whoever must wait for longer is asked again after so long: see `outgoing.FAR_MS`."""
PUT_OFF_AT_ONCE = 50
"""So many talks are put off in one transaction, so that nobody who writes meanwhile waits."""
STEPPED_BACK_MS = 60_000
LOOKS_AGAIN_SECONDS = 15
"""Messages of this process wake the outbox; another process's are found by looking now and then."""
LOOKS_FOR_CARDS_SECONDS = 1
"""While every slot is taken, a card that is due again is found by looking."""
LAST_SECONDS = 5
log = logging.getLogger("ekko.outbox")


class Gone(Exception):
    """Nobody is there any more: the bot is blocked or the chat is gone."""


class NeverTaken(Exception):
    """The channel will not take this message however often it is sent."""


class Away(Exception):
    """The channel is not reached or does not work, whatever the message; named by what it failed by."""


class TooFast(Exception):
    """The channel asks us to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Found:
    """What a look for something to carry found: a row, or when the bot may send again, or nothing."""

    row: Row | None = None
    turn: paces.Turn | None = None


class Outbox:
    """Carries one channel's messages; any number of these, in any number of processes, share the rows."""

    def __init__(
        self,
        store: Store,
        seal: Seal,
        clock: Clock,
        channel: str,
        send: Send,
        pause: Pause = asyncio.sleep,
        gather: Gather | None = None,
        *,
        apart_ms: int = APART_MS,
        chat_rests_ms: int = CHAT_RESTS_MS,
    ) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock
        self._channel = channel
        self._send = send
        self._pause = pause
        self._gather = gather
        self._apart_ms = apart_ms
        self._chat_rests_ms = chat_rests_ms
        self._woken = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], Row] = {}
        self._waited_out = -1
        self._last_look = 0

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
        await self._mend_time()
        now, words_go = self._clock(), self._has_slot(urgent=False)
        if not self._has_slot(urgent=True):
            await self._sleep(LOOKS_FOR_CARDS_SECONDS)
            return
        found = await self._store.write(lambda tx: self._find(tx, now, words_go))
        if found.row is not None:
            self._begin(found.row)
        elif found.turn is not None:
            await self._wait_out(found.turn)
        elif words_go:
            await self._rest()
        else:
            await self._sleep(LOOKS_FOR_CARDS_SECONDS)

    async def _mend_time(self) -> None:
        """At the start, and where the clock stepped back, let nothing wait for the time that it showed."""
        now, last = self._clock(), self._last_look
        self._last_look = now
        if last and now > last - STEPPED_BACK_MS:
            return
        channel = self._channel
        await self._store.write(lambda tx: outgoing.begin_anew(tx, channel, now))
        if last:
            await self._store.write(lambda tx: paces.begin_anew(tx, channel))

    def _has_slot(self, *, urgent: bool) -> bool:
        taken = sum((row["urgent"] == CARD) == urgent for row in self._under_way.values())
        return bool(taken < (CARDS_AT_ONCE if urgent else AT_ONCE))

    def _find(self, tx: Tx, now: int, words_go: bool) -> Found:
        """Claim what may go now: cards first, then what answers somebody, then what we begin ourselves."""
        card = outgoing.claim_next(tx, self._channel, CARD, now)
        if card is not None:
            paces.push(tx, self._channel, now + self._apart_ms)
            return Found(card)
        if not words_go:
            return Found()
        turn = paces.next_turn(tx, self._channel)
        if turn.free_at > now and turn.number != self._waited_out:
            return Found(turn=turn)
        row = outgoing.claim_next(tx, self._channel, REPLY, now) or self._claim_ours(tx, now)
        if row is None or paces.take(tx, self._channel, turn.number, now + self._apart_ms):
            return Found(row)
        outgoing.put_back(tx, row["id"], now, counts=False)  # another process was quicker
        return Found(turn=paces.next_turn(tx, self._channel))

    def _claim_ours(self, tx: Tx, now: int) -> Row | None:
        """Claim what we begin ourselves, where the hour is right and it is not too much for its reader."""
        for _ in range(PUT_OFF_AT_ONCE):
            row = outgoing.claim_next(tx, self._channel, OURS, now)
            if row is None:
                return None
            talk_id, place = row["talk_id"], begun.place_of(tx, row["talk_id"])
            may = may_begin(tx, place, talk_id, now)
            if may.at <= now:
                return self._as_one(tx, row, may.left)
            outgoing.put_back(tx, row["id"], now, counts=False)
            if may.everybody:
                begun.put_off_here(tx, self._channel, place, now, may.at)
            else:
                begun.put_off_talk(tx, talk_id, may.at)
        return None

    def _as_one(self, tx: Tx, row: Row, left: int) -> Row:
        """Gather what waits in a talk into one message where it is more than may be sent."""
        waiting = begun.waiting_in(tx, row["talk_id"])
        if self._gather is None or waiting["n"] <= max(left, 1):
            return row
        words = self._gather(tx, row["talk_id"], max(1, int(waiting["wishes"])))
        body = self._seal.seal(words, body_place(row["talk_id"]))
        begun.gather_into(tx, row["id"], row["talk_id"], body)
        return {**row, "body": body}

    async def _wait_out(self, turn: paces.Turn) -> None:
        """Wait until the bot may send again; whoever waited so long goes on, whatever the clock says."""
        seconds = min(float(LOOKS_AGAIN_SECONDS), max(0.001, (turn.free_at - self._clock()) / 1000))
        await self._sleep(seconds)
        if not self._woken.is_set() and seconds < LOOKS_AGAIN_SECONDS:
            self._waited_out = turn.number

    async def _rest(self) -> None:
        """Sleep until the next message is due; one that cannot go yet is looked for each second."""
        due_at = await self._store.read(lambda tx: outgoing.next_due_at(tx, self._channel))
        seconds = float(LOOKS_AGAIN_SECONDS)
        if due_at is not None:
            left = (due_at - self._clock()) / 1000
            seconds = min(seconds, left if left > 0 else LOOKS_FOR_CARDS_SECONDS)
        await self._sleep(seconds)

    async def _sleep(self, seconds: float) -> None:
        """Sleep so long, or until somebody wakes us."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass

    def _begin(self, row: Row) -> None:
        if any(each["id"] == row["id"] for each in self._under_way.values()):
            return  # the clock leapt past its lease: it is on its way all the same
        task = asyncio.create_task(self._carry(row))
        self._under_way[task] = row
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
        began, steady = self._clock(), monotonic()
        try:
            await self._send(*self._opened(row))
        except Gone:
            return lambda tx: outgoing.drop_all_of(tx, talk_id)
        except TooFast as slow:
            now = self._clock()
            until = now + min(int(slow.seconds * 1000), LONGEST_SLOW_MS)
            return lambda tx: self._slow_down(tx, message, talk_id, now, until)
        except Exception as error:
            return self._after_failure(row, error)
        taken_at = began + int((monotonic() - steady) * 1000)  # whatever the clock did meanwhile
        return lambda tx: self._settle(tx, row, taken_at)

    def _settle(self, tx: Tx, row: Row, now: int) -> None:
        """Forget a message that the channel has taken, and let its chat rest."""
        outgoing.drop_outgoing(tx, row["id"])
        outgoing.let_rest(tx, row["talk_id"], now + self._chat_rests_ms)
        if row["urgent"] == OURS:
            begun.note(tx, row["id"], row["talk_id"], now)

    def _slow_down(self, tx: Tx, message: str, talk_id: str, now: int, until: int) -> None:
        outgoing.put_back(tx, message, until, counts=False)
        outgoing.let_rest(tx, talk_id, until)
        paces.slow_down(tx, self._channel, talk_id, now, until)

    def _opened(self, row: Row) -> tuple[str, str]:
        if row["handle"] is None:
            raise Gone
        handle = self._seal.open(row["handle"], handle_place(row["talk_id"]))
        body = self._seal.open(row["body"], body_place(row["talk_id"]))
        return handle.decode(), body.decode()

    def _after_failure(self, row: Row, error: Exception) -> Work[None]:
        """Wait twice as long for each try; after the last one the row stays where a person can find it."""
        now, tries, is_away = self._clock(), row["tries"], isinstance(error, Away)
        kind = str(error) if is_away else type(error).__name__
        if tries < (TRIES_WHILE_AWAY if is_away else TRIES) and not isinstance(error, NeverTaken):
            due_at = now + pause_after(tries, FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
            return lambda tx: outgoing.put_back(tx, row["id"], due_at)
        log.error("A message was given up at try %d (%s); its row stays in «outgoing».", tries, kind)
        return lambda tx: outgoing.give_up(tx, row["id"], kind, now)
