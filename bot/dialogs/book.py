"""The one book of conversations: every step there is, and the words that work in all of them."""

from dataclasses import replace

from bot.dialogs import contact, follow_ups, learn, mine, reword, schools, tell, welcome
from bot.dialogs.effects import Choice, Offer, Say, ShowHelpCard
from bot.dialogs.engine import Book, Move, go, stay, step
from bot.dialogs.events import Asked, Chose, Entered, Event, Said
from bot.dialogs.talk import SPOKEN, Talk

__all__ = ["BOOK", "SPOKEN"]


@step("everywhere", "stopped", "mine.choose", "mine.sure", "language.choose")
def everywhere(talk: Talk, event: Event) -> Move:
    """Answer the words that work in every state."""
    match event:
        case Asked("help"):
            return stay(talk, ShowHelpCard())
        case Asked("privacy", officer):
            ask = (Say("place.ask_officer", about=officer),) if officer else ()
            taught = (Say("learn.how_to_take_back"),) if talk.may_learn else ()
            return stay(talk, Say("privacy.what_we_keep"), Say("privacy.your_choice"), *taught, *ask)
        case Asked("stop"):
            return go(talk, "stopped")
        case Asked("erase") if len(talk.wishes) == 1:
            return go(mine.pick(talk, talk.wishes[0]), "mine.sure")
        case Asked("language"):
            return go(talk, "language.choose")
    return go(talk, "mine.choose")


@step("language.choose", "wish.ask", "contact.offer", *tell.HEARD)
def choose_language(talk: Talk, event: Event) -> Move:
    """Let one tap change the language of all that follows."""
    match event:
        case Entered():
            choices = tuple(Choice(language, f"language.own.{language}") for language in talk.languages)
            return stay(talk, Say("language.which"), Offer(choices))
        case Chose(language):
            there = "contact.offer" if talk.contact_for else "wish.ask"
            return go(replace(talk, language=language), there, Say("language.changed"))
        case Said():
            return tell.hear_wish(talk, event)
    return stay(talk)


BOOK = Book(
    (
        welcome.start,
        tell.ask,
        tell.confirm,
        tell.correct,
        tell.vague,
        tell.enough,
        *follow_ups.STEPS,
        schools.school,
        learn.learn,
        mine.choose,
        mine.sure,
        mine.sure_of_all,
        reword.which,
        reword.change,
        choose_language,
        contact.offer,
        contact.write,
        welcome.stopped,
    ),
    everywhere,
    contact.concern,
)
