"""Finds nginx and Caddy for the tests of docs/machine, or fetches them from Debian's packages.

One rule: nothing is installed and nothing started; a package is fetched and unpacked beside the other tools.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from tools.commands import NotReady, answer_of, run
from tools.places import TOOLS_VENV

UNPACKED = TOOLS_VENV / "web-servers"
NAMES = ("nginx", "caddy")
VERSION = {"nginx": "-v", "caddy": "version"}
PLACES = ("usr/sbin", "usr/bin")
FETCH = 'cd "$1" && apt-get --quiet download "$2" && dpkg --extract "$2"_*.deb .'
HOW_TO_GET_ONE = (
    "No {name} was found, so what is written for it is not tried (and fails where CI is set). To get it: "
    "apt-get install {name} (Debian and Ubuntu, as root)."
)


class WebServers:
    name = "Web servers for the tests"

    def is_ready(self) -> bool:
        return all(map(find, NAMES)) or not shutil.which("apt-get") or (UNPACKED.exists() and not in_ci())

    def make_ready(self) -> str:
        UNPACKED.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            if not find(name):
                fetch(name)
        find.cache_clear()
        return " ".join(HOW_TO_GET_ONE.format(name=name) for name in NAMES if not find(name))


def in_ci() -> bool:
    """Where CI is set the tests will insist on them, so there they are always tried again."""
    return bool(os.environ.get("CI"))


@cache
def find(name: str) -> str | None:
    """The first that starts: the machine's own, or the one that was fetched."""
    own = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    tried = [own, *(str(UNPACKED / place / name) for place in PLACES)]
    return next((path for path in tried if path and answer_of([path, VERSION[name]]) is not None), None)


def fetch(name: str) -> None:
    """Fetch one package and unpack it; the list of packages is renewed where that is allowed."""
    get: list[str | Path] = ["sh", "-c", FETCH, "sh", UNPACKED, name]
    renew: list[str | Path] = ["apt-get", "--quiet", "update"]
    for command in (get, renew, get):
        try:
            run(command, "", limit=300)
        except NotReady:
            continue
        if command is get:
            return
