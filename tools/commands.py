"""Runs another program for a set-up step, with dots while it works and its last words when it fails.

One rule: a step that cannot go on raises NotReady with what was tried, what is true, and what to do next.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.places import ROOT, TOOLS_VENV

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
TAIL = 2000  # bytes of a failed program's output that are worth showing
DOT_EVERY = 2.0  # seconds


class NotReady(Exception):
    """A sentence for the person at the keyboard."""


def run(
    command: Sequence[str | Path], advice: str, limit: float = 1800, extra: Mapping[str, str] | None = None
) -> None:
    """Run to the end, or raise NotReady with the output's tail and `advice`; never longer than `limit` s."""
    shown = " ".join(str(word) for word in command)
    with tempfile.TemporaryFile() as output:
        try:
            code = _wait(command, output.fileno(), limit, environment(extra))
        except OSError as error:
            raise NotReady(f"Could not start `{shown}`: {error.strerror}. {advice}") from None
        if code != 0:
            output.seek(max(0, output.seek(0, os.SEEK_END) - TAIL))
            tail = output.read().decode(errors="replace").strip()
            ended = "took too long" if code is None else f"ended with {code}"
            raise NotReady(f"`{shown}` {ended}:\n{tail}\n{advice}")


def _wait(command: Sequence[str | Path], output: int, limit: float, env: Mapping[str, str]) -> int | None:
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
    )
    end = time.monotonic() + limit
    try:
        while time.monotonic() < end:
            try:
                return process.wait(timeout=DOT_EVERY)
            except subprocess.TimeoutExpired:
                print(".", end="", flush=True)
        return None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def answer_of(command: Sequence[str | Path]) -> str | None:
    """What a quick question such as `node --version` prints, or None when nobody sensible answers."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment())
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The caller's own environment, and the machine's certificates for programs that bring their own list."""
    env = {**os.environ, **(extra or {})}
    for inherited in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "PYTHONHOME", "PYTHONPATH"):
        env.pop(inherited, None)
    if not os.access(Path("~").expanduser(), os.W_OK):  # a service's user, with no home to keep downloads in
        env.setdefault("XDG_CACHE_HOME", str(TOOLS_VENV / "cache"))
        env.setdefault("npm_config_cache", str(TOOLS_VENV / "cache" / "npm"))
    if CERTIFICATES.is_file():
        for name in ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "PIP_CERT"):
            env.setdefault(name, str(CERTIFICATES))
    return env
