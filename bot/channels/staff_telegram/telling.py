"""When the leaders' bot speaks by itself: the counts at the hour that each leader chose.

One rule: noted first, then sent, so that a restart or a second process never tells twice. What surely did not
come is told the next hour; what may have come is not sent again, and the next counts begin where those that
surely came ended.
"""

import logging

import httpx
from telegram import Bot
from telegram.error import Forbidden, TelegramError

from bot.channels.staff_telegram.leaders import Context, Leaders
from collector import linking
from collector.linking import Linked
from collector.store import links

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
log = logging.getLogger("ekko.telegram")


class Telling:
    """Tells everybody their counts."""

    def __init__(self, leaders: Leaders) -> None:
        self._leaders = leaders
        self.saying = leaders.saying

    async def tell_all(self, context: Context) -> None:
        """Tell everybody whose hour has come and who was not told; who left is forgotten first."""
        saying, now = self.saying, self.saying.clock()
        await saying.store.write(links.unlink_ended)
        for linked in await saying.store.read(lambda tx: linking.untold(tx, saying.seal, now)):
            await self._tell(context.bot, linked, now)

    async def _tell(self, bot: Bot, linked: Linked, now: int) -> None:
        store, staff_id, day = self.saying.store, linked.desk.staff.id, linked.due_day
        if not linked.desk.may_review:
            return await store.write(lambda tx: links.unlink_staff(tx, staff_id))
        text, buttons = await self._leaders.counts(linked, linked.since)
        if not await store.write(lambda tx: links.note_told(tx, staff_id, day)):
            return None
        try:
            await self.saying.send(bot, linked.chat, text, *buttons)
        except Forbidden:
            await store.write(lambda tx: links.unlink_staff(tx, staff_id))
        except TelegramError as error:
            log.warning("A leader could not be told the day's counts yet (%s).", type(error).__name__)
            if surely_not_sent(error):
                await store.write(lambda tx: links.take_back_told(tx, staff_id, day))
        else:
            await store.write(lambda tx: links.note_came(tx, staff_id, now))
        return None


def surely_not_sent(error: TelegramError) -> bool:
    """Tell whether a message that failed was refused, or never left this machine.

    >>> surely_not_sent(TelegramError("Bad Gateway"))
    True
    """
    cause = error.__cause__
    return not isinstance(cause, httpx.HTTPError) or isinstance(cause, NEVER_LEFT)
