"""docs/conversations.md: every step of every talk, and where it may lead."""

from bot.dialogs.book import BOOK
from bot.dialogs.drawing import draw


def conversations() -> str:
    """Draw the conversations."""
    return (
        "# The conversations\n\n"
        "Made from `bot/dialogs/` by `make docs`; do not edit. Words like «hjelp» and «slett» work in\n"
        "every step: they start from `everywhere`, and what leads nowhere stays where it is.\n\n"
        f"```mermaid\n{draw(BOOK)}```\n"
    )
