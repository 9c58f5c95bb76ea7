"""One Telegram message on its way out, as the outbox keeps it. Nothing here needs aiogram."""

import json
from dataclasses import dataclass

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Message:
    """One message on its way out: plain text with buttons under it."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """Write the message down for the outbox."""
        return json.dumps({"text": self.text, "buttons": self.buttons}, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Message":
        """Read a message as it was written down."""
        kept = json.loads(written)
        return cls(kept["text"], tuple((label, data) for label, data in kept["buttons"]))


def write_words(words: str) -> str:
    """Write plain words as a body.

    >>> write_words("Det skjer.")
    '{"text": "Det skjer.", "buttons": []}'
    """
    return Message(words).to_json()
