"""Tells those who answer for cases that one waits, and where: beside the mail, never a word of it.

One rule: a notice is a row until Telegram has taken it or somebody has taken the case; no hour holds it back.
"""

import logging

from telegram import Bot
from telegram.error import Forbidden, TelegramError

from bot.channels.staff_telegram.leaders import Context
from bot.channels.staff_telegram.saying import Saying
from bot.pausing import pause_after
from collector import linking
from collector.linking import Linked
from collector.store import links, notices
from collector.store.front import Row, Tx

LOOKS_EVERY_SECONDS = 5
AT_ONCE = 20
FIRST_PAUSE_MS = 5_000
LONGEST_PAUSE_MS = 300_000
FAR_MS = 60 * 60 * 1000
log = logging.getLogger("ekko.telegram")


class Noticing:
    """Carries notices; any number of these, in any number of processes, share the rows."""

    def __init__(self, saying: Saying) -> None:
        self._saying = saying

    async def mend_time(self, context: Context) -> None:
        """At the start let nothing wait for a time that a wrong clock showed."""
        now = self._saying.clock()
        await self._saying.store.write(lambda tx: notices.begin_anew(tx, now, now + FAR_MS))

    async def carry(self, context: Context) -> None:
        """Send what is due now."""
        store, now = self._saying.store, self._saying.clock()
        if not await store.read(lambda tx: notices.is_any_due(tx, now)):
            return
        for _ in range(AT_ONCE):
            row = await store.write(lambda tx: notices.claim_next(tx, now))
            if row is None:
                return
            await self._carry_one(context.bot, row)

    async def _carry_one(self, bot: Bot, row: Row) -> None:
        store, notice = self._saying.store, row["id"]
        linked = await store.read(lambda tx: self._find(tx, row["staff_id"]))
        if linked is None or not linked.desk.may_see_cases:
            return await store.write(lambda tx: notices.drop_notice(tx, notice))
        try:
            await self._send(bot, linked, row["wish_id"])
        except Forbidden:
            return await store.write(lambda tx: links.unlink_staff(tx, row["staff_id"]))
        except TelegramError as error:
            log.error(
                "Word of a case did not get through at try %d (%s).", row["tries"], type(error).__name__
            )
            due_at = self._saying.clock() + pause_after(row["tries"], FIRST_PAUSE_MS, LONGEST_PAUSE_MS)
            return await store.write(lambda tx: notices.put_back(tx, notice, due_at))
        return await store.write(lambda tx: notices.drop_notice(tx, notice))

    def _find(self, tx: Tx, staff_id: str) -> Linked | None:
        return linking.find_staff(tx, self._saying.seal, staff_id, self._saying.clock())

    async def _send(self, bot: Bot, linked: Linked, wish_id: str) -> None:
        saying, language = self._saying, linked.language
        link = f"{saying.address}/desk/cases/{wish_id}"
        text = f"{saying.say('staff.telegram.case', language)}\n{link}"
        await saying.send(bot, linked.chat, text, [(saying.say("staff.telegram.open_case", language), link)])
