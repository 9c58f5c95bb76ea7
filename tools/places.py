"""Where set-up puts things. One rule: everything stands inside the checkout and is gitignored."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS_VENV = ROOT / ".venv-tools"
PINNED = ROOT / "tools" / "pinned"
ASSETS = ROOT / "collector" / "web" / "assets"
BUILT = ASSETS / "built"
BUILT_FOR_TESTS = ROOT / "tests" / "machine" / "built"

# make may be called with .venv activated: what we build on is the Python below it, which outlives .venv.
BASE_PYTHON: str = getattr(sys, "_base_executable", sys.executable)
