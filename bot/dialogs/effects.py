"""What can go out of a talk: things to say, and things for the host to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """Say the text with this key; `tags` fill its {tags}."""

    key: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: its label is the text `key`, or the name of the tag in `value` where there is no key."""

    value: str
    key: str = ""


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
class Correct:
    """Let these be the activities of a wish, by the word of the one who wished."""

    wish_id: str
    activities: tuple[str, ...]


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


Effect = Say | Offer | ShowHelpCard | Keep | Correct | Reword | Erase | ShowMine | GiveReceipt
