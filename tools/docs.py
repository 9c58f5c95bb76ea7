"""Writes the pages of docs/ that are made from the code: run by `make docs`, checked by the tests."""

import sys
from collections.abc import Callable

from tools.pages import fallback
from tools.pages.commands import commands
from tools.pages.conversations import conversations
from tools.pages.roles import roles
from tools.pages.settings import settings
from tools.pages.tables import tables
from tools.places import ROOT

DOCS = ROOT / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "conversations.md": conversations,
    "roles.md": roles,
    "settings.md": settings,
    "tables.md": tables,
    "machine/nede.html": fallback.down,
    "machine/for-mye.html": fallback.too_large,
}


def old_pages() -> list[str]:
    """Name the pages that say something else than the code."""
    return [name for name, make in PAGES.items() if _written(name) != make()]


def main() -> int:
    """Write every page; with --check only tell which are old."""
    old = old_pages()
    if old and "--check" in sys.argv:
        print(f"These pages are older than the code: {', '.join(old)}. Run `make docs`.")
        return 1
    for name in old:
        (DOCS / name).write_text(PAGES[name](), "utf-8")
        print(f"docs/{name} is written anew.")
    return 0


def _written(name: str) -> str:
    page = DOCS / name
    return page.read_text("utf-8") if page.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
