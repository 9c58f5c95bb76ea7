"""Offers an adult to somebody who may not be OK, and takes how to reach her.

One rule: what she writes then is for the adult on duty alone; it is never a wish, and nobody promises when
it is read.
"""

import re
from dataclasses import replace

from bot.dialogs.effects import Choice, Effect, Keep, KeepContact, Offer, Reword, Say
from bot.dialogs.engine import Move, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.talk import ASK, CHANGE, Talk
from bot.dialogs.tell import HEARD, confirm, correct, hear_wish
from bot.dialogs.words import NO, NO_THANKS, YES, YES_PLEASE, bare_words

OFFER = Offer((Choice("contact", "contact.yes"), Choice("no-contact", "contact.no")))
SKIP = Offer((Choice("no-contact", "contact.skip"),))
"""Other values than the other questions' buttons have: a yes to those is no yes to this."""
WAY = re.compile(r"@|(?:\d[ .-]?){8}")
"""A mail address or a whole phone number: that is an answer, with or without a yes."""
CONFIRMS = frozenset({confirm.name, correct.name})


@step("concern", "contact.offer", "wish.ask", "wish.confirm")
def concern(talk: Talk, event: Event) -> Move:
    """Go on after the help card: keep what was said and offer an adult.

    Words that answer how to reach her are for the duty adult alone also when they show concern.
    """
    if not isinstance(event, Said) or is_an_answer(talk, event):
        return keep(talk)
    back = talk.back if talk.asks_how_to_reach else where_it_stood(talk)
    talk, kept = take_its_place(talk, event.wish_id)
    talk = replace(talk, contact_for=event.wish_id, back=back)
    return go(talk, "contact.offer", kept, Say("concern.kept"))


def take_its_place(talk: Talk, wish_id: str) -> tuple[Talk, Effect]:
    """Keep words of concern: in a wish's place, where its new words were asked for."""
    if talk.step != CHANGE:
        return talk.having(wish_id), Keep(wish_id)
    return talk.rewritten(talk.at_hand, wish_id), Reword(talk.at_hand, wish_id)


@step("contact.offer", "wish.ask", "contact.write", *HEARD)
def offer(talk: Talk, event: Event) -> Move:
    """Ask whether an adult should get in touch; words that are no answer are a wish."""
    match event:
        case Entered():
            return stay(talk, Say("contact.offer"), OFFER)
        case Chose("contact"):
            return go(talk, "contact.write")
        case Chose():
            return decline(talk)
        case Said(text) if bare_words(text) in YES | YES_PLEASE:
            return go(talk, "contact.write")
        case Said(text) if bare_words(text) in NO | NO_THANKS:
            return decline(talk)
        case Said() if tells_how(event):
            return keep(talk)
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("contact.write", "wish.ask", "wish.confirm")
def write(talk: Talk, event: Event) -> Move:
    """Say who will see it, and take what comes; a no or «hopp over» leaves it."""
    match event:
        case Entered():
            return stay(talk, Say("contact.who_sees"), Say("contact.write"), SKIP)
        case Chose():
            return decline(talk)
        case Said(text) if bare_words(text) in NO | NO_THANKS:
            return decline(talk)
        case Said():
            return keep(talk)
    return stay(talk)


def is_an_answer(talk: Talk, said: Said) -> bool:
    """Tell whether words that show concern once more say how to reach her, in a case that there is."""
    if not talk.contact_for:
        return False
    return talk.step == "contact.write" or (talk.step == "contact.offer" and tells_how(said))


def tells_how(said: Said) -> bool:
    """Tell whether an answer to the offer says how to be reached in the same breath.

    >>> from bot.dialogs.events import Understood
    >>> [tells_how(Said(text, Understood(), "w1")) for text in ("ring 900 12 345", "ja, på klubben", "kino")]
    [True, True, False]
    """
    first = bare_words(said.text).split(" ")[0].strip(",.")
    is_yes = first in YES and not said.understood.activities
    return is_yes or WAY.search(said.text) is not None


def keep(talk: Talk) -> Move:
    """Keep it for the duty adult; where the wish was erased meanwhile there is no case to keep it with."""
    if not talk.contact_for:
        return go(talk, talk.back, Say("contact.gone"))
    kept = KeepContact(talk.contact_for)
    return go(replace(talk, contact_for="", back=ASK), talk.back, kept, Say("contact.kept"))


def decline(talk: Talk) -> Move:
    """Take a no for a no."""
    return go(replace(talk, contact_for="", back=ASK), talk.back, Say("contact.declined"))


def where_it_stood(talk: Talk) -> str:
    """Name the step that the talk goes back to: the question whether a wish was understood, or for a wish."""
    return confirm.name if talk.step in CONFIRMS and talk.at_hand else ASK
