"""Knows whether Telegram answers, says once what is in the way, and writes down when nobody was heard.

One rule: how long it was is measured by a clock that never steps; the time of day only tells it across a
restart. No token and no words are ever said.
"""

import logging

from aiogram.exceptions import TelegramConflictError, TelegramNotFound, TelegramUnauthorizedError

from collector import messengers
from collector.messengers import GAP_MS, LOST_AFTER_MS
from collector.model import Clock
from collector.store import messengers as kept
from collector.store.front import Store, StoreProblem, Work

NOTES_EVERY_MS = 60_000
STEPPED_MS = 10 * 60 * 1000
UNKNOWN_BOT = "It does not know the token in EKKO_TELEGRAM_TOKEN: get a new one from BotFather."
REMEDIES: dict[type[Exception], str] = {
    TelegramUnauthorizedError: UNKNOWN_BOT,
    TelegramNotFound: UNKNOWN_BOT,
}
WEBHOOK_THERE = (
    "A webhook is set for this bot, so nothing can be fetched. Take it away with `ekko telegram delete`, "
    "or let Ekko listen there: EKKO_TELEGRAM_WAY=webhook."
)
SECOND_POLLER = (
    "Another program fetches this bot's messages: a second Ekko, or one on another machine. Stop one of them."
)
NO_ANSWER = "Nothing is lost while it lasts less than a day; Ekko asks again by itself."
log = logging.getLogger("ekko.telegram")


class Contact:
    """One bot's line to Telegram."""

    def __init__(self, store: Store, bot: str, clock: Clock, steady: Clock) -> None:
        self._store = store
        self._bot = bot
        self._clock = clock
        self._steady = steady
        self._heard: tuple[int, int] | None = None
        self._noted_at: int | None = None
        self._trouble = ""

    async def heard(self) -> None:
        """Note that Telegram answered; a gap that is over is said and written down."""
        now, steady = self._clock(), self._steady()
        elapsed = None if self._heard is None else steady - self._heard[1]
        self._say_if_the_clock_stepped(now, elapsed)
        self._heard = (now, steady)
        worth_it = self._noted_at is None or steady - self._noted_at >= NOTES_EVERY_MS
        if not worth_it and not self._trouble:
            return
        gap = await self._write(lambda tx: messengers.note_heard(tx, self._bot, now, elapsed))
        if self._trouble or (gap or 0) >= GAP_MS:
            log.warning("%s", over(gap or 0))
        self._noted_at, self._trouble = steady, ""

    async def lost(self, error: Exception) -> None:
        """Say once what is in the way, and what to do."""
        await self.say(type(error).__name__, remedy_for(error))

    async def say(self, trouble: str, remedy: str) -> None:
        """Say and note a trouble, once for as long as it is the same."""
        if trouble == self._trouble:
            return
        self._trouble = trouble
        log.error("No messages from Telegram (%s). %s", trouble, remedy)
        now = self._clock()
        await self._write(lambda tx: kept.note_trouble(tx, self._bot, trouble, now))

    def _say_if_the_clock_stepped(self, now: int, elapsed: int | None) -> None:
        if self._heard is None or elapsed is None:
            return
        stepped = now - self._heard[0] - elapsed
        if abs(stepped) >= STEPPED_MS:
            log.error("The clock of this machine stepped by %d minutes. Set it right.", stepped // 60_000)

    async def _write(self, work: Work[int | None]) -> int | None:
        try:
            return await self._store.write(work)
        except StoreProblem as problem:
            log.error("How Telegram answers could not be noted (%s).", type(problem).__name__)
            return None


def remedy_for(error: Exception) -> str:
    """Say what to do about an error of Telegram's.

    >>> remedy_for(OSError("no network"))[:15]
    'Nothing is lost'
    """
    if isinstance(error, TelegramConflictError):
        return WEBHOOK_THERE if "webhook" in str(error).lower() else SECOND_POLLER
    return REMEDIES.get(type(error), NO_ANSWER)


def over(gap: int) -> str:
    """Say that Telegram is heard again, and what that means.

    >>> over(2 * 60 * 60 * 1000)
    'Telegram is heard again, after 2 hours without. What was written meanwhile comes now.'
    >>> over(1000)
    'Telegram is heard again.'
    """
    if gap < GAP_MS:
        return "Telegram is heard again."
    hours, minutes = divmod(gap // 60_000, 60)
    long = f"{hours} hours" if hours else f"{minutes} minutes"
    if gap < LOST_AFTER_MS:
        return f"Telegram is heard again, after {long} without. What was written meanwhile comes now."
    return (
        f"Telegram is heard again, after {long} without. It throws away what waits for more than a day: "
        "some messages may be lost. The time stands on the desk's page about Telegram."
    )
