"""What can go out of a talk: things to say, and things for the host to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """Say the text with this key; `tags` fill its {tags}, and `about` its {about}."""

    key: str
    tags: tuple[str, ...] = ()
    about: str = ""


ONLY = "choice.only"
"""The text of a button that lets one tag of several stand: the one text of a button that names its tag."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: its label is the text `key`, or the name of the tag in `value` where there is no key."""

    value: str
    key: str = ""
    about: str = ""
    """What fills its {about}: a name, which is the same in every language."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tag that its label names."""
        return (self.value,) if self.key in ("", ONLY) else ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Show these buttons; they stand until others take their place or the step is left."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ShowHelpCard:
    """Show the fixed help card, before anything else."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep what was just said, under this id."""

    wish_id: str


@dataclass(frozen=True, slots=True)
class AddTo:
    """Add what was just said to a wish; keep it as one of its own, under this id, where that is too late.

    `anew` lets all of it say what the wish is about; else that stands as it was told or corrected.
    """

    wish_id: str
    or_as: str
    anew: bool = False


@dataclass(frozen=True, slots=True)
class KeepContact:
    """Keep what was just said, sealed and for the duty adult alone, as how to reach who wrote this wish."""

    wish_id: str


@dataclass(frozen=True, slots=True)
class Correct:
    """Let these be the activities of a wish, by the word of the one who wished."""

    wish_id: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Describe:
    """Let this barrier or form hold for a wish, by the word of the one who wished."""

    wish_id: str
    tag: str


@dataclass(frozen=True, slots=True)
class Fits:
    """Note whether something that exists already is what was wished for."""

    wish_id: str
    entry_id: str
    fits: bool


@dataclass(frozen=True, slots=True)
class MayShow:
    """Note whether the words of these wishes may be shown to others; a later word takes the place of it."""

    wish_ids: tuple[str, ...]
    may: bool


@dataclass(frozen=True, slots=True)
class MayLearn:
    """Note whether the tagger may learn of what is written here; a later word takes the place of it."""

    may: bool


@dataclass(frozen=True, slots=True)
class OfAge:
    """Note the age band of the one who talks."""

    band: str


@dataclass(frozen=True, slots=True)
class OfSchool:
    """Note the school of the one who talks."""

    name: str


@dataclass(frozen=True, slots=True)
class Reword:
    """Let what was just said, under this new id, take the place of a wish."""

    wish_id: str
    as_id: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase a wish for good."""

    wish_id: str


@dataclass(frozen=True, slots=True)
class ShowMine:
    """Show these wishes as they stand now, each with its status."""

    wish_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GiveReceipt:
    """Give the link by which this talk's wishes are seen and erased later."""


Effect = (
    Say
    | Offer
    | ShowHelpCard
    | Keep
    | AddTo
    | KeepContact
    | Correct
    | Describe
    | Fits
    | MayShow
    | MayLearn
    | OfAge
    | OfSchool
    | Reword
    | Erase
    | ShowMine
    | GiveReceipt
)
