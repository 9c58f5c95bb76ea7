"""Tells a wish: one open question, what was understood said back, one tap to correct it."""

from dataclasses import replace

from bot.dialogs.effects import Choice, Correct, Effect, GiveReceipt, Keep, Offer, Say
from bot.dialogs.engine import Move, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.talk import Talk
from bot.dialogs.words import NO, YES, bare_words

MOST_CHOICES = 6
YES_OR_NO = Offer((Choice("yes", "choice.yes"), Choice("no", "choice.no")))
OTHER = Choice("other", "choice.other")


@step("wish.ask", "wish.ask", "wish.confirm")
def ask(talk: Talk, event: Event) -> Move:
    """Ask the one open question and keep what comes."""
    match event:
        case Entered():
            return stay(talk, Say("wish.more" if talk.wishes else "wish.ask"))
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("wish.confirm", "wish.ask", "wish.confirm", "wish.correct")
def confirm(talk: Talk, event: Event) -> Move:
    """Ask whether what was understood is right; words that are no answer are one wish more."""
    match event:
        case Entered():
            return stay(talk, Say("wish.understood", talk.taken_as), YES_OR_NO)
        case Chose("yes"):
            return go(talk, "wish.ask", Say("wish.right"))
        case Chose("no"):
            return go(talk, "wish.correct")
        case Said(text) if bare_words(text) in YES:
            return go(talk, "wish.ask", Say("wish.right"))
        case Said(text) if bare_words(text) in NO:
            return go(talk, "wish.correct")
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("wish.correct", "wish.ask", "wish.confirm")
def correct(talk: Talk, event: Event) -> Move:
    """Let one tap say what the wish is about; «noe annet» leaves it to a grown-up."""
    match event:
        case Entered():
            likely = tuple(Choice(tag) for tag in talk.likely[:MOST_CHOICES])
            return stay(talk, Say("wish.what_then"), Offer((*likely, OTHER)))
        case Chose(OTHER.value):
            return go(talk, "wish.ask", Correct(talk.at_hand, ()), Say("wish.leader_sorts"))
        case Chose(tag):
            return go(talk, "wish.ask", Correct(talk.at_hand, (tag,)), Say("wish.corrected", (tag,)))
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


def hear_wish(talk: Talk, said: Said) -> Move:
    """Keep a wish, say so, and say back what it was taken to be."""
    understood = said.understood
    if not understood.is_wish:
        return answer_no_wish(talk, said)
    kept: tuple[Effect, ...] = (Keep(said.wish_id), Say("wish.received"), *receipt_once(talk))
    talk = replace(
        talk.having(said.wish_id),
        at_hand=said.wish_id,
        taken_as=understood.activities,
        likely=(*understood.maybe, *understood.activities),
        has_receipt=True,
        contact_for="",
    )
    if not understood.activities:
        return go(talk, "wish.ask", *kept, Say("wish.unsorted"))
    return go(talk, "wish.confirm", *kept)


def receipt_once(talk: Talk) -> tuple[Effect, ...]:
    """Give the receipt with the first wish; later wishes stand on the same one."""
    return () if talk.has_receipt else (GiveReceipt(),)


def answer_no_wish(talk: Talk, said: Said) -> Move:
    """Answer a greeting or a test kindly; it is kept, since a grown-up may see a wish in it."""
    return stay(talk.having(said.wish_id), Keep(said.wish_id), Say("wish.not_yet"))
