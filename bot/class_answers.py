"""Opens a class's page by its code, and takes what the class agreed on.

One rule: what is refused stays with whoever wrote it, and «Mottatt» is said when it is on disk.
"""

from dataclasses import dataclass
from functools import partial

from bot.host import BUSY, LONGEST, TRIES, Host
from bot.problems import Refused
from collector import class_answers
from collector.class_answers import AnsweredAlready, Brought, Opened
from collector.intake import concern_of
from collector.model import AGREED_HOW
from collector.receipt_words import mean, split
from collector.store.front import AlreadyThere, StoreBusy, Tx
from nlp.clean import clean

MOST_PRESENT = 99


def as_drawn(code: str) -> str:
    """Read a class's code as it was drawn, a slip of the finger in each word forgiven.

    >>> as_drawn("Elpe, KANEL sjoestjerne"), as_drawn("xyzzy")
    ('eple-kanel-sjøstjerne', 'xyzzy')
    """
    return "-".join(mean(word) or word for word in split(code))


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent for a class, as it was typed."""

    said: str
    present: str
    agreed: str
    key: str


class ClassAnswers:
    """Takes the answers of classes for the web."""

    def __init__(self, host: Host) -> None:
        self.host = host

    async def open(self, code: str) -> Opened:
        """Open a class by its code, or refuse."""
        now = self.host.clock()
        spelt = as_drawn(code)
        found = await self.host.store.write(lambda tx: class_answers.open_class(tx, spelt, now))
        if isinstance(found, Opened):
            return found
        raise Refused("class.shut" if found == "shut" else "class.unknown")

    async def answer(self, opened: Opened, sent: Sent) -> bool:
        """Keep what a class agreed on, and tell whether somebody there may not be OK."""
        self.host.refuse_if_closed(opened.asked)
        brought = self._read(opened, sent)
        keep = partial(self._keep, opened, brought)
        for _ in range(TRIES):
            try:
                await self.host.store.write(keep, erases=True)
            except AlreadyThere:
                continue  # another answer of this class was kept meanwhile: take its place
            except AnsweredAlready:
                raise Refused("class.answered") from None
            return concern_of(brought.reading) is not None
        raise StoreBusy(BUSY)

    def _keep(self, opened: Opened, brought: Brought, tx: Tx) -> None:
        class_answers.receive(tx, self.host.seal, opened, brought, self.host.clock())

    def _read(self, opened: Opened, sent: Sent) -> Brought:
        words = clean(sent.said)
        if not words:
            raise Refused("refused.empty")
        if len(words) > LONGEST:
            raise Refused("refused.too_long")
        present = int(sent.present) if sent.present.isascii() and sent.present.isdigit() else 0
        if not 0 < present <= MOST_PRESENT:
            raise Refused("class.needs_present")
        agreed = next((each for each in AGREED_HOW if each == sent.agreed), None)
        if agreed is None:
            raise Refused("class.needs_how")
        event = self.host.seal.fingerprint(f"class:{opened.group.id}:{sent.key}:{present}:{agreed}:{words}")
        return Brought(words, self.host.reader.read(words, every=True), present, agreed, event)
