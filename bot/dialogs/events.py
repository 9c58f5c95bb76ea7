"""What can come in to a talk."""

from dataclasses import dataclass
from typing import Literal

Word = Literal["help", "stop", "erase", "mine", "language", "privacy"]
"""The words that work everywhere, by what they ask for."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the tagger made of a message: tags, tags to ask about, and whether somebody is not OK."""

    activities: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    is_wish: bool = True
    concern: str | None = None
    barriers: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Existing:
    """Something that is there already, in the words of the municipality's own list."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Entered:
    """The talk came to this step just now."""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody wrote something; `wish_id` is the id it gets if it is kept.

    `together` is what it says together with the wish at hand, where that can still be added to; `exists`
    what is there already of it, and `asks` what this round wants to know besides.
    """

    text: str
    understood: Understood
    wish_id: str
    together: Understood | None = None
    exists: Existing | None = None
    asks: tuple[str, ...] = ()
    officer: str = ""
    """Whom to ask about privacy in this municipality."""
    schools: tuple[str, ...] = ()
    """Its schools, where the round asks for the school."""


@dataclass(frozen=True, slots=True)
class Chose:
    """Somebody tapped one of the choices that were offered."""

    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody used a word that works everywhere."""

    word: Word
    officer: str = ""


Event = Entered | Said | Chose | Asked
EVENTS: tuple[type[Event], ...] = (Entered, Said, Chose, Asked)
