"""One turn of a talk: hear, read, step, keep, perform. The only caller of the dialogs.

One rule: a turn is one transaction. The event's key, the wishes, the talk's new state and the messages on
their way out are kept together or not at all, and an event that came before changes nothing.
"""

from dataclasses import replace
from functools import partial

from bot.dialogs.book import BOOK
from bot.dialogs.effects import AddTo, Keep, Reword, Say
from bot.dialogs.events import Chose, Entered, Event, Existing, Said
from bot.dialogs.talk import Talk
from bot.dialogs.words import word_asked_for
from bot.heard import Words
from bot.metrics import Metrics
from bot.problems import Refused
from bot.readings import Readings
from bot.record import Line, Record, open_record
from bot.speech import Speech, View
from bot.turn import Came, Deliver, Heard, Turn
from bot.understanding import understood
from collector import finding, intake, messengers
from collector.catalogue import find_answer
from collector.here import day_of
from collector.ids import new_id, new_secret
from collector.learning import ONLY_WITH_A_YES
from collector.model import Answer, Clock, Round, Wish
from collector.sealing import Seal
from collector.signpost import signpost_in
from collector.store import answers, catalogue, municipalities, own_tags, parts, rounds, talks, wishes
from collector.store.catalogue import Entry
from collector.store.front import AlreadyThere, Row, Store, StoreBusy, Tx
from nlp.clean import clean
from nlp.reader import Reader

LONGEST = 4000
"""More than so many characters is no wish that anybody can answer; the words stay in the box."""
TRIES = 8
STALE = ""
"""What a button from an earlier turn chooses: nothing, so that the dialog says so kindly."""
BUSY = "This talk is very busy; the same message can be sent again."


class Host:
    """Takes turns for every channel."""

    def __init__(self, store: Store, seal: Seal, reader: Reader, speech: Speech, clock: Clock) -> None:
        self.store = store
        self.seal = seal
        self.reader = reader
        self.readings = Readings(reader)
        self.speech = speech
        self.clock = clock
        self.metrics = Metrics()

    async def turn(
        self, came: Came, *, link: str = "", whole: bool = False, deliver: Deliver | None = None
    ) -> View:
        """Take one turn and answer, when it is on disk, with what was said in it or with the `whole` talk."""
        with self.metrics.turn(came.channel):
            return await self._take(came, link, deliver, whole=whole)

    async def _take(self, came: Came, link: str, deliver: Deliver | None, *, whole: bool) -> View:
        for _ in range(TRIES):
            heard = await self.store.read(lambda tx: self._hear(tx, came))
            if heard.seen_turn is not None:
                shown = heard.record.shown(heard.seen_turn, whole=whole)
                since = 0 if whole else None
                return await self._view(heard.asked, shown, link, since)
            words = await self.readings.read(heard.record, self._words(came))
            words = words.without(heard.elsewhere) if heard.elsewhere else words
            if words.hurried:
                self.metrics.was_hurried()
            turn = self._step(as_offered(came, heard), heard, words, await self._exists(heard, words))
            try:
                keep = partial(turn.keep, link=link, whole=whole, deliver=deliver)
                return await self.store.write(keep, erases=turn.erases)
            except AlreadyThere:
                continue  # the same event, or another turn of this talk, was kept meanwhile: hear again
        raise StoreBusy(BUSY)

    async def look(self, came: Came, *, link: str = "") -> View | None:
        """Show a talk as it stands; what was said when somebody was not OK is not shown again."""
        heard = await self.store.read(lambda tx: self._hear(tx, came))
        if heard.is_new:
            return None
        record = heard.record
        if record.talk.concern:
            offers = record.talk.offers if record.talk.asks_how_to_reach else ()
            record = replace(record, lines=lines_of_concern(record), talk=replace(record.talk, offers=offers))
        return await self._view(heard.asked, record, link, since=0)

    async def news(self, came: Came, since: int) -> View | None:
        """Show what was answered in a talk after the answer with this number, and nothing else of it."""
        heard = await self.store.read(lambda tx: self._hear(tx, came))
        if heard.is_new:
            return None
        return await self._view(heard.asked, replace(heard.record, lines=()), "", since)

    async def talk_of(self, came: Came) -> str | None:
        """Name the talk of whoever came, if there is one."""
        heard = await self.store.read(lambda tx: self._hear(tx, came))
        return None if heard.is_new else heard.record.id

    async def leave(self, came: Came) -> None:
        """Let go of a talk on a shared screen: from now on only the receipt opens it."""

        def leave(tx: Tx) -> None:
            asked = rounds.find_round(tx, came.round_code)
            if asked is not None:
                talks.leave_talk(tx, self._who(came, asked), self.seal.fingerprint(new_secret()))

        await self.store.write(leave)

    async def _view(self, asked: Round, record: Record, link: str, since: int | None) -> View:
        """Put a record into words, with the answers after the one with this number, or without any."""

        def look(tx: Tx) -> tuple[list[Wish], list[Answer]]:
            said = answers.answers_of_talk(tx, record.id, since) if since is not None else []
            shows = record.shows_wishes or said
            return wishes.wishes_of_talk(tx, record.id) if shows else [], said

        mine, said = await self.store.read(look)
        return replace(self.speech.view(record, mine, said, link=link, asked=asked), asked=asked)

    def opening(self, language: str, asked: Round | None = None) -> View:
        """Show what a talk begins with, before anything is kept or any cookie set."""
        return replace(self.speech.view(begin("", "", language, asked), (), asked=asked), asked=asked)

    def opening_words(self, asked: Round, language: str) -> list[str]:
        """Say what young people meet first in a round, for whoever makes it and wants to see it."""
        if asked.kind == "class":
            return self.speech.class_opening(asked, language)
        return [bubble.text for bubble in self.opening(language, asked).bubbles]

    def refuse_if_closed(self, asked: Round) -> None:
        """Take nothing for a round that is over, or for a municipality that may not open yet."""
        self.refuse_if_shut(asked)
        if not asked.is_open(self.clock()):
            raise Refused("refused.closed")

    def refuse_if_shut(self, asked: Round) -> None:
        """Keep no new word for a municipality that may not open yet."""
        if not asked.municipality.takes_wishes:
            raise Refused("refused.shut")

    def refuse_alone(self, asked: Round) -> None:
        """Take nothing either where each class answers as one, with a code of its own."""
        self.refuse_if_closed(asked)
        if asked.kind == "class":
            raise Refused("refused.class")

    async def wishes_behind(self, receipt: str) -> list[Wish] | None:
        """List what stands behind a receipt, or None where there is no such receipt."""

        def look(tx: Tx) -> list[Wish] | None:
            row = finding.by_link(tx, self.seal, receipt, self.clock())
            return wishes.wishes_of_talk(tx, row["id"]) if row else None

        return await self.store.write(look)

    async def erase_behind(self, receipt: str, wish_id: str) -> bool:
        """Erase one wish for whoever holds the receipt, and tell whether it was there."""
        found = await self.wishes_behind(receipt)
        if found is None or wish_id not in {wish.id for wish in found}:
            return False  # clearing up after an erasure is too dear for whoever only guesses
        for _ in range(TRIES):
            try:
                return await self.store.write(partial(self._erase, receipt, wish_id), erases=True)
            except AlreadyThere:
                continue  # a turn of this talk was kept meanwhile: look again
        raise StoreBusy(BUSY)

    def _erase(self, receipt: str, wish_id: str, tx: Tx) -> bool:
        """Erase a wish from its talk's own lines too."""
        row = talks.find_by_receipt(tx, self.seal.fingerprint(receipt))
        if row is None:
            return False
        record = open_record(self.seal, row["id"], row["version"], row["state"])
        for each in parts.ids_with(tx, wish_id):
            record = record.without(each)
        state, now = record.seal(self.seal), self.clock()
        talks.move_talk(tx, row["id"], row["version"], row["round_id"], state, now)
        return intake.erase(tx, wish_id, row["id"], now)

    def _hear(self, tx: Tx, came: Came) -> Heard:
        asked = rounds.find_round(tx, came.round_code)
        if asked is None:
            raise Refused("refused.no_round")
        row = talks.find_talk(tx, self._who(came, asked))
        if came.stays and row is not None and row["round_id"] != asked.id:
            asked = rounds.find_by_id(tx, row["round_id"]) or asked
        seen = talks.turn_of(tx, came.key)
        record = self._record(tx, row, came, asked)
        if seen is not None and (row is None or seen["talk_id"] != row["id"]):
            raise Refused("refused.again")  # it is kept, in a talk that this sender has left
        if seen is not None:
            return Heard(asked, record, False, seen["turn"])
        asks_for_privacy = word_asked_for(came.said or "") == "privacy"
        officer = signpost_in(tx, asked.municipality).officer if asks_for_privacy else ""
        asks_school = "school" in asked.asks and not record.talk.school
        known = municipalities.list_of(tx, asked.municipality.id, "schools") if asks_school else ()
        schools = tuple(str(each["name"]) for each in known)
        elsewhere = own_tags.not_given_here(tx, asked.municipality.id)
        is_on = messengers.is_on(tx, asked.municipality.id, came.channel)
        return Heard(asked, record, row is None, None, officer, schools, is_on, elsewhere)

    def _who(self, came: Came, asked: Round) -> str:
        return self.seal.pseudonym(asked.municipality.id, f"{came.channel}:{came.who}")

    def _record(self, tx: Tx, row: Row | None, came: Came, asked: Round) -> Record:
        asks = came.channel == ONLY_WITH_A_YES
        if row is None:
            begun = begin(new_id(self.clock()), new_secret(), came.language, asked)
            return replace(begun, talk=replace(begun.talk, asks_to_learn=asks))
        record = open_record(self.seal, row["id"], row["version"], row["state"])
        talk = record.talk.as_split(parts.ids_of_talk(tx, row["id"]))
        return replace(record, talk=replace(talk, languages=asked.languages, asks_to_learn=asks))

    async def _exists(self, heard: Heard, words: Words) -> Entry | None:
        """Look up what is there already of a wish."""
        said = words.together or words
        wanted = tuple(said.reading.activities) if said.reading else ()
        if not wanted:
            return None
        here, today = heard.asked.municipality.id, day_of(self.clock())
        entries = await self.store.read(lambda tx: catalogue.entries_of(tx, here))
        return find_answer(entries, wanted, today)

    def _step(self, came: Came, heard: Heard, words: Words, exists: Entry | None) -> Turn:
        now = self.clock()
        event = self._event(came, heard, words, exists, new_id(now))
        talk, effects = BOOK.turn(heard.record.talk, event)
        if heard.is_new or any(isinstance(effect, Keep | AddTo) for effect in effects):
            if not heard.is_on:
                raise Refused("telegram.off")
            self.refuse_alone(heard.asked)  # who talked here before still sees, erases and gets help
        elif any(isinstance(effect, Reword) for effect in effects):
            self.refuse_if_shut(heard.asked)  # and corrects her own words, also when the round is over
        who = self._who(came, heard.asked)
        return Turn(self.seal, self.speech, who, came, heard, words, talk, effects, now)

    def _words(self, came: Came) -> str:
        words = clean(came.said or "")
        if came.chose is None and not words:
            raise Refused("refused.empty")
        if len(words) > LONGEST:
            raise Refused("refused.too_long")
        return words if came.chose is None else ""

    def _event(self, came: Came, heard: Heard, words: Words, exists: Entry | None, wish_id: str) -> Event:
        if came.chose is not None or words.reading is None:
            return Chose(came.chose or "")
        both = words.together.reading if words.together else None
        return Said(
            words.raw,
            understood(words.reading),
            wish_id,
            together=understood(both) if both else None,
            exists=Existing(exists.id, exists.text) if exists else None,
            asks=heard.asked.asks,
            officer=heard.officer,
            schools=heard.schools,
        )


def as_offered(came: Came, heard: Heard) -> Came:
    """Let a button from an earlier turn choose nothing: it may mean something else by now."""
    is_old = came.offered is not None and came.offered != heard.record.version
    return replace(came, chose=STALE, offered=None) if is_old else came


def lines_of_concern(record: Record) -> tuple[Line, ...]:
    """Show a talk with a concern anew: the card, and the question that stands: nobody answers it unaware."""
    talk = record.talk
    question = (Line("bot", 0, talk.step),) if talk.asks_how_to_reach else ()
    return Line("card", record.version), Line("bot", 0, "concern.not_shown"), *question


def begin(talk_id: str, receipt: str, language: str, asked: Round | None = None) -> Record:
    """Begin a talk: its first words are said before anybody can write."""
    if asked is not None:
        talk = Talk(language=asked.language_for(language), languages=asked.languages)
    else:
        talk = Talk(language=language)
    talk, effects = BOOK.turn(talk, Entered())
    lines = tuple(Line("bot", 0, effect.key) for effect in effects if isinstance(effect, Say))
    return Record(talk_id, talk, receipt, 0, lines)
