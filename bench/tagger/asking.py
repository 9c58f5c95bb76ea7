"""Asks one peer, in a process of its own that gets one thread, and waits no longer than it is worth."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.tagger.material import Material, lesson
from bench.tagger.peers import ROOT, NotHereError
from bench.tagger.talk import Scores

PATIENCE = 900
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
     "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1",
)  # fmt: skip


class Heard(NamedTuple):
    """What a peer said of each text, and what it took."""

    seconds: float
    scores: list[Scores]
    ms: list[float]
    peak: float


def ask(command: Sequence[str], texts: Material) -> Heard:
    """Let a peer learn, then score what is held back: first to choose, then to judge."""
    with tempfile.TemporaryDirectory() as name:
        asked, told, said = (Path(name) / part for part in ("asked", "told", "said"))
        asked.write_text("\n".join(lines(texts)) + "\n", encoding="utf-8")
        with asked.open("rb") as into, told.open("wb") as out, said.open("wb") as aside:
            try:
                subprocess.run(
                    command,
                    check=True,
                    stdin=into,
                    stdout=out,
                    stderr=aside,
                    cwd=ROOT,
                    timeout=PATIENCE,
                    env={**os.environ, **ONE_THREAD},
                )
            except subprocess.TimeoutExpired:
                raise NotHereError(f"was not done after {PATIENCE} s") from None
            except subprocess.CalledProcessError as ended:
                why = _last(said) if ended.returncode > 0 else f"by signal {-ended.returncode}"
                raise NotHereError(f"ended with an error: {why}") from None
        return heard(told.read_text(encoding="utf-8").splitlines())


def lines(texts: Material) -> Iterable[str]:
    """What goes in: the lessons, then one line for each text."""
    first = {part: [lesson(one) for one in getattr(texts, part)] for part in ("learnt", "choose")}
    yield json.dumps({"lessons": first["learnt"], "choose": first["choose"]})
    for example in (*texts.choose, *texts.judge):
        yield json.dumps({"text": example.text})


def heard(told: Sequence[str]) -> Heard:
    """What came out: seconds, one line for each text, memory; what a library said in between is left."""
    first, *answers, last = [json.loads(line) for line in told if line.startswith("{")]
    return Heard(
        first["seconds"], [one["scores"] for one in answers], [one["ms"] for one in answers], last["peak"]
    )


def _last(said: Path) -> str:
    """The last thing a program said before it ended; what it learnt is made up, so it names nobody."""
    spoken = said.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip()[:150] for line in reversed(spoken) if line.strip()), "it said nothing")
