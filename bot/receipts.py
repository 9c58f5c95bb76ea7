"""What the holder of a receipt may do: see and write anew by the link, see statuses alone by the words.

One rule: the words open nothing but number, week, status and answer: whoever saw them gets no more.
"""

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.dialogs.talk import Talk
from bot.dialogs.words import word_asked_for
from bot.heard import earlier_words
from bot.host import BUSY, LONGEST, TRIES, Host
from bot.problems import Refused
from bot.record import Record, open_record
from bot.speech import Speech
from collector import correcting, finding, intake, receipt_words
from collector.here import HERE
from collector.ids import new_id
from collector.model import Round, Wish
from collector.receipt_words import Slip
from collector.sealing import Seal
from collector.store import parts, rounds, talks, wishes
from collector.store.front import AlreadyThere, Row, StoreBusy, Tx
from nlp.clean import clean
from nlp.reading import Reading

SLIPS = {"count": "words.slip_count", "unknown": "words.slip_unknown", "check": "words.slip_check"}
log = logging.getLogger("ekko.receipts")


class NotOpened(Exception):
    """The words open nothing; `key` names the sentence that says why, `number` the word that it is about."""

    def __init__(self, key: str, number: int = 0) -> None:
        super().__init__(key)
        self.key = key
        self.number = number


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a link: the wishes of one talk, and what its receipt says beside the link."""

    wishes: list[Wish]
    record: Record
    asked: Round | None
    """The round that it talked in last."""


class Receipts:
    """Opens receipts for whoever holds one."""

    def __init__(self, host: Host) -> None:
        self.host = host

    async def open(self, secret: str) -> Behind | None:
        """Open a receipt by its link, or tell that there is none."""

        def look(tx: Tx) -> Behind | None:
            row = finding.by_link(tx, self.host.seal, secret, self.host.clock())
            if row is None:
                return None
            mine = wishes.wishes_of_talk(tx, row["id"])
            return Behind(mine, record_of(self.host.seal, row), rounds.round_of_talk(tx, row["who"]))

        return await self.host.store.write(look)

    async def look_by_words(self, code: str, typed: str) -> list[Wish]:
        """Find the wishes behind a receipt's words; a slip is told before anything kept is asked."""
        words = receipt_words.read(self.host.seal, typed)
        if isinstance(words, Slip):
            raise NotOpened(SLIPS[words.why], words.number)
        found, behind = await self.host.store.write(partial(self._by_words, code, words))
        if found.shuts_now:
            log.warning("Too many wrong receipt words this hour; their door is shut until the next one.")
        if found.is_shut:
            raise NotOpened("words.shut")
        if found.talk is None:
            raise NotOpened("words.unknown")
        return behind

    def _by_words(self, code: str, words: receipt_words.Three, tx: Tx) -> tuple[finding.Found, list[Wish]]:
        asked = rounds.find_round(tx, code)
        if asked is None:
            raise NotOpened("refused.no_round")
        found = finding.by_words(tx, self.host.seal, asked, words, self.host.clock())
        return found, wishes.wishes_of_talk(tx, found.talk["id"]) if found.talk else []

    async def reword(self, secret: str, wish_id: str, said: str, key: str) -> str:
        """Let new words take a wish's place, and name what is then said; nothing where no such wish is."""
        words = clean(said)
        if not words:
            raise Refused("refused.empty")
        if len(words) > LONGEST:
            raise Refused("refused.too_long")
        behind = await self.open(secret)
        if behind is None:
            return ""  # clearing up after an erasure is too dear for whoever only guesses
        if word_asked_for(words):
            return (
                "mine.kept"  # «hjelp» and «slett» ask for something, as in the chat: no wish is lost for them
            )
        reading = self.host.reader.read(words, earlier_words(behind.record, wish_id))
        change = Rewording(self.host, secret, wish_id, words, reading, key, self.host.clock())
        for _ in range(TRIES):
            try:
                kept = await self.host.store.write(change.keep, erases=True)
                with_adult = wish_id in {wish.id for wish in behind.wishes if wish.flagged}
                return what_is_said(reading, with_adult=with_adult) if kept else ""
            except AlreadyThere:
                continue  # a turn of this talk was kept meanwhile: look again
        raise StoreBusy(BUSY)


@dataclass(frozen=True, slots=True)
class Rewording:
    """New words for one wish, read and waiting to be kept.

    A round that is over still takes them, since they correct one's own; but not as a wish that was not there.
    """

    host: Host
    secret: str
    wish_id: str
    words: str
    reading: Reading
    key: str
    now: int

    def keep(self, tx: Tx) -> bool:
        """Keep them, once; the same form sent again changes nothing more."""
        seal = self.host.seal
        row = talks.find_by_receipt(tx, seal.fingerprint(self.secret))
        key = seal.fingerprint(f"receipt:{self.secret}:{self.key}:{self.wish_id}:{self.words}")
        if row is None or talks.turn_of(tx, key) is not None:
            return row is not None
        old = wishes.find_wish(tx, self.wish_id)
        asked = rounds.round_of_talk(tx, row["who"])
        if asked is None or (old is not None and old.talk_id != row["id"]):
            return False
        # where the old one went meanwhile, in another tab or in the chat, the words are one wish more
        (self.host.refuse_if_shut if old is not None else self.host.refuse_if_closed)(asked)
        talks.add_turn(tx, key, row["id"], row["version"] + 1, self.now)
        self._keep_wish(tx, row, asked)
        return True

    def _keep_wish(self, tx: Tx, row: Row, asked: Round) -> None:
        new = intake.make_wish(self.reading, new_id(self.now), asked, row["id"], row["channel"], self.now)
        concern = intake.concern_of(self.reading)
        seal = self.host.seal
        first, *others = parts.ids_with(tx, self.wish_id)  # the words of all parts stand in the first's lines
        record = record_of(seal, row).rewritten(first, new.id, self.words)
        talk = led_away(record.talk, first).rewritten(first, new.id)
        for other in others:
            talk = talk.without(other)
        record = replace(record, talk=replace(talk, concern=talk.concern or concern is not None))
        talks.move_talk(tx, row["id"], row["version"], row["round_id"], record.seal(seal), self.now)
        correcting.reword(tx, seal, asked, self.wish_id, new, self.words, concern, self.now)


def what_is_said(reading: Reading, *, with_adult: bool) -> str:
    """Name the sentence that answers new words: never that the old ones are gone where an adult has them."""
    if intake.concern_of(reading) is not None:
        return "concern.kept"
    return "words.added" if with_adult else "words.changed"


def led_away(talk: Talk, wish_id: str) -> Talk:
    """Lead a talk that was about a wish's old words back to the question."""
    return talk.turned_from() if talk.at_hand == wish_id else talk


def record_of(seal: Seal, row: Row) -> Record:
    """Open what is kept of a talk."""
    return open_record(seal, row["id"], row["version"], row["state"])


def as_status(wish: Wish, number: int, speech: Speech, language: str) -> dict[str, Any]:
    """Tell what became of one wish, and what was answered, to whoever has the words alone.

    What is with an adult is «received» and no more, since others may have seen the words.
    """
    state = "not-a-wish" if wish.state in ("case", "held") else wish.state
    when = datetime.fromtimestamp(wish.received_at / 1000, UTC).astimezone(HERE)
    week = when.isocalendar().week
    status = speech.texts.say(f"status.{state}", language)
    return {"number": number, "week": week, "status": status, "answer": speech.show_answer(wish, language)}
