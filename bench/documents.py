"""`python -m bench.documents [WISHES]`: how long a summary's files take, and the memory that they need.

One rule: each file is made in a process of its own, which has made none before, and then once more.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.pages import AT_ONCE, found, wish_some
from bot.wiring import TEXTS
from collector.desk import Desk
from collector.model import Staff
from collector.reports.paper.pdf import make_pdf
from collector.reports.paper.whole import make_paper
from collector.reports.paper.word import make_docx
from collector.reports.paper.words import Words
from collector.reports.rows import make_csv
from collector.reports.sheet import write_sheets
from collector.store import counts, rounds
from collector.store.front import Tx
from collector.store.opening import open_store
from collector.summary.listing import wishes_of
from collector.summary.slices import find_slice
from collector.summary.whole import sum_up
from collector.texts import read_catalogue

MANY = 100_000
PART = 0.65
"""So many of those that are made are approved."""
FORMS = ("pdf", "docx", "csv", "xlsx")
console = Console()


def main() -> None:
    """Fill a database, make each file in a process of its own, and print what it took."""
    if len(sys.argv) == 4 and sys.argv[1] in FORMS:
        print(json.dumps(measure(sys.argv[1], sys.argv[2])))
        return
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory(prefix="ekko-documents-") as name:
        address = f"sqlite://{Path(name) / 'ekko.db'}"
        approved = settle(address, many)
        table = Table(
            "file",
            "the first",
            "its processor time",
            "the next",
            "its processor time",
            "bytes",
            "memory before",
            "grown by",
        )
        for form in FORMS:
            told = json.loads(
                subprocess.check_output([sys.executable, "-m", __spec__.name, form, address, "-"])
            )
            table.add_row(
                form,
                *(f"{told[key]:,.2f} s" for key in ("first", "first_busy", "next", "next_busy")),
                f"{told['bytes']:,}",
                *(f"{told[key] / 1024:,.0f} MB" for key in ("before", "grown")),
            )
    console.print(f"{approved:,} approved wishes on SQLite")
    console.print(table)


def settle(address: str, many: int) -> int:
    """Let there be a round with about so many approved wishes; tell how many."""
    import asyncio

    kept: Counter[tuple[str, str]] = Counter()

    async def fill() -> None:
        store = open_store(address)
        asked = await store.write(found)
        made, drawn = int(many / PART), {"waiting": [], "every": []}  # type: ignore[var-annotated]
        for first in range(0, made, AT_ONCE):
            some = partial(wish_some, asked=asked, first=first, kept=kept, drawn=drawn)
            await store.write(partial(some, many=min(AT_ONCE, made - first)))
        await store.write(lambda tx: counts.add_figures(tx, asked.id, kept))
        store.close()

    asyncio.run(fill())
    return kept["state", "approved"]


def measure(form: str, address: str) -> dict[str, float]:
    """Make a file twice."""
    import asyncio

    store = open_store(address)
    before = memory()
    work = partial(make, form=form)
    first, busy, body = timed(lambda: asyncio.run(store.read(work)))
    again, busy_again, _ = timed(lambda: asyncio.run(store.read(work)))
    store.close()
    took = {"first": first, "first_busy": busy, "next": again, "next_busy": busy_again}
    return took | {"bytes": len(body), "before": before, "grown": memory() - before}


def make(tx: Tx, form: str) -> bytes:
    """Make a file as a leader gets it."""
    asked = rounds.find_round(tx, "glad-elg")
    assert asked is not None
    texts, here = read_catalogue(*TEXTS), asked.municipality
    desk = Desk(Staff("", here.id, "Kari", "leader"), here, "", "", 0)
    slice_ = find_slice(tx, desk, asked.code)
    summed = sum_up(tx, desk, slice_, "2026-11-22")
    paper, words = make_paper(summed, texts, "nb", here, "2026-11-22"), Words(texts, "nb")
    if form == "xlsx":
        out = BytesIO()
        write_sheets(out, paper, summed, words, wishes_of(tx, desk, slice_))
        return out.getvalue()
    others: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: make_pdf(paper, texts),
        "docx": lambda: make_docx(paper),
        "csv": lambda: make_csv(summed, words),
    }
    return others[form]()


def timed(do: Callable[[], Any]) -> tuple[float, float, Any]:
    """Do it, and tell how many seconds it took, and how many of the processor's."""
    began, busy = time.perf_counter(), time.process_time()
    done = do()
    return time.perf_counter() - began, time.process_time() - busy, done


def memory() -> int:
    """Tell the most memory that this process ever took, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
