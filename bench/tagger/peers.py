"""Who is asked: Ekko, and what others would use; and how each comes to this machine.

The one rule: a peer lives in an environment of its own, so that nothing of Ekko's changes for it.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_OLD_PYTHONS = ("python3.10", "python3.9", "python3.8")
_PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
_PATIENCE = 600


class NotHereError(Exception):
    """A peer that cannot be asked on this machine; the text says why and how to get it."""


class Peer(NamedTuple):
    """One row of the table; `ready` gives the command that starts it, or says why there is none."""

    key: str
    name: str
    ready: Callable[[], list[str]]


def ours(module: str, *words: str) -> Callable[[], list[str]]:
    """A child that runs with Ekko's own packages."""
    return lambda: [sys.executable, "-m", f"bench.tagger.children.{module}", *words]


def fasttext() -> list[str]:
    """FastText, in its own virtual environment."""
    wanted, python = HERE / "requirements.txt", HERE / ".venv" / "bin" / "python"
    get = "the bench installs bench/tagger/requirements.txt into bench/tagger/.venv; that failed"
    _once(
        HERE / ".venv",
        wanted,
        get,
        [sys.executable, "-m", "venv", HERE / ".venv"],
        [python, *_PIP, "--only-binary=:all:", "-r", wanted],
    )
    return [str(python), "-m", "bench.tagger.children.fasttext"]


def diet() -> list[str]:
    """Rasa, which asks for a Python older than Ekko's."""
    wanted, python = HERE / "diet.txt", HERE / ".venv-diet" / "bin" / "python"
    base = str(python) if python.exists() else _old_python()
    if base is None:
        raise NotHereError(
            "Rasa 3.6.21 (its last open release) refuses Python 3.11 and later; with a python3.10 on the "
            "PATH the bench installs bench/tagger/diet.txt into bench/tagger/.venv-diet"
        )
    get = "the bench installs bench/tagger/diet.txt into bench/tagger/.venv-diet; that failed"
    _once(
        HERE / ".venv-diet",
        wanted,
        get,
        [base, "-m", "venv", HERE / ".venv-diet"],
        [python, *_PIP, "-r", wanted],
    )
    return [str(python), "-m", "bench.tagger.children.diet"]


def nlpjs() -> list[str]:
    """NLP.js, with the machine's own Node."""
    folder, node, npm = HERE / "nlpjs", shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise NotHereError(
            "needs Node 20 or later with npm; then the bench runs `npm ci` in bench/tagger/nlpjs"
        )
    get = "the bench runs `npm ci` in bench/tagger/nlpjs; that failed"
    _once(
        folder / "node_modules",
        folder / "package-lock.json",
        get,
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder],
    )
    return [node, str(folder / "peer.js")]


PEERS = (
    Peer("keywords", "keyword list", ours("keywords")),
    Peer("fasttext", "fastText 0.9.2", fasttext),
    Peer("spacy", "spaCy textcat_multilabel (blank nb)", ours("spacy")),
    Peer("nlpjs", "NLP.js 4.27 (Norwegian)", nlpjs),
    Peer("diet", "Rasa DIET 3.6.21", diet),
    Peer("fast", "Ekko, the fast reader", ours("ekko", "fast")),
    Peer("both", "Ekko, both readers", ours("ekko", "both")),
)


def _once(folder: Path, wanted: Path, get: str, *commands: Sequence[str | Path]) -> None:
    """Install unless the folder was made from this very list before."""
    stamp, key = folder / ".made-from", wanted.read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == key:
        return
    for command in commands:
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        except (OSError, subprocess.SubprocessError):
            raise NotHereError(get) from None
    stamp.write_text(key, encoding="utf-8")


def _old_python() -> str | None:
    """A Python that Rasa runs on; one that is only a name on the PATH does not count."""
    for name in _OLD_PYTHONS:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None
