"""`python -m bench.review [FOLDER]`: a robot reviews the same forty wishes in Ekko, Label Studio and Potato.

In FOLDER each of the others stands in an environment of its own: `label-studio/` and `potato-annotation/`.
One rule: what the hands do is counted in the real page of each; how long a person reads is the same in all.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Page, async_playwright
from rich.console import Console
from rich.table import Table

from bench.review import in_ekko, in_label_studio, in_potato
from bench.review.hands import Hands
from bench.review.wishes import Judged, draw
from nlp.reader import Reader
from nlp.ready import ready
from tests.machine.browser import FLAGS
from tools.browser import HOW_TO_GET_ONE, find_browser

console = Console()
Review = Callable[[Page, Path, Path, list[Judged]], Awaitable[Hands]]
OTHERS: dict[str, Review] = {
    "Label Studio": in_label_studio.review_bare,
    "Label Studio, given Ekko's tags": in_label_studio.review_given,
    "Potato": in_potato.review,
}


def main() -> None:
    """Review in each, and print what the hands did."""
    others = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(prefix="ekko-review-") as name:
        reader = ready(Path(name) / "models")
        asyncio.run(compare(Path(name), others, reader))


async def compare(folder: Path, others: Path | None, reader: Reader) -> None:
    """Compare them all."""
    wishes = draw(reader)
    table = Table("in", "clicks", "keys", "actions a wish", "machine's seconds a wish")
    right = sum(wish.given == wish.about for wish in wishes)
    async with async_playwright() as playwright:
        path = find_browser()
        if path is None:
            raise SystemExit(HOW_TO_GET_ONE)
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = await (await browser.new_context(locale="nb-NO")).new_page()
        add(table, "Ekko", await in_ekko.review(page, folder, reader, wishes), len(wishes))
        for name, review in OTHERS.items() if others else ():
            page = await (await browser.new_context(viewport={"width": 1400, "height": 1000})).new_page()
            try:
                add(table, name, await review(page, others or folder, folder, wishes), len(wishes))
            except SystemExit as why:
                table.add_row(name, str(why))
        await browser.close()
    console.print(f"{len(wishes)} wishes; the tagger had {right} of them just right before anybody looked")
    console.print(table)


def add(table: Table, name: str, hands: Hands, many: int) -> None:
    """Write one line."""
    actions, seconds = f"{hands.actions / many:.1f}", f"{hands.seconds / many:.2f}"
    table.add_row(name, str(hands.clicks), str(hands.keys), actions, seconds)


if __name__ == "__main__":
    main()
