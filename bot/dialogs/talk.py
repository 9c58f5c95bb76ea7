"""A talk between two turns: a small frozen record that goes through JSON."""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from bot.dialogs.effects import Choice

START = "start"
ASK = "wish.ask"
CHANGE = "words.change"
"""Here the next words take the place of a wish that is kept."""


class UnreadableTalk(ValueError):
    """A kept talk is not of the shape that this version writes."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a conversation stands."""

    step: str = START
    language: str = "nb"
    offers: tuple[Choice, ...] = ()
    wishes: tuple[str, ...] = ()
    """The ids of what this talk has kept, oldest first."""
    at_hand: str = ""
    """The wish that the step at hand is about."""
    taken_as: tuple[str, ...] = ()
    """The activities that it was taken to be about."""
    likely: tuple[str, ...] = ()
    """The activities to choose among where that was wrong, likeliest first."""
    has_receipt: bool = False
    concern: bool = False
    """Somebody here may not be OK: nothing of it is ever shown again from a cookie."""

    def to_json(self) -> str:
        """Write the talk down."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, written: str) -> "Talk":
        """Read a talk as it was written down.

        >>> Talk.from_json(Talk(step="wish.ask", offers=(Choice("yes", "choice.yes"),)).to_json()).offers
        (Choice(value='yes', key='choice.yes'),)
        """
        try:
            kept = json.loads(written)
            return cls(**{field.name: _frozen(field.name, kept[field.name]) for field in fields(cls)})
        except (KeyError, TypeError, ValueError):
            raise UnreadableTalk("A kept talk could not be read.") from None

    def offers_choice(self, value: str) -> bool:
        """Tell whether a button with this value stands now."""
        return any(choice.value == value for choice in self.offers)

    def having(self, wish_id: str) -> "Talk":
        """Remember a wish that is kept."""
        return replace(self, wishes=(*self.wishes, wish_id))

    def without(self, wish_id: str) -> "Talk":
        """Forget an erased wish and its button; a step that was about it leads back to the question."""
        kept = tuple(each for each in self.wishes if each != wish_id)
        if self.at_hand == wish_id:
            return replace(self, step=ASK, wishes=kept, at_hand="", taken_as=(), likely=(), offers=())
        offers = tuple(choice for choice in self.offers if choice.value != wish_id)
        return replace(self, wishes=kept, offers=offers)

    def rewritten(self, wish_id: str, as_id: str) -> "Talk":
        """Remember a wish under the id of its new words, in the old one's place."""
        if wish_id not in self.wishes:
            return self.having(as_id)
        swapped = tuple(as_id if each == wish_id else each for each in self.wishes)
        offers = tuple(replace(each, value=as_id) if each.value == wish_id else each for each in self.offers)
        return replace(self, wishes=swapped, offers=offers)


def _frozen(name: str, value: Any) -> Any:
    if name == "offers":
        return tuple(Choice(**choice) for choice in value)
    return tuple(value) if isinstance(value, list) else value
