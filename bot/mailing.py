"""Mails summaries on the day that was chosen, each once to each of those it goes to.

One rule: a letter is a row before it is a mail, and is settled only when the server has taken it; whoever
dies between the two leaves a row that is sent once more, with the same id, so that a mailbox can tell.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.mail import Attached, Letter
from bot.pausing import pause_after
from collector import mailing
from collector.codes import bare
from collector.here import day_of
from collector.model import Clock
from collector.reports.paper.pdf import make_pdf
from collector.reports.paper.whole import NothingToShow, make_paper
from collector.store import mailings
from collector.store.front import Row, Store, Tx, Work
from collector.store.mailings import Mailing
from collector.summary.slices import ALL
from collector.texts import Catalogue

Send = Callable[[Letter], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]
LOOKS_EVERY_SECONDS = 20
MOST_TRIES = 12
"""Half a day and more; then the page says that it did not get through."""
FIRST_PAUSE_MS = 60_000
LONGEST_PAUSE_MS = 2 * 60 * 60_000
log = logging.getLogger("ekko.mailing")


class Mailings:
    """Carries letters; any number of these, in any number of processes, share the rows."""

    def __init__(
        self,
        store: Store,
        texts: Catalogue,
        clock: Clock,
        address: str,
        send: Send,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._store = store
        self._texts = texts
        self._clock = clock
        self._address = address
        self._send = send
        self._pause = pause

    async def run(self) -> None:
        """Carry until cancelled; nothing that goes wrong ends it."""
        while True:
            try:
                await self.carry()
            except Exception as error:
                log.error("Mailed summaries wait and are tried again (%s).", type(error).__name__)
            await self._pause(LOOKS_EVERY_SECONDS)

    async def carry(self) -> int:
        """Send what is due now, and tell how many letters were tried."""
        now = self._clock()
        if not await self._store.read(lambda tx: mailings.is_any_due(tx, now)):
            return 0
        await self._store.write(lambda tx: mailing.plan_due(tx, now))
        tried = 0
        while (row := await self._store.write(lambda tx: mailings.claim_next(tx, self._clock()))) is not None:
            await self._store.write(await self._try(row))
            tried += 1
        return tried

    async def _try(self, row: Row) -> Work[None]:
        letter, tries = row["id"], int(row["tries"])
        try:
            await self._send(await self._write(row))
        except NothingToShow as nothing:
            key = nothing.key
            return lambda tx: mailings.settle(tx, letter, key, self._clock())
        except Exception as error:  # whatever the server or the net says: it is tried again
            log.error("A mailed summary did not get through at try %d (%s).", tries, type(error).__name__)
            if tries >= MOST_TRIES:
                return lambda tx: mailings.settle(tx, letter, "mailing.failed", self._clock())
            due_at = self._clock() + pause_after(tries, FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
            return lambda tx: mailings.put_back(tx, letter, due_at)
        return lambda tx: mailings.settle(tx, letter, "mailing.sent", self._clock())

    async def _write(self, row: Row) -> Letter:
        """Write the mail: what it is, where all of it stands and where it is ended, and the document."""
        now = self._clock()
        asked, code, file = await self._document(row["mailing_id"], now)
        say, language = self._texts.say, asked.language
        link = f"{self._address}/desk/summary/{code}"
        body = "\n".join(
            (
                say("mailing.body", language),
                "",
                link,
                "",
                say("mailing.ended-at", language),
                f"{link}/mail",
                "",
            )
        )
        attached = Attached(f"ekko-{bare(code).encode('ascii', 'ignore').decode() or 'runde'}.pdf", file)
        return Letter(row["id"], row["mail"], say("mailing.subject", language), body, now, attached)

    async def _document(self, mailing_id: str, now: int) -> tuple[Mailing, str, bytes]:
        def work(tx: Tx):  # type: ignore[no-untyped-def]
            asked = mailings.find_mailing(tx, mailing_id)
            assert asked is not None, "A letter's mailing is kept as long as the letter."
            return asked, *mailing.sum_up_for_mail(tx, asked, now)

        asked, here, found = await self._store.read(work)
        paper = make_paper(found, self._texts, asked.language, here, day_of(now))
        return asked, str(found["of"]["code"] or ALL), await asyncio.to_thread(make_pdf, paper, self._texts)
