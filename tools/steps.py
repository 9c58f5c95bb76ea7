"""The steps of set-up, in order, and how they show themselves. One rule: what is ready says nothing."""

from __future__ import annotations

import fcntl
import sys
import time
from typing import Protocol

from tools.browser import Browser
from tools.commands import NotReady
from tools.page_assets import PageAssets
from tools.places import ROOT
from tools.python_packages import PythonPackages
from tools.tagger import Tagger
from tools.web_servers import WebServers


class Step(Protocol):
    """Something that must be in place; `make_ready` returns a remark worth printing, or nothing."""

    name: str

    def is_ready(self) -> bool: ...
    def make_ready(self) -> str: ...


def steps_for(purpose: str) -> list[Step]:
    if purpose == "run":
        return [PythonPackages(developing=False), PageAssets(), Tagger()]
    if purpose == "check":
        return [PythonPackages(developing=True), PageAssets(), Tagger()]
    if purpose == "test":
        return [PythonPackages(developing=True), PageAssets(), Tagger(), Browser(), WebServers()]
    raise NotReady(f"Set-up has no purpose called {purpose!r}; it knows run, check and test.")


def make_ready(purpose: str) -> int:
    try:
        missing = [step for step in steps_for(purpose) if not step.is_ready()]
        if missing:
            take(missing)
    except NotReady as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def take(missing: list[Step]) -> None:
    """One set-up at a time in a checkout: a second `make` waits for the first and finds its work done."""
    with (ROOT / "tools" / "steps.py").open() as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        for number, step in enumerate(missing, start=1):
            print(f"{number}/{len(missing)} {step.name} ..", end="", flush=True)
            start = time.monotonic()
            remark = "" if step.is_ready() else step.make_ready()
            print(f" {time.monotonic() - start:.0f} s {remark}".rstrip(), flush=True)
