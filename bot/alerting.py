"""Tells the adult on duty that a case waits, and the deputy when nobody takes it.

One rule: an alert is a row before it is a mail, and it is noted as sent only when the mail server has taken
it. A carrier that dies between the two leaves a row that is sent once more; none is ever lost or given up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.mail import Letter
from bot.pausing import pause_after
from collector import duty
from collector.model import Clock
from collector.store import alerts
from collector.store.front import Row, Store, StoreProblem, Tx, Work
from collector.texts import Catalogue

Send = Callable[[Letter], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]

LOOKS_EVERY_SECONDS = 5
"""With a server that takes a mail within twenty seconds, a new case is told well within a minute."""
AT_ONCE = 8
FIRST_PAUSE_MS = 5_000
LONGEST_PAUSE_MS = 300_000
SETTLES = 8
LANGUAGES = ("nb", "nn")
"""What is written to those who have duty: no municipality says yet which it uses."""
log = logging.getLogger("ekko.alerts")


class Alerting:
    """Carries alerts; any number of these, in any number of processes, share the rows."""

    def __init__(
        self,
        store: Store,
        texts: Catalogue,
        clock: Clock,
        address: str,
        deputy_after: int,
        send: Send,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._store = store
        self._texts = texts
        self._clock = clock
        self._address = address
        self._deputy_after = deputy_after
        self._send = send
        self._pause = pause

    async def run(self) -> None:
        """Carry until cancelled; nothing that goes wrong ends it."""
        while True:
            try:
                await self.carry()
            except Exception as error:
                log.error("Alerts wait and are tried again (%s).", type(error).__name__)
            await self._pause(LOOKS_EVERY_SECONDS)

    async def carry(self) -> int:
        """Send what is due now, and tell how many alerts were tried."""
        now = self._clock()
        if not await self._store.read(lambda tx: duty.is_any_due(tx, self._deputy_after, now)):
            return 0
        await self._store.write(lambda tx: duty.plan_more(tx, self._deputy_after, now))
        tried = 0
        while rows := await self._store.write(self._claim_some):
            await asyncio.gather(*(self._carry_one(row) for row in rows))
            tried += len(rows)
        return tried

    def _claim_some(self, tx: Tx) -> list[Row]:
        now = self._clock()
        rows: list[Row] = []
        while len(rows) < AT_ONCE and (row := alerts.claim_next(tx, now)) is not None:
            rows.append(row)
        return rows

    async def _carry_one(self, row: Row) -> None:
        """Send one alert and settle its row."""
        settle = await self._try(row)
        for _ in range(SETTLES):
            try:
                return await self._store.write(settle)
            except StoreProblem as problem:
                log.error("An alert that was tried is not settled yet (%s).", type(problem).__name__)
                await self._pause(1)
        return None

    async def _try(self, row: Row) -> Work[None]:
        alert, tries, name = row["id"], row["tries"], row["name"]
        try:
            await self._send(self._write(row))
        except Exception as error:  # whatever the server or the net says: it is tried again
            log.error("An alert did not get through at try %d (%s).", tries, type(error).__name__)
            due_at = self._clock() + pause_after(tries, FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
            return lambda tx: alerts.put_back(tx, alert, due_at)
        sent_at = self._clock()
        return lambda tx: alerts.note_sent(tx, alert, name, sent_at)

    def _write(self, row: Row) -> Letter:
        """Write the mail: that a case waits, what to do, and where; the same whoever wrote whatever."""
        said = [self._texts.say(key, each) for each in LANGUAGES for key in ("alert.what", "alert.do")]
        link = f"{self._address}/desk/cases/{row['wish_id']}"
        body = "\n".join((*said[:2], "", link, "", *said[2:], ""))
        subject = self._texts.say("alert.subject", LANGUAGES[0])
        return Letter(row["id"], row["mail"], subject, body, self._clock())
