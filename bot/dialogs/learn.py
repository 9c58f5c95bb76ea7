"""Asks once, at the end, whether the tagger may learn of what is written, where it may not without a yes.

One rule: silence is no yes, and a yes can be taken back with «mine ønsker».
"""

from dataclasses import replace

from bot.dialogs.effects import Choice, MayLearn, Offer, Say
from bot.dialogs.engine import Move, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.talk import Talk
from bot.dialogs.tell import HEARD, hear_wish
from bot.dialogs.words import NO, NO_THANKS, SKIP, YES, YES_PLEASE, bare_words

MAY = Choice("may-learn", "learn.yes")
MAY_NOT = Choice("not-learn", "learn.no")
TAKE_BACK = Choice("take-back-learning", "learn.take_back")


@step("ask.learn", "wish.enough", *HEARD)
def learn(talk: Talk, event: Event) -> Move:
    """Ask, and take any answer; words that are none are a wish."""
    match event:
        case Entered():
            return stay(talk, Say("learn.ask"), Offer((MAY, MAY_NOT)))
        case Chose(MAY.value):
            return _note(talk, True)
        case Chose():
            return _note(talk, False)
        case Said(text) if bare_words(text) in YES | YES_PLEASE:
            return _note(talk, True)
        case Said(text) if bare_words(text) in NO | NO_THANKS | SKIP:
            return _note(talk, False)
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


def _note(talk: Talk, may: bool) -> Move:
    said = "learn.thanks" if may else "learn.not"
    return go(replace(talk, may_learn=may), "wish.enough", MayLearn(may), Say(said))
