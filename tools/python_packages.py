"""The .venv with exactly the packages that uv.lock names.

One rule: `make run` leaves out the packages that only developers need, but never takes them away again.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

from tools import stamp
from tools.commands import run
from tools.places import BASE_PYTHON, PINNED, ROOT, TOOLS_VENV, VENV

ADVICE = (
    "Nothing is broken: fix the cause and run the same command again. It is most often the network (a proxy: "
    "set HTTPS_PROXY; a mirror: pip's and uv's own settings are respected) or a full disk (2 GB are needed)."
)
FOR_RUNNING, FOR_ALL = VENV / ".ready-for-running", VENV / ".ready-for-all"


class PythonPackages:
    name = "Python packages"

    def __init__(self, developing: bool) -> None:
        self.developing = developing
        self.key = stamp.key_of(ROOT / "uv.lock", what_installing_reads(), Path(__file__))

    def is_ready(self) -> bool:
        enough = [FOR_ALL] if self.developing else [FOR_ALL, FOR_RUNNING]
        return (VENV / "bin" / "python").exists() and any(stamp.is_fresh(one, self.key) for one in enough)

    def make_ready(self) -> str:
        if _was_moved_here():
            shutil.rmtree(VENV)
        choice = ["--all-groups"] if self.developing else ["--no-dev", "--inexact"]
        fixed = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_HTTP_TIMEOUT": "180"}
        command = [str(uv()), "sync", "--locked", "--extra", "meaning", "--python", BASE_PYTHON, *choice]
        run(command, ADVICE, extra=fixed)
        stamp.put(FOR_ALL if self.developing else FOR_RUNNING, self.key)
        return ""


def what_installing_reads() -> str:
    """The part of pyproject.toml that matters here: a new lint rule is no reason to install anything."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tables = [project.get(name) for name in ("project", "dependency-groups", "build-system")]
    return json.dumps([*tables, *(project.get("tool", {}).get(name) for name in ("hatch", "uv"))])


def uv() -> Path:
    """The pinned uv, in a small environment of its own, from where this machine's pip gets its packages."""
    return in_tools_venv("uv.txt") / "bin" / "uv"


def in_tools_venv(pinned: str) -> Path:
    """Install one pinned list into .venv-tools, once."""
    wanted = PINNED / pinned
    done, key = TOOLS_VENV / f".ready-{wanted.stem}", stamp.key_of(wanted)
    if not stamp.is_fresh(done, key):
        python = TOOLS_VENV / "bin" / "python"
        if not python.exists():
            run([BASE_PYTHON, "-m", "venv", "--clear", TOOLS_VENV], ADVICE)
        # --only-binary: a wheel or a clear failure, never half an hour of compiling.
        pip: list[str | Path] = [
            python,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--only-binary=:all:",
        ]
        run([*pip, "--require-hashes", "-r", wanted], ADVICE)
        stamp.put(done, key)
    return TOOLS_VENV


def _was_moved_here() -> bool:
    """A .venv that was copied or moved along with its folder still starts the programs of the old place."""
    script = VENV / "bin" / "ekko"
    return script.is_file() and str(VENV).encode() not in script.read_bytes()[:600]
