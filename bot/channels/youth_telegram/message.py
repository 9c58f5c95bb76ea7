"""One Telegram message on its way out, as the outbox keeps it. Nothing here needs aiogram."""

import json
from dataclasses import dataclass

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Message:
    """One message on its way out: plain text with buttons under it."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    mends: int | None = None
    """The number of the message whose place it takes, where a choice corrects that one."""

    def to_json(self) -> str:
        """Write the message down for the outbox."""
        mends = {} if self.mends is None else {"mends": self.mends}
        return json.dumps({"text": self.text, "buttons": self.buttons} | mends, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Message":
        """Read a message as it was written down."""
        kept = json.loads(written)
        buttons = tuple((label, data) for label, data in kept["buttons"])
        return cls(kept["text"], buttons, kept.get("mends"))


def write_words(words: str) -> str:
    """Write plain words as a body.

    >>> write_words("Det skjer.")
    '{"text": "Det skjer.", "buttons": []}'
    """
    return Message(words).to_json()
