"""Lets somebody see and erase what she wrote, from inside the talk; `reword` lets her write it anew."""

from dataclasses import replace

from bot.dialogs.effects import Choice, Erase, MayLearn, MayShow, Offer, Say, ShowMine
from bot.dialogs.engine import Move, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.learn import TAKE_BACK
from bot.dialogs.talk import Talk
from bot.dialogs.tell import HEARD, hear_wish
from bot.dialogs.words import NO, YES, bare_words

KEEP_ALL = Choice("keep", "choice.keep")
DO_NOT_SHOW = Choice("do-not-show", "choice.do_not_show")
ERASE_ALL = Choice("all", "choice.erase_all")
REWORD = Choice("reword", "words.choice")
NUMBERS = 20
"""So many of the newest wishes can be picked by a button; the receipt's page lists all of them."""


@step("mine.choose", "mine.sure", "mine.all", "words.which", "words.change", "wish.ask", *HEARD)
def choose(talk: Talk, event: Event) -> Move:
    """Show what this talk has kept and let one of it be picked, for erasing or to be written anew."""
    match event:
        case Entered() if not talk.wishes:
            return go(talk, "wish.ask", Say("mine.none"))
        case Entered():
            newest = talk.wishes[-NUMBERS:]
            picks = tuple(Choice(wish_id, "choice.erase_this") for wish_id in newest)
            back: tuple[Choice, ...] = (DO_NOT_SHOW,) if talk.may_show else ()
            back += (TAKE_BACK,) if talk.may_learn else ()
            picks += (ERASE_ALL,) if len(talk.wishes) > 1 else ()
            return stay(talk, Say("mine.these"), ShowMine(newest), Offer((*picks, REWORD, *back, KEEP_ALL)))
        case Chose(KEEP_ALL.value):
            return go(talk, "wish.ask")
        case Chose(DO_NOT_SHOW.value):
            taken_back = replace(talk, may_show=False)
            return go(taken_back, "wish.ask", MayShow(talk.wishes, False), Say("ask.show.not"))
        case Chose(TAKE_BACK.value):
            return go(replace(talk, may_learn=False), "wish.ask", MayLearn(False), Say("learn.taken_back"))
        case Chose(ERASE_ALL.value):
            return go(talk, "mine.all")
        case Chose(REWORD.value) if len(talk.wishes) == 1:
            return go(pick(talk, talk.wishes[0]), "words.change")
        case Chose(REWORD.value):
            return go(talk, "words.which")
        case Chose(wish_id):
            return go(pick(talk, wish_id), "mine.sure")
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("mine.sure", "wish.ask", *HEARD)
def sure(talk: Talk, event: Event) -> Move:
    """Show what would be erased, and erase it only after a yes."""
    match event:
        case Entered():
            buttons = Offer((Choice("erase", "choice.erase"), KEEP_ALL))
            return stay(talk, Say("mine.sure"), ShowMine((talk.at_hand,)), buttons)
        case Chose("erase"):
            return erase(talk, (talk.at_hand,))
        case Chose():
            return go(talk, "wish.ask", Say("mine.kept"))
        case Said(text) if bare_words(text) in YES:
            return erase(talk, (talk.at_hand,))
        case Said(text) if bare_words(text) in NO:
            return go(talk, "wish.ask", Say("mine.kept"))
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("mine.all", "wish.ask", *HEARD)
def sure_of_all(talk: Talk, event: Event) -> Move:
    """Erase all that was written in this talk, only after a yes."""
    match event:
        case Entered():
            return stay(talk, Say("mine.all"), Offer((Choice("erase", "choice.erase"), KEEP_ALL)))
        case Chose("erase"):
            return erase(talk, talk.wishes)
        case Chose():
            return go(talk, "wish.ask", Say("mine.kept"))
        case Said(text) if bare_words(text) in YES:
            return erase(talk, talk.wishes)
        case Said(text) if bare_words(text) in NO:
            return go(talk, "wish.ask", Say("mine.kept"))
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


def erase(talk: Talk, wish_ids: tuple[str, ...]) -> Move:
    """Erase these wishes, for good."""
    for wish_id in wish_ids:
        talk = talk.without(wish_id)
    return go(talk, "wish.ask", *map(Erase, wish_ids), Say("mine.erased"))


def pick(talk: Talk, wish_id: str) -> Talk:
    """Take one wish in hand."""
    return replace(talk, at_hand=wish_id)
