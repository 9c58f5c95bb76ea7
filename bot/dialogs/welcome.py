"""The first words of every talk, and its end."""

from bot.dialogs.effects import Choice, Offer, Say
from bot.dialogs.engine import Move, go, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.talk import START, Talk
from bot.dialogs.tell import HEARD, hear_wish


@step(START, "wish.ask")
def start(talk: Talk, event: Event) -> Move:
    """Say what this is before anybody can write: a machine, who reads, no names, not for emergencies."""
    return go(
        talk,
        "wish.ask",
        Say("welcome.machine"),
        Say("welcome.not_emergency"),
        Say("welcome.who_reads"),
        Say("welcome.names"),
    )


@step("stopped", "wish.ask", *HEARD)
def stopped(talk: Talk, event: Event) -> Move:
    """Rest; a tap begins again, and so does a wish: nothing that is said is lost."""
    match event:
        case Entered():
            return stay(talk, Say("stop.stopped"), Offer((Choice("again", "choice.again"),)))
        case Chose():
            return go(talk, "wish.ask")
        case Said():
            return hear_wish(talk, event)
    return stay(talk)
