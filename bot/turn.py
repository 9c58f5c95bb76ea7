"""A turn that was thought through: what it keeps, in one transaction, and what is shown of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.dialogs.effects import (
    AddTo,
    Correct,
    Describe,
    Effect,
    Erase,
    Fits,
    GiveReceipt,
    Keep,
    KeepContact,
    MayLearn,
    MayShow,
    OfAge,
    OfSchool,
    Reword,
    Say,
    ShowHelpCard,
    ShowMine,
)
from bot.dialogs.talk import Talk
from bot.dialogs.tell import correct
from bot.heard import Words
from bot.record import Line, Record
from bot.speech import NUMBERED, Speech, View
from collector import contacting, correcting, intake, routing
from collector.finding import print_of
from collector.ids import new_id
from collector.model import Round, Wish
from collector.receipt_words import check_word, draw
from collector.sealing import Seal
from collector.store import again, answers, catalogue, counts, outgoing, parts, talks, wishes
from collector.store.front import Tx
from nlp.reading import Reading


@dataclass(frozen=True, slots=True)
class Came:
    """What came in from a channel. `key` is the same each time the same thing is sent again."""

    key: str
    channel: str
    who: str
    round_code: str
    language: str = "nb"
    said: str | None = None
    chose: str | None = None
    handle: str | None = None
    offered: int | None = None
    """The turn that the button was offered in, where the channel knows it: an old one is known as old."""
    stays: bool = False
    """Whoever talks already stays in her own round; the code is only where a stranger begins."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known before a turn is taken."""

    asked: Round
    record: Record
    is_new: bool
    seen_turn: int | None
    officer: str = ""
    """Whom to ask about privacy here, where that was asked for."""
    schools: tuple[str, ...] = ()
    """Which schools there are here, where the round asks and the sender has not answered yet."""
    is_on: bool = True
    """Whether this municipality lets young people write on this channel."""
    elsewhere: frozenset[str] = frozenset()
    """The tags that the tagger knows and nobody gives here."""


Deliver = Callable[[View], list[str]]
"""How a channel that answers by itself writes a view as messages; what they mean is its own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was thought through and waits to be kept."""

    seal: Seal
    speech: Speech
    who: str
    came: Came
    heard: Heard
    words: Words
    talk: Talk
    effects: tuple[Effect, ...]
    now: int

    @property
    def erases(self) -> bool:
        """Tell whether it must leave nothing behind of something."""
        return any(isinstance(effect, Erase | Reword) for effect in self.effects)

    def keep(self, tx: Tx, link: str, whole: bool, deliver: Deliver | None) -> View:
        """Keep everything this turn did, in one transaction, and say what is to be shown."""
        if not self._may_still_add(tx):
            return self._as_its_own().keep(tx, link, whole, deliver)
        before = self.heard.record
        if self.heard.is_new:
            self._open_talk(tx)
        talks.add_turn(tx, self.came.key, before.id, before.version + 1, self.now)
        record = self._next_record(tx)
        talks.move_talk(tx, before.id, before.version, self.heard.asked.id, record.seal(self.seal), self.now)
        if self.came.handle is not None and not self.heard.is_new:
            talks.give_handle(tx, before.id, self.seal.seal(self.came.handle, handle_place(before.id)))
        for effect in self.effects:
            self._perform(tx, effect)
            if self.words.hurried and isinstance(effect, Keep | AddTo | Reword):
                again.read_again(tx, id_kept(effect))
        shown = record.shown(record.version, whole=whole)
        said = answers.answers_of_talk(tx, record.id) if whole else []
        mine = wishes.wishes_of_talk(tx, record.id) if shown.shows_wishes or said else []
        asked = self.heard.asked
        view = self.speech.view(shown, mine, said, link=link, asked=asked)
        view = replace(view, asked=asked, mends=self._mended(link) if self._mends else None)
        if deliver is not None:
            self._send(tx, view, deliver)
        return view

    def _may_still_add(self, tx: Tx) -> bool:
        """Tell whether words that add to a wish come before anybody has decided about it."""
        adds = [effect for effect in self.effects if isinstance(effect, AddTo)]
        return all(
            self.words.together is not None and intake.may_add_to(tx, effect.wish_id, self.heard.record.id)
            for effect in adds
        )

    def _as_its_own(self) -> "Turn":
        """The same turn, with the words kept as a wish of their own."""
        effects: tuple[Effect, ...] = ()
        talk = self.talk
        for effect in self.effects:
            effects += (Keep(effect.or_as),) if isinstance(effect, AddTo) else (effect,)
            if isinstance(effect, AddTo):
                talk = replace(talk.having(effect.or_as), at_hand=effect.or_as)
        return replace(self, effects=effects, talk=talk)

    @property
    def _mends(self) -> bool:
        """Tell whether a tap corrects what was understood, so that it may stand in the question's place."""
        corrects = any(isinstance(effect, Correct) for effect in self.effects)
        return self.came.offered is not None and (corrects or self.talk.step == correct.name)

    def _mended(self, link: str) -> View:
        """Show what stood above the question that was answered by a tap."""
        turn = self.came.offered or 0
        record = self.heard.record
        lines = [line for line in record.lines if line.turn == turn]
        above = replace(record, lines=tuple(lines[:-1]), talk=replace(record.talk, offers=()))
        return replace(self.speech.view(above, (), link=link, asked=self.heard.asked), turn=turn)

    def _open_talk(self, tx: Tx) -> None:
        asked, record = self.heard.asked, self.heard.record
        handle = self.came.handle
        talks.add_talk(
            tx,
            id=record.id,
            municipality_id=asked.municipality.id,
            round_id=asked.id,
            channel=self.came.channel,
            who=self.who,
            receipt=self.seal.fingerprint(record.receipt),
            handle=self.seal.seal(handle, handle_place(record.id)) if handle is not None else None,
            now=self.now,
        )

    def _next_record(self, tx: Tx) -> Record:
        before = self.heard.record
        turn = before.version + 1
        for effect in self.effects:
            if isinstance(effect, Reword):
                before = before.rewritten(parts.ids_with(tx, effect.wish_id)[0], effect.as_id)
            if isinstance(effect, GiveReceipt):
                before = self._with_words(tx, before)
        lines = (*before.lines, *lines_of(self.came, before.talk, self.words.raw, self.effects, turn))
        record = replace(before, talk=self.talk, version=turn, lines=lines)
        for effect in self.effects:
            if isinstance(effect, Erase):
                record = record.without(effect.wish_id)
            if isinstance(effect, Erase | Reword):
                for other in parts.ids_with(tx, effect.wish_id):
                    record = record if other == effect.wish_id else record.without(other)
        return record

    def _with_words(self, tx: Tx, record: Record) -> Record:
        """Draw the receipt's words; where somebody in this round has them, the whole turn is taken anew."""
        words, asked = draw(), self.heard.asked
        talks.give_words(tx, record.id, print_of(self.seal, asked.id, words))
        return replace(record, words=(*words, check_word(self.seal, words)), code=asked.code)

    def _perform(self, tx: Tx, effect: Effect) -> None:
        talk_id = self.heard.record.id
        match effect:
            case Keep(wish_id) if self.words.reading is not None:
                wish = self._wish(wish_id, self.words.reading)
                concern = intake.concern_of(self.words.reading)
                intake.receive(tx, self.seal, self.heard.asked, wish, self.words.raw, concern)
            case AddTo() if (both := self.words.together) is not None and both.reading is not None:
                intake.add_words(tx, self.seal, effect.wish_id, both.reading, both.raw, anew=effect.anew)
            case Reword(wish_id, as_id) if (reading := self.words.reading) is not None:
                wish, concern = self._wish(as_id, reading), intake.concern_of(reading)
                asked, raw = self.heard.asked, self.words.raw
                correcting.reword(tx, self.seal, asked, wish_id, wish, raw, concern, self.now)
            case KeepContact(wish_id):
                here = self.heard.asked.municipality.id
                level = intake.concern_of(self.words.reading) if self.words.reading else None
                contacting.keep(tx, self.seal, wish_id, here, self.words.raw, level, self.now)
            case Describe(wish_id, tag):
                intake.describe_by_sender(tx, wish_id, self.heard.record.id, tag)
            case Fits(wish_id, entry_id, fits):
                catalogue.note_fit(tx, wish_id, self.heard.record.id, entry_id, fits)
            case MayShow(wish_ids, may):
                for wish_id in wish_ids:
                    wishes.let_show(tx, wish_id, self.heard.record.id, may)
            case MayLearn(may):
                talks.let_learn(tx, self.heard.record.id, may)
            case OfAge(band):
                counts.move_talk(tx, talk_id, partial(talks.note_age, tx, talk_id, band))
                routing.route_talk(tx, talk_id, self.now)
            case OfSchool(name):
                counts.move_talk(tx, talk_id, partial(talks.note_school, tx, talk_id, name))
                routing.route_talk(tx, talk_id, self.now)
            case Correct(wish_id, activities):
                intake.correct_by_sender(tx, wish_id, self.heard.record.id, activities)
            case Erase(wish_id):
                intake.erase(tx, wish_id, self.heard.record.id, self.now)

    def _wish(self, wish_id: str, reading: Reading) -> Wish:
        asked, talk_id = self.heard.asked, self.heard.record.id
        return intake.make_wish(reading, wish_id, asked, talk_id, self.came.channel, self.now)

    def _send(self, tx: Tx, view: View, deliver: Deliver) -> None:
        talk_id = self.heard.record.id
        urgent = any(isinstance(effect, ShowHelpCard) for effect in self.effects)
        for place, body in enumerate(deliver(view)):
            outgoing.add_outgoing(
                tx,
                id=new_id(self.now),
                talk_id=talk_id,
                channel=self.came.channel,
                place=view.turn * 100 + place,
                urgent=outgoing.CARD if urgent else outgoing.REPLY,
                body=self.seal.seal(body, body_place(talk_id)),
                now=self.now,
            )


def lines_of(came: Came, before: Talk, words: str, effects: tuple[Effect, ...], turn: int) -> list[Line]:
    """Write a turn down as lines: what came in first, then what was answered."""
    kept = next((id_kept(effect) for effect in effects if isinstance(effect, Keep | AddTo | Reword)), "")
    chosen = next((each for each in before.offers if each.value == came.chose), None)
    lines = [Line("you", turn, words=words, wish=kept)] if words else []
    if not kept and any(isinstance(effect, KeepContact) for effect in effects):
        lines = [Line("you", turn, "contact.hidden")]  # for the duty adult alone, so not even on this screen
    if chosen is not None and chosen.key not in NUMBERED:
        lines.append(Line("you", turn, chosen.key, chosen.tags, words=chosen.about))
    for effect in effects:
        lines += lines_said(effect, turn)
    return lines


def id_kept(effect: Keep | AddTo | Reword) -> str:
    """Name the wish that was kept."""
    return effect.as_id if isinstance(effect, Reword) else effect.wish_id


def lines_said(effect: Effect, turn: int) -> list[Line]:
    """Write one effect down as the lines that somebody sees of it."""
    match effect:
        case Say(key, tags, about):
            return [Line("bot", turn, key, tags, words=about)]
        case ShowHelpCard():
            return [Line("card", turn)]
        case GiveReceipt():
            return [Line("receipt", turn)]
        case ShowMine(wish_ids):
            return [Line("mine", turn, wish=wish_id) for wish_id in wish_ids]
    return []


def handle_place(talk_id: str) -> str:
    """Name the place that a talk's reply handle is sealed for."""
    return f"talk.handle:{talk_id}"


def body_place(talk_id: str) -> str:
    """Name the place that a message on its way out is sealed for."""
    return f"outgoing.body:{talk_id}"
