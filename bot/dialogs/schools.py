"""Asks which school somebody goes to, among those that the municipality has recorded.

One rule: only the name of a recorded school is noted; whatever else is written belongs to the wish.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from bot.dialogs.effects import Choice, Offer, OfSchool, Say
from bot.dialogs.engine import Move, stay, step
from bot.dialogs.events import Chose, Entered, Event, Said
from bot.dialogs.follow_ups import AFTER_A_WISH, SKIPPED, add, go_on
from bot.dialogs.talk import Talk
from bot.dialogs.words import NO, SKIP, bare_words

MOST_BUTTONS = 12
"""Where there are more schools than this, it is quicker to write the name than to find its button."""
NEAR = 0.84
"""So alike a written name must be: «Fjorvik» is Fjordvik, «Lia» is not Lien."""
BY_PLACE = "school-"
"""What a button answers: this and the school's place in the list, since names can be long."""
IN_ANY_NAME = re.compile(
    r"(barne|ungdoms)?(skole|skule|school|skuvla)n?$|^(jeg|eg|går|på|at|og|barne|ungdoms|vgs)$"
)
"""What says that it is a school, or that somebody goes there, and not which."""


@step("ask.school", *AFTER_A_WISH)
def school(talk: Talk, event: Event) -> Move:
    """Ask which school, with a button for each where they are few."""
    match event:
        case Entered() if not talk.schools:
            return go_on(talk)
        case Entered() if len(talk.schools) > MOST_BUTTONS:
            return stay(talk, Say("ask.school.write"), Offer((SKIPPED,)))
        case Entered():
            return stay(talk, Say("ask.school"), Offer((*buttons(talk.schools), SKIPPED)))
        case Chose(SKIPPED.value):
            return go_on(replace(talk, school=SKIPPED.value))
        case Chose(value):
            return _note(talk, talk.schools[int(value.removeprefix(BY_PLACE))])
        case Said(text) if bare_words(text) in SKIP | NO:
            return go_on(replace(talk, school=SKIPPED.value), Say("ask.skipped"))
        case Said(text) if found := find_school(text, talk.schools):
            return _note(talk, found)
        case Said():
            return add(talk, event)
    return stay(talk)


def buttons(schools: Sequence[str]) -> tuple[Choice, ...]:
    """Make a button of each school."""
    return tuple(Choice(BY_PLACE + str(place), "choice.school", name) for place, name in enumerate(schools))


def find_school(text: str, schools: Sequence[str]) -> str | None:
    """Find the one school that was meant, written as people write it; None where it could be two or none.

    >>> find_school("går på fjorvik skule", ("Fjordvik skole", "Vika skole"))
    'Fjordvik skole'
    >>> find_school("en skatepark ved skolen", ("Fjordvik skole", "Vika skole"))
    """
    by_name: dict[str, list[str]] = {}
    for name in schools:
        by_name.setdefault(_core(name), []).append(name)
    near = get_close_matches(_core(text), by_name, n=2, cutoff=NEAR)
    found = by_name[near[0]] if near else []
    return found[0] if len(found) == 1 and len(near) == 1 else None


def _note(talk: Talk, name: str) -> Move:
    return go_on(replace(talk, school=name), OfSchool(name), Say("ask.noted"))


def _core(name: str) -> str:
    """Keep what tells a school from others.

    >>> _core("Fjordvik barne- og ungdomsskule"), _core("Lienskolen"), _core("eg går på Vika skule")
    ('fjordvik', 'lien', 'vika')
    """
    words = (IN_ANY_NAME.sub("", word) for word in re.findall(r"\w+", name.casefold()))
    return " ".join(filter(None, words)) or name.casefold().strip()
