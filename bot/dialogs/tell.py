"""Tells a wish: one open question, what was understood said back, one tap to correct it."""

from dataclasses import replace

from bot.dialogs.effects import ONLY, AddTo, Choice, Correct, Effect, GiveReceipt, Keep, MayShow, Offer, Say
from bot.dialogs.engine import Move, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said, Understood
from bot.dialogs.follow_ups import AFTER_A_WISH, SKIPPED, go_on, questions_about, without_details
from bot.dialogs.talk import Talk
from bot.dialogs.words import GOODBYE, GREETING, NO, SKIP, UNSURE, WHO_ARE_YOU, WHO_READS, YES, bare_words

MOST_CHOICES = 6
YES_CHOICE = Choice("yes", "choice.yes")
NO_CHOICE = Choice("no", "choice.no")
OTHER = Choice("other", "choice.other")
ENOUGH = Choice("enough", "choice.enough")
NO_WISH = (
    (UNSURE, "wish.unsure"),
    (GREETING, "wish.not_yet"),
    (WHO_READS, "welcome.who_reads"),
    (WHO_ARE_YOU, "welcome.machine"),
    (GOODBYE, "wish.enough"),
)
"""What is answered to words that are no wish, where they are these and nothing else."""
HEARD = ("wish.confirm", "wish.vague")
"""Where a talk may go when a wish was heard."""


@step("wish.ask", "wish.ask", "wish.enough", *HEARD)
def ask(talk: Talk, event: Event) -> Move:
    """Ask the one open question and keep what comes."""
    match event:
        case Entered() if talk.wishes:
            return stay(talk, Say("wish.more"), Offer((ENOUGH,)))
        case Entered():
            return stay(talk, Say("wish.ask"))
        case Chose(ENOUGH.value):
            return go(talk, "wish.enough")
        case Said(text) if talk.wishes and bare_words(text) in NO:
            return go(talk, "wish.enough")
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("wish.enough", "ask.learn", *HEARD)
def enough(talk: Talk, event: Event) -> Move:
    """Thank for it all; whoever thinks of something more just writes it."""
    match event:
        case Entered() if talk.is_to_be_asked_to_learn:
            return go(talk, "ask.learn")
        case Said():
            return hear_wish(talk, event)
    return stay(talk, Say("wish.enough"))


@step("wish.confirm", "wish.correct", *HEARD, *AFTER_A_WISH)
def confirm(talk: Talk, event: Event) -> Move:
    """Ask whether what was understood is right; words that are no answer are one wish more."""
    match event:
        case Entered():
            only = tuple(Choice(tag, ONLY) for tag in talk.taken_as if len(talk.taken_as) > 1)
            return stay(talk, Say("wish.understood", talk.taken_as), Offer((YES_CHOICE, *only, NO_CHOICE)))
        case Chose(YES_CHOICE.value):
            return go_on(talk, Say("wish.right"))
        case Chose(NO_CHOICE.value):
            return go(talk, "wish.correct")
        case Chose(tag):
            return go_on(talk, Correct(talk.at_hand, (tag,)), Say("wish.corrected", (tag,)))
        case Said(text) if bare_words(text) in YES:
            return go_on(talk, Say("wish.right"))
        case Said(text) if bare_words(text) in NO:
            return go(talk, "wish.correct")
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("wish.correct", *HEARD, *AFTER_A_WISH)
def correct(talk: Talk, event: Event) -> Move:
    """Let one tap say what the wish is about; «noe annet» leaves it to a grown-up."""
    match event:
        case Entered():
            likely = tuple(Choice(tag) for tag in talk.likely[:MOST_CHOICES])
            return stay(talk, Say("wish.what_then"), Offer((*likely, OTHER)))
        case Chose(OTHER.value):
            return go_on(talk, Correct(talk.at_hand, ()), Say("wish.leader_sorts"))
        case Chose(tag):
            return go_on(talk, Correct(talk.at_hand, (tag,)), Say("wish.corrected", (tag,)))
        case Said():
            return hear_wish(talk, event)
    return stay(talk)


@step("wish.vague", "wish.confirm", *AFTER_A_WISH)
def vague(talk: Talk, event: Event) -> Move:
    """Ask once, kindly, for a little more where nothing was understood."""
    match event:
        case Entered():
            return stay(talk, Say("wish.vague"), Offer((SKIPPED,)))
        case Said(text, together=together) if bare_words(text) not in SKIP | NO:
            return _more_of_it(talk, event, together)
    return go_on(without_details(talk), Say("wish.unsorted"))


def _more_of_it(talk: Talk, said: Said, together: Understood | None) -> Move:
    added = AddTo(talk.at_hand, said.wish_id, anew=True)
    found = together or said.understood
    if not found.activities:
        return go_on(talk, added, Say("wish.unsorted"))
    fuller = replace(said, understood=found)
    questions = questions_about(talk, fuller)
    talk = replace(_about(talk, found), exists=said.exists, questions=questions, schools=said.schools)
    return go(talk, "wish.confirm", added, Say("ask.noted"))


def hear_wish(talk: Talk, said: Said) -> Move:
    """Keep a wish, say so, and say back what it was taken to be."""
    if not said.understood.is_wish:
        return answer_no_wish(talk, said)
    kept: tuple[Effect, ...] = (Keep(said.wish_id), *may_show_too(talk, said), Say("wish.received"))
    kept += receipt_once(talk)
    talk = _about(replace(talk.having(said.wish_id), at_hand=said.wish_id), said.understood)
    questions = questions_about(talk, said)
    talk = replace(talk, exists=said.exists, questions=questions, schools=said.schools)
    talk = replace(talk, has_receipt=True, contact_for="", found_none=False)
    if not said.understood.activities:
        return go(talk, "wish.vague", *kept)
    return go(talk, "wish.confirm", *kept)


def _about(talk: Talk, understood: Understood) -> Talk:
    several = understood.activities if len(understood.activities) > 1 else ()
    return replace(talk, taken_as=understood.activities, likely=(*several, *understood.maybe))


def may_show_too(talk: Talk, said: Said) -> tuple[Effect, ...]:
    """What was allowed for all that is written here holds for this wish too."""
    return () if talk.may_show is None else (MayShow((said.wish_id,), talk.may_show),)


def receipt_once(talk: Talk) -> tuple[Effect, ...]:
    """Give the receipt with the first wish; later wishes stand on the same one."""
    return () if talk.has_receipt else (GiveReceipt(),)


def answer_no_wish(talk: Talk, said: Said) -> Move:
    """Answer a greeting, a question or a test kindly; it is kept, since a grown-up may see a wish in it."""
    answer = kind_answer(said.text)
    if answer == "wish.none" and talk.found_none:
        answer = "wish.none_again"
    talk = replace(talk.having(said.wish_id), found_none=answer.startswith("wish.none"))
    return stay(talk, Keep(said.wish_id), Say(answer))


def kind_answer(text: str) -> str:
    """Choose what is said to words that are no wish.

    >>> [kind_answer(text) for text in ("Hei!", "vet ikke...", "Hvem leser dette?", "æsj")]
    ['wish.not_yet', 'wish.unsure', 'welcome.who_reads', 'wish.none']
    """
    bare = bare_words(text)
    return next((key for words, key in NO_WISH if bare in words), "wish.none")
