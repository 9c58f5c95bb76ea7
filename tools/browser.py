"""Finds a Chromium for the browser tests, or gets one.

One rule: getting one is tried in the order that is quickest on this machine, each try bounded in time;
without one the rest of the tests still run.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools import stamp
from tools.commands import NotReady, answer_of, run
from tools.places import TOOLS_VENV, VENV

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHTS_OWN = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/chrome-headless-shell-*/chrome-headless-shell",
)
HOW_TO_GET_ONE = (
    "No Chromium was found, so the browser tests are left out (and fail where CI is set). To get one: "
    "apt-get install chromium (Debian, as root), or .venv/bin/playwright install --with-deps chromium, "
    "or name one: EKKO_TEST_BROWSER=/path/to/chromium make test"
)
STAMP = TOOLS_VENV / ".browser"  # the path that was found to work, so that a second call need not start it
GAVE_UP = TOOLS_VENV / ".no-browser"  # touched when nothing helped, so that not every call tries the network
A_DAY = 24 * 3600.0


class Browser:
    name = "A browser for the tests"

    def is_ready(self) -> bool:
        found = list(candidates())
        return any(stamp.is_fresh(STAMP, path) for path in found) or (not found and gave_up_today())

    def make_ready(self) -> str:
        for get in (None, *ways_to_get_one()):
            if get:
                _try(get)
                find_browser.cache_clear()
            if path := find_browser():
                stamp.put(STAMP, path)
                return path
        GAVE_UP.touch()
        return HOW_TO_GET_ONE


def gave_up_today() -> bool:
    """Where CI is set the tests will insist on a browser, so there it is always tried again."""
    if os.environ.get("CI") or not GAVE_UP.is_file():
        return False
    return time.time() - GAVE_UP.stat().st_mtime < A_DAY


@cache
def find_browser() -> str | None:
    """The first Chromium that starts: the one named, the machine's, or one that Playwright fetched before."""
    return next((path for path in candidates() if answer_of([path, "--version"])), None)


def candidates() -> Iterator[str]:
    if named := os.environ.get("EKKO_TEST_BROWSER"):
        if not Path(named).is_file():
            raise NotReady(
                "EKKO_TEST_BROWSER names no file: give a Chromium's whole path, or leave it unset."
            )
        yield named
        return
    yield from filter(None, map(shutil.which, NAMES))
    for pattern in PLAYWRIGHTS_OWN:
        yield from sorted(map(str, playwrights_folder().glob(pattern)), reverse=True)


def playwrights_folder() -> Path:
    usual = "Library/Caches/ms-playwright" if sys.platform == "darwin" else ".cache/ms-playwright"
    return Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / usual)


def ways_to_get_one() -> list[list[list[str | Path]]]:
    """Debian's own comes with all it stands on; Ubuntu's is an empty shell, so Playwright is first there."""
    playwright: list[str | Path] = [VENV / "bin" / "playwright", "install", "chromium"]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return [[playwright]]
    apt: list[list[str | Path]] = [
        ["apt-get", "update", "--quiet"],
        ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"],
    ]
    with_libraries = [[*playwright, "--with-deps"]]
    return [apt, with_libraries] if is_debian() else [with_libraries, apt]


def is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.is_file() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()


def _try(commands: list[list[str | Path]]) -> None:
    """Each command on its own: a list of packages that could not be renewed may still be good enough."""
    # dpkg wants the system's folders, which a short PATH leaves out.
    extra = {"DEBIAN_FRONTEND": "noninteractive", "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}
    for command in commands:
        try:
            run(command, "", limit=600, extra=extra)
        except NotReady:
            print("-", end="", flush=True)
