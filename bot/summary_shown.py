"""Shows a summary at the prompt: its figures as tables, its words as lines."""

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from collector.reports.paper.parts import Paper, Section
from collector.reports.printable import seen


def show(paper: Paper, console: Console) -> None:
    """Show it; every word as it stands, nothing of it read as a sign to the terminal."""
    console.print(f"\n[bold]{plain(paper.title)}[/bold]")
    console.print(plain(" · ".join(paper.under)), highlight=False)
    for mark in paper.marks:
        console.print(f"[italic]{plain(mark)}[/italic]", highlight=False)
    console.print(
        "   ".join(f"[bold]{plain(n)}[/bold] {plain(name)}" for name, n in paper.totals), highlight=False
    )
    in_short = [each for each in paper.first if each.points or each.said]
    for section in (*(each for each in paper.rest if each.tables or each.stories), *in_short):
        _show(section, console)


def _show(section: Section, console: Console) -> None:
    console.print(f"\n[bold]{plain(section.title)}[/bold]", highlight=False)
    for story in section.stories:
        cited = f" ({story.cites})" if story.cites else ""
        console.print(plain(f"{story.theme}: «{story.words}» – {story.by}{cited}"), highlight=False)
    for point in section.points:
        console.print(plain(f"• {point}"), highlight=False)
    if not section.tables:
        for line in section.said:
            console.print(plain(line), highlight=False)
    for each in section.tables:
        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for place, column in enumerate(each.columns):
            drawn.add_column(plain(column), justify="right" if place else "left")
        for row in each.rows:
            drawn.add_row(*(plain(cell) for cell in row))
        console.print(drawn)


def plain(words: str) -> str:
    """Make words that a terminal shows as words.

    >>> plain("[red]a\\x1b[2J")
    '\\\\[red]a[2J'
    """
    return escape(seen(words))
