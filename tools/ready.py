"""Makes this machine ready for one purpose (run, check or test); every `make` target calls it first.

One rule: it starts, and speaks clearly, on any Python 3 there is, so nothing newer than Python 3.6 stands
here; what needs more waits in the rest of this room until the version is known.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec

OLDEST, FIRST_TOO_NEW = (3, 11), (3, 14)
OTHER_NAMES = ("python3.11", "python3.12", "python3.13")


def main() -> int:
    if not OLDEST <= sys.version_info[:2] < FIRST_TOO_NEW:
        return hand_over()
    if not has_venv():
        return refuse(
            "This Python ({}) came without its venv module. On Debian and Ubuntu: apt-get install "
            "python{}.{}-venv. Then run the same command again.".format(sys.executable, *sys.version_info[:2])
        )
    from tools.steps import make_ready

    return make_ready(sys.argv[1] if len(sys.argv) > 1 else "run")


def has_venv() -> bool:
    """Debian ships a venv that cannot make anything until ensurepip is installed beside it."""
    return bool(find_spec("venv") and find_spec("ensurepip"))


def hand_over() -> int:
    """Let a Python that fits do it instead, where this machine has one under another name."""
    for name in OTHER_NAMES:
        path = shutil.which(name)
        if path and answers(path):
            print("python3 is {}.{} here; using {} instead.".format(*sys.version_info[:2], path), flush=True)
            os.execv(path, [path, "-m", "tools.ready", *sys.argv[1:]])
    return refuse(
        "Ekko needs Python 3.11, 3.12 or 3.13; this is {}.{} ({}). Install one (Debian and Ubuntu: apt-get "
        "install python3.11 python3.11-venv), or name it: make run PYTHON=/path/to/python3.11".format(
            *sys.version_info[:2], sys.executable
        )
    )


def answers(path: str) -> bool:
    """A name on PATH may be a shim with no Python behind it."""
    command = [path, "-c", "import ensurepip, venv"]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
