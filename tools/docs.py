"""Writes the pages of docs/ that are made from the code: run by `make docs`, checked by the tests."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def conversations() -> str:
    """Draw the conversations."""
    from bot.dialogs.book import BOOK
    from bot.dialogs.drawing import draw

    return (
        "# The conversations\n\n"
        "Made from `bot/dialogs/` by `make docs`; do not edit. Words like «hjelp» and «slett» work in\n"
        "every step: they start from `everywhere`, and what leads nowhere stays where it is.\n\n"
        f"```mermaid\n{draw(BOOK)}```\n"
    )


PAGES = {"conversations.md": conversations}


def main() -> int:
    """Write every page; with --check only tell which are old."""
    old = []
    for name, make in PAGES.items():
        page, text = ROOT / "docs" / name, make()
        if not page.exists() or page.read_text("utf-8") != text:
            old.append(name)
            if "--check" not in sys.argv:
                page.write_text(text, "utf-8")
    if old and "--check" in sys.argv:
        print(f"These pages are older than the code: {', '.join(old)}. Run `make docs`.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
