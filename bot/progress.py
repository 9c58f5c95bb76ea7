"""Shows how far something long has come: a bar where somebody watches, a line at each quarter elsewhere.

One rule: it is only shown; what it shows decides nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Tell = Callable[[int, int], None]


@contextmanager
def shown(console: Console, what: str) -> Iterator[Tell]:
    """Show it while it goes on."""
    if not console.is_terminal:
        yield _lines(console, what)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _lines(console: Console, what: str) -> Tell:
    told = -1

    def tell(done: int, whole: int) -> None:
        nonlocal told
        quarter = 4 * done // whole if whole else 4
        if quarter > told:
            told = quarter
            console.print(f"{what}: {done:,} of {whole:,}", highlight=False)

    return tell
