"""Lets somebody write a wish anew: the old words go, and the new ones are read as any wish is."""

from dataclasses import replace

from bot.dialogs.effects import Choice, Offer, Reword, Say, ShowMine
from bot.dialogs.engine import Move, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.mine import KEEP_ALL, NUMBERS, pick
from bot.dialogs.talk import CHANGE, Talk
from bot.dialogs.tell import HEARD, hear_wish, may_show_too
from bot.dialogs.words import NO, bare_words


@step("words.which", "words.change", "wish.ask", *HEARD)
def which(talk: Talk, event: Event) -> Move:
    """Ask which of several wishes is to be written anew."""
    match event:
        case Entered() if not talk.wishes:
            return go(talk, "wish.ask", Say("mine.none"))
        case Entered():
            picks = tuple(Choice(wish_id, "words.number") for wish_id in talk.wishes[-NUMBERS:])
            return stay(talk, Say("words.which"), Offer((*picks, KEEP_ALL)))
        case Chose(KEEP_ALL.value):
            return go(talk, "wish.ask", Say("mine.kept"))
        case Chose(wish_id):
            return go(pick(talk, wish_id), CHANGE)
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step(CHANGE, "wish.ask", "wish.confirm")
def change(talk: Talk, event: Event) -> Move:
    """Show the wish at hand and take what comes as its new words."""
    match event:
        case Entered():
            return stay(talk, Say("words.change"), ShowMine((talk.at_hand,)), Offer((KEEP_ALL,)))
        case Chose():
            return go(talk, "wish.ask", Say("mine.kept"))
        case Said(text) if bare_words(text) in NO:
            return go(talk, "wish.ask", Say("mine.kept"))
        case Said():
            return rewrite(talk, event)
    return stay(talk)


def rewrite(talk: Talk, said: Said) -> Move:
    """Put the new words in the old ones' place, and say back what they were taken to be.

    Where somebody may not be OK, the old words may be with an adult, and then they stay there: that is said.
    """
    understood = said.understood
    told = Say("words.added" if talk.concern else "words.changed")
    done = (Reword(talk.at_hand, said.wish_id), *may_show_too(talk, said), told)
    talk = replace(
        talk.rewritten(talk.at_hand, said.wish_id),
        at_hand=said.wish_id,
        taken_as=understood.activities,
        likely=(*understood.maybe, *understood.activities),
        questions=(),
    )
    if not understood.is_wish or not understood.activities:
        return go(talk, "wish.ask", *done)
    return go(talk, "wish.confirm", *done)
