"""The tagger's first model, trained from the examples beside its code.

One rule: what it is made of decides whether it is made again, so a changed list or line of code is enough.
"""

from __future__ import annotations

from pathlib import Path

from tools import stamp
from tools.commands import run
from tools.places import ROOT, VENV

MADE = ROOT / ".models"
ADVICE = "Run the same command again; if it goes on, the lists in nlp/data are the first place to look."


class Tagger:
    name = "Tagger, trained from its examples (two or three minutes)"

    def __init__(self) -> None:
        made_of = [*(ROOT / "nlp").rglob("*.py"), *(ROOT / "nlp" / "data").rglob("*.tsv")]
        self.key = stamp.key_of(ROOT / "uv.lock", *sorted(made_of), Path(__file__))

    def is_ready(self) -> bool:
        return stamp.is_fresh(MADE / ".ready", self.key)

    def make_ready(self) -> str:
        run([VENV / "bin" / "python", "-m", "nlp.ready"], ADVICE)
        MADE.mkdir(exist_ok=True)
        stamp.put(MADE / ".ready", self.key)
        return ""
