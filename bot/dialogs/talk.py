"""A talk between two turns: a small frozen record that goes through JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.dialogs.effects import Choice
from bot.dialogs.events import Existing

START = "start"
ASK = "wish.ask"
SPOKEN = ("nb", "nn", "en")
"""Northern Sámi joins when a named native reader has approved it."""
NEVER_LACKING = ("step", "language", "offers", "wishes")
"""What every version wrote; the rest may be younger than a talk that is read."""
CHANGE = "words.change"
"""Here the next words take the place of a wish that is kept."""
WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class UnreadableTalk(ValueError):
    """A kept talk is not of the shape that this version writes."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a conversation stands."""

    step: str = START
    language: str = "nb"
    languages: tuple[str, ...] = SPOKEN
    """What it may go on in: the languages of its round."""
    offers: tuple[Choice, ...] = ()
    wishes: tuple[str, ...] = ()
    """The ids of what this talk has kept, oldest first."""
    at_hand: str = ""
    """The wish that the step at hand is about."""
    taken_as: tuple[str, ...] = ()
    """The activities that it was taken to be about."""
    likely: tuple[str, ...] = ()
    """The activities to choose among where that was wrong, likeliest first."""
    questions: tuple[str, ...] = ()
    """What is still to be asked about the wish at hand, by the end of its step's name."""
    exists: Existing | None = None
    """What is there already of what was wished for."""
    may_show: bool | None = None
    """Whether what is written here may be shown to others; None where nobody has asked yet."""
    asks_to_learn: bool = False
    """Whether the tagger may learn of what is written here only with a yes."""
    may_learn: bool | None = None
    """That yes or no; None where nobody has asked yet."""
    age: str = ""
    """The age band, or that the question was skipped."""
    school: str = ""
    """The school, or that the question was skipped."""
    schools: tuple[str, ...] = ()
    """The schools to choose among, where it is asked."""
    has_receipt: bool = False
    found_none: bool = False
    """The words before these were no wish either: the same answer is not given twice in a row."""
    concern: bool = False
    """Somebody here may not be OK: nothing of it is ever shown again from a cookie."""
    card_due: bool = False
    """It was noticed only after the turn; the card comes with the next one."""
    contact_for: str = ""
    """The wish whose sender is asked whether an adult should get in touch."""
    back: str = ASK
    """Where the talk goes on after that."""

    def to_json(self) -> str:
        """Write the talk down."""
        exists = by_name(self.exists) if self.exists else None
        kept = by_name(self) | {"offers": [by_name(each) for each in self.offers], "exists": exists}
        return WRITE(kept)

    @classmethod
    def from_json(cls, written: str) -> "Talk":
        """Read a talk as it was written down.

        >>> Talk.from_json(Talk(step="wish.ask", offers=(Choice("yes", "choice.yes"),)).to_json()).offers
        (Choice(value='yes', key='choice.yes', about=''),)
        """
        try:
            kept = json.loads(written)
            known = [field.name for field in fields(cls) if field.name in kept or field.name in NEVER_LACKING]
            return cls(**{name: _frozen(name, kept[name]) for name in known})
        except (KeyError, TypeError, ValueError):
            raise UnreadableTalk("A kept talk could not be read.") from None

    def offers_choice(self, value: str) -> bool:
        """Tell whether a button with this value stands now."""
        return any(choice.value == value for choice in self.offers)

    def having(self, wish_id: str) -> "Talk":
        """Remember a wish that is kept."""
        return replace(self, wishes=(*self.wishes, wish_id))

    @property
    def asks_how_to_reach(self) -> bool:
        """Tell whether what is said next may be how to reach somebody, which no leader must read."""
        return self.step.startswith("contact.")

    @property
    def is_to_be_asked_to_learn(self) -> bool:
        """Tell whether the question that is asked once, at the end, is still to be asked."""
        is_open = self.asks_to_learn and self.may_learn is None
        return is_open and bool(self.wishes) and not self.concern

    def without(self, wish_id: str) -> "Talk":
        """Forget an erased wish and its button; a step that was about it leads back to the question.

        Who is being asked how to be reached stays there: a number must not become a wish that leaders read.
        """
        kept = tuple(each for each in self.wishes if each != wish_id)
        offers = tuple(choice for choice in self.offers if choice.value != wish_id)
        talk = replace(self, wishes=kept, offers=offers)
        if not kept:  # who wished goes with the last of what she wished
            talk = replace(talk, age="", school="", may_learn=None)
        if talk.contact_for == wish_id:
            talk = replace(talk, contact_for="")
        if talk.at_hand != wish_id:
            return talk
        return talk.turned_from()

    def as_split(self, kept: Mapping[str, bool]) -> "Talk":
        """Remember the parts of what an adult split, and forget those that are one with their wish again.

        `kept` names every wish of this talk and tells which are parts.

        >>> Talk(wishes=("w1", "gone")).as_split({"w1": True, "w2": True, "w3": False}).wishes
        ('w1', 'w2')
        """
        talk = self
        for gone in (each for each in self.wishes if each not in kept):
            talk = talk.without(gone)
        more = tuple(each for each, is_part in kept.items() if is_part and each not in talk.wishes)
        return replace(talk, wishes=talk.wishes + more) if more else talk

    def turned_from(self) -> "Talk":
        """Turn from the wish at hand to the question, but not while asking how somebody can be reached."""
        talk = replace(self, at_hand="", taken_as=(), likely=(), questions=(), exists=None, back=ASK)
        return talk if talk.asks_how_to_reach else replace(talk, step=ASK, offers=())

    def rewritten(self, wish_id: str, as_id: str) -> "Talk":
        """Remember a wish under the id of its new words, in the old one's place."""
        if wish_id not in self.wishes:
            return self.having(as_id)
        swapped = tuple(as_id if each == wish_id else each for each in self.wishes)
        offers = tuple(replace(each, value=as_id) if each.value == wish_id else each for each in self.offers)
        reach = as_id if self.contact_for == wish_id else self.contact_for
        return replace(self, wishes=swapped, offers=offers, contact_for=reach)


def by_name(kept: Any) -> dict[str, Any]:
    """List the fields of a record by name, as it holds them: `asdict` copies each, which took 5 % of a turn.

    >>> by_name(Existing("e1", "Cosplay on Thursdays"))
    {'id': 'e1', 'text': 'Cosplay on Thursdays'}
    """
    return {name: getattr(kept, name) for name in kept.__slots__}


def _frozen(name: str, value: Any) -> Any:
    if name == "offers":
        return tuple(Choice(**choice) for choice in value)
    if name == "exists" and value is not None:
        return Existing(**value)
    return tuple(value) if isinstance(value, list) else value
