"""Draws the conversations from the code, as Mermaid, so that the drawing is never old."""

from bot.dialogs.engine import Book
from bot.dialogs.talk import START


def draw(book: Book) -> str:
    """Draw every step and where it may lead; the words that work everywhere start from «everywhere»,
    and what follows a help card from «concern»."""
    lines = ["stateDiagram-v2", f"    [*] --> {_name(START)}"]
    for step in (*book.steps.values(), book.everywhere, book.concern):
        lines += [f"    {_name(step.name)} --> {_name(goal)}" for goal in sorted(step.leads_to)]
    return "\n".join(lines) + "\n"


def _name(step: str) -> str:
    return step.replace(".", "_")
