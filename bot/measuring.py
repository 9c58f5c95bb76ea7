"""Reads what stands now, for whoever looks after the machine: what waits, and since when.

One rule: counts and ages over all municipalities together; a figure that cannot be read is left out.
"""

from bot.host import Host
from bot.live import Live
from bot.metrics import Now
from collector.keeping.standing import last_good
from collector.store.again import count_waiting
from collector.store.cases import oldest_untaken
from collector.store.front import StoreProblem, Tx
from collector.store.outgoing import count_all
from collector.store.written import WRITTEN


class Measuring:
    """Knows where each figure is."""

    def __init__(self, host: Host, live: Live) -> None:
        self._host = host
        self._live = live

    async def write(self) -> bytes:
        """Write every figure as Prometheus reads them."""
        return self._host.metrics.write([*self._of_this_process(), *await self._of_the_store()])

    def _of_this_process(self) -> list[Now]:
        return [
            Now("ekko_open_pages", "Pages that listen for answers.", self._live.open_pages),
            Now("ekko_store_commits", "Commits that reached the disk.", WRITTEN.commits, grows=True),
            Now("ekko_store_works", "Works that shared those commits.", WRITTEN.works, grows=True),
        ]

    async def _of_the_store(self) -> list[Now]:
        answers = "Whether the store answers."
        try:
            kept = await self._host.store.read(self._read)
        except StoreProblem:
            return [Now("ekko_store_answers", answers, 0)]
        return [Now("ekko_store_answers", answers, 1), *kept]

    def _read(self, tx: Tx) -> list[Now]:
        now = self._host.clock()
        waiting, given_up = count_all(tx)
        untaken, since = oldest_untaken(tx)
        found = [
            Now("ekko_texts_to_read_again", "Wishes that wait to be read again.", count_waiting(tx)),
            Now("ekko_messages_waiting", "Messages on their way out.", waiting),
            Now("ekko_messages_given_up", "Messages that were given up.", given_up),
            Now("ekko_cases_untaken", "Cases that nobody has taken.", untaken),
            Now("ekko_oldest_case_seconds", "Age of the oldest of them.", _age(now, since)),
        ]
        made_at = last_good(tx)
        if made_at is not None:
            found.append(Now("ekko_backup_age_seconds", "Age of the last good backup.", _age(now, made_at)))
        return found


def _age(now: int, since: int | None) -> float:
    return 0.0 if since is None else max(0, now - since) / 1000
