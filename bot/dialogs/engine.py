"""Moves a talk one event on: every step and what holds for all of them.

One rule: a step may only lead where it declared that it leads, so that the drawing of a conversation
is made from the code and is never old.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.dialogs.effects import Effect, Offer, Say, ShowHelpCard
from bot.dialogs.events import Asked, Chose, Entered, Event, Said
from bot.dialogs.talk import Talk
from bot.dialogs.words import word_asked_for

MAX_HOPS = 8
"""A talk may pass through so many steps in one turn; more is a circle, and a fault of ours."""


class BrokenDialog(Exception):
    """A dialog does what it must not: found by the tests, never by a young person."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a step answers: the talk as it now is, where it goes (None: nowhere), and what goes out."""

    talk: Talk
    to: str | None
    effects: tuple[Effect, ...] = ()


Hear = Callable[[Talk, Event], Move]


@dataclass(frozen=True, slots=True)
class Step:
    """A named place in a conversation."""

    name: str
    hear: Hear
    leads_to: frozenset[str]


def step(name: str, *leads_to: str) -> Callable[[Hear], Step]:
    """Make a step of a function and declare where it may lead; staying is always allowed."""
    return lambda hear: Step(name, hear, frozenset(leads_to))


def stay(talk: Talk, *effects: Effect) -> Move:
    """Remain in the step at hand."""
    return Move(talk, None, effects)


def go(talk: Talk, to: str, *effects: Effect) -> Move:
    """Go on to a step, which then hears that it was entered; to the same one to ask it all anew."""
    return Move(talk, to, effects)


class Book:
    """All the steps, the words that work in each of them, and what follows a help card."""

    def __init__(self, steps: Iterable[Step], everywhere: Step, concern: Step) -> None:
        self.steps: Mapping[str, Step] = {each.name: each for each in steps}
        self.everywhere = everywhere
        self.concern = concern

    def turn(self, talk: Talk, event: Event) -> tuple[Talk, tuple[Effect, ...]]:
        """Move a talk one event on; the same talk and event always give the same answer."""
        moved, effects = self._turn(replace(talk, card_due=False), event)
        if talk.card_due and ShowHelpCard() not in effects:
            effects = (ShowHelpCard(), *effects)
        return moved, effects

    def _turn(self, talk: Talk, event: Event) -> tuple[Talk, tuple[Effect, ...]]:
        if isinstance(event, Said) and (word := word_asked_for(event.text)):
            event = Asked(word, event.officer)
        if isinstance(event, Said) and event.understood.concern:
            worried = replace(talk, concern=True, questions=())  # nothing more is asked now
            moved, effects = self._walk(self.concern, worried, event)
            return _settle(talk, moved, (ShowHelpCard(), *effects))
        before: tuple[Effect, ...] = ()
        if isinstance(event, Chose) and not talk.offers_choice(event.value):
            before, event = (Say("choice.gone"),), Entered()
        ruling = self.everywhere if isinstance(event, Asked) else self._at(talk)
        moved, effects = self._walk(ruling, talk, event)
        return _settle(talk, moved, before + effects)

    def _at(self, talk: Talk) -> Step:
        return self.steps.get(talk.step) or self.steps["wish.ask"]

    def _walk(self, ruling: Step, talk: Talk, event: Event) -> tuple[Talk, tuple[Effect, ...]]:
        effects: tuple[Effect, ...] = ()
        for _ in range(MAX_HOPS):
            move = ruling.hear(talk, event)
            effects += move.effects
            if move.to is None:
                return move.talk, effects
            if move.to not in ruling.leads_to:
                raise BrokenDialog(f"{ruling.name} leads to {move.to} without saying so")
            talk, event, ruling = replace(move.talk, step=move.to), Entered(), self.steps[move.to]
        raise BrokenDialog(f"{ruling.name} goes in a circle")


def _settle(before: Talk, talk: Talk, effects: tuple[Effect, ...]) -> tuple[Talk, tuple[Effect, ...]]:
    """Let the newest buttons stand; without new ones the old ones stand until their step is left."""
    offered = [effect.choices for effect in effects if isinstance(effect, Offer)]
    old = before.offers if talk.step == before.step else ()
    return replace(talk, offers=offered[-1] if offered else old), effects
