"""Every path through the conversations: those that the program has, and those that transcripts take.

One rule: the program's own are found by walking it, so that a new step, button or text is a new path.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import pytest

import bot.dialogs.engine
import bot.transcript
from bot.dialogs.book import BOOK
from bot.dialogs.effects import Effect, Say
from bot.dialogs.engine import Book, Move, Step
from bot.dialogs.events import Asked, Chose, Entered, Event, Existing, Said, Understood
from bot.dialogs.follow_ups import ADDING, ASKABLE
from bot.dialogs.schools import MOST_BUTTONS
from bot.dialogs.talk import Talk
from bot.dialogs.words import WORDS, word_asked_for
from collector.model import ASKS
from tests.dialogs.play import HERE, play_file

MOST_WISHES = 2
ROUNDS = ((), ASKS, ASKABLE)
"""What rounds ask: nothing, what they ask until somebody chooses, and everything."""
THERE = Existing("e1", "Sjakklubben. Onsdager.")
SCHOOLS = (("Fjordvik skole", "Vika skole"), tuple(f"Skole {n}" for n in range(MOST_BUTTONS + 1)))
"""Few, with a button each; and too many for that."""
SAID = (
    ("fjorvik skule", Understood()),
    ("sjakk", Understood(("tabletop",))),
    ("sjakk og dans", Understood(("tabletop", "dance"))),
    ("noe annet", Understood(maybe=("dance",))),
    ("noe", Understood()),
    ("hei", Understood(is_wish=False)),
    ("det er ikke bra", Understood(concern="concern")),
    ("ring 900 12 345", Understood()),
    *((words, Understood()) for words in ("ja", "nei", "hopp over", "nei takk")),
)


@dataclass
class Taken:
    """The paths that were taken: arrows from step to step, buttons that were tapped, texts that were said."""

    paths: set[str] = field(default_factory=set)

    @property
    def book(self) -> Book:
        """The program's own conversations, which write down here what is done in them."""
        steps = map(self._watched, BOOK.steps.values())
        return WatchedBook(steps, self._watched(BOOK.everywhere), self._watched(BOOK.concern), self)

    def note(self, talk: Talk, event: Event, effects: Iterable[Effect]) -> None:
        keys = [choice.key or "(a tag)" for choice in talk.offers]
        if isinstance(event, Chose) and talk.offers_choice(event.value):
            tapped = next(choice for choice in talk.offers if choice.value == event.value)
            self.paths.add(f"{talk.step}: the button {keys[talk.offers.index(tapped)]}")
        self.paths |= {f"the text {effect.key}" for effect in effects if isinstance(effect, Say)}

    def _watched(self, step: Step) -> Step:
        def hear(talk: Talk, event: Event) -> Move:
            move = step.hear(talk, event)
            if move.to:
                self.paths.add(f"{step.name} -> {move.to}")
            return move

        return replace(step, hear=hear)


class WatchedBook(Book):
    """A book that is watched while it is walked through."""

    def __init__(self, steps: Iterable[Step], everywhere: Step, concern: Step, taken: Taken) -> None:
        super().__init__(steps, everywhere, concern)
        self._taken = taken

    def turn(self, talk: Talk, event: Event) -> tuple[Talk, tuple[Effect, ...]]:
        moved, effects = super().turn(talk, event)
        self._taken.note(talk, event, effects)
        return moved, effects


def paths_of_the_program() -> set[str]:
    """Walk everywhere that one can come with a wish or two."""
    taken = Taken()
    with pytest.MonkeyPatch.context() as patched:  # the same few words are said everywhere
        patched.setattr(bot.dialogs.engine, "word_asked_for", cache(word_asked_for))
        walk(taken.book)
    return taken.paths


def walk(book: Book) -> None:
    """Do all that can be done wherever it leads, once at each place."""
    seen: set[object] = set()
    waiting = deque(book.turn(Talk(asks_to_learn=asks), Entered())[0] for asks in (False, True))
    while waiting:
        talk = waiting.popleft()
        if (place := place_of(talk)) in seen or len(talk.wishes) > MOST_WISHES:
            continue
        seen.add(place)
        waiting.extend(book.turn(talk, event)[0] for event in events_for(talk))


def events_for(talk: Talk) -> Iterator[Event]:
    """Name all that somebody may do next."""
    yield Chose("no-such-button")
    yield from (Chose(choice.value) for choice in talk.offers)
    yield from (Asked(word) for word in WORDS)
    wish_id = next(each for each in ("w1", "w2", "w3") if each not in talk.wishes)
    for words, understood in SAID:
        together = understood if talk.step in ADDING else None
        rounds = ROUNDS if understood.activities else ROUNDS[1:2]
        for asks in rounds:
            there = THERE if asks is ASKABLE else None
            for schools in SCHOOLS if asks is ASKABLE and not talk.school else ((),):
                yield Said(words, understood, wish_id, together, there, asks, schools=schools)


def place_of(talk: Talk) -> object:
    """Name where a talk stands, by all that tells where it may go from there."""
    buttons = {choice.key for choice in talk.offers}
    about = (bool(talk.at_hand), len(talk.wishes), talk.questions, bool(talk.exists))
    asked = (
        talk.may_show is None,
        talk.asks_to_learn,
        talk.may_learn,
        bool(talk.age),
        bool(talk.school),
        len(talk.schools),
        talk.concern,
        bool(talk.contact_for),
        talk.back,
    )
    return talk.step, frozenset(buttons), about, asked


def paths_taken(language: str) -> set[str]:
    """Play all the transcripts of a language."""
    taken = Taken()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bot.transcript, "BOOK", taken.book)
        for path in sorted(HERE.glob(f"*-{language}.txt")):
            play_file(path)
    return taken.paths
