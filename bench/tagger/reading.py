"""`ekko tag` as somebody would run it: how soon it is ready, how fast it goes, what memory it holds.

The one rule: training is not part of it, so the model is made ready once before anything is timed. Rates are
by the processor's time, as in the other table.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.tagger.asking import ONE_THREAD
from bench.tagger.peers import ROOT, NotHereError
from bench.tagger.talk import peak

_LOOK_EACH = 0.01  # seconds
_PATIENCE = 600


class Run(NamedTuple):
    """One run of the command, from start to end: by the clock, and what the processor worked."""

    seconds: float
    worked: float
    peak: float


def read_rows(folder: Path, texts: Sequence[str], few: int) -> list[list[str]]:
    """The rows of the table: the fast reader on all texts, both readers on a few."""
    rows = []
    for name, words, some, goal in (
        ("ekko tag --fast", ("--fast",), texts, "1,500"),
        ("ekko tag", (), texts[:few], "100"),
    ):
        tag(folder, words, texts[:1])  # trains where nothing is kept yet
        first, whole = tag(folder, words, texts[:1]), tag(folder, words, some)
        rate = (len(some) - 1) / (whole.worked - first.worked)
        limit = "300" if words else "400"
        rows += [
            [f"{name}: texts a second ({len(some):,})", f"{rate:,.0f}", goal],
            [
                f"{name}: one text, from start to end",
                f"{first.seconds:.2f} s (worked {first.worked:.2f} s)",
                "2 s",
            ],
            [f"{name}: peak memory", f"{whole.peak:.0f} MB", f"{limit} MB"],
        ]
    return rows


def tag(folder: Path, words: Sequence[str], texts: Sequence[str]) -> Run:
    """Run the command once, from file to file, and look at its memory all the while."""
    asked = folder / "texts"
    asked.write_text("".join(" ".join(text.split()) + "\n" for text in texts), encoding="utf-8")
    env = {**os.environ, **ONE_THREAD, "EKKO_DATA": str(folder / "data")}
    most, began, before = 0.0, time.perf_counter(), _worked()
    with asked.open("rb") as into, (folder / "told").open("wb") as out, (folder / "said").open("wb") as aside:
        command = [sys.executable, "-m", "bot", "tag", *words]
        process = subprocess.Popen(command, stdin=into, stdout=out, stderr=aside, cwd=ROOT, env=env)
        try:
            while process.poll() is None and time.perf_counter() < began + _PATIENCE:
                most = max(most, peak(process.pid), 0.0)
                time.sleep(_LOOK_EACH)
            seconds = time.perf_counter() - began
        finally:
            process.kill()
            process.wait()
    if process.returncode != 0 or (folder / "told").read_bytes().count(b"\n") != len(texts):
        raise NotHereError("`ekko tag` did not answer every line.")
    return Run(seconds, _worked() - before, most)


def _worked() -> float:
    """What the processor has worked for programs that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
