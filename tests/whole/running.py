"""Runs the real `ekko` as processes in a folder of their own, and stops them by their id.

One rule: what a run printed is read to its end, and holds no traceback and nothing of what was typed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import httpx

from bench.servers import free_port, wait_for
from tests.whole.people import Leader

EKKO = Path(sys.executable).with_name("ekko")
CODE = "glad-elg"
CANARY = "kanarifuglsang"
"""Stands in everything that these tests type; no run may print it."""
PATIENCE = 90.0
"""Seconds until something that hangs gives up; nothing waits so long to pass."""


@dataclass
class Program:
    """An `ekko` that serves."""

    process: "subprocess.Popen[bytes]"
    port: int
    web: httpx.Client
    _printed: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def printed(self) -> str:
        """What it said until now, on both its outputs."""
        return b"".join(self._printed).decode("utf-8", "backslashreplace")

    def tell(self, words: str, key: str, code: str = CODE, **headers: str) -> httpx.Response:
        """Send words as the form on the page does without JavaScript."""
        return self.web.post(f"/c/{code}", data={"key": key, "said": words}, headers=headers)

    def signed_in(self) -> Leader:
        """Sign in by the link that `ekko run` printed."""
        until(lambda: "/in/" in self.printed)
        link = re.search(r"/in/[0-9a-z]{32}", self.printed)
        assert link is not None, self.printed
        return Leader(self.web, link[0])

    def stop(self) -> int:
        """Ask it to end, as systemd does, and tell how it ended."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def close(self) -> str:
        """End it if it still runs, and tell all that it printed."""
        self.web.close()
        if self.process.poll() is None:
            self.kill()
        self._reader.join(PATIENCE)
        return self.printed

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as out:
            for line in out:
                self._printed.append(line)


@dataclass(frozen=True)
class House:
    """A folder with everything that one Ekko keeps; PostgreSQL by one setting more."""

    folder: Path
    database: str = ""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def key(self) -> Path:
        return self.folder / "data-key" / "ekko.key"

    @property
    def file(self) -> Path:
        """The embedded database."""
        return self.data / "ekko.db"

    @property
    def url(self) -> str:
        return self.database or f"sqlite:///{self.file}"

    def env(self, settings: dict[str, str]) -> dict[str, str]:
        """The environment of a machine that knows nothing but these settings."""
        known = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        known |= {"EKKO_DATA": str(self.data), "EKKO_PORT": str(free_port())}
        if self.database:
            known["EKKO_DATABASE"] = self.database
        return known | settings

    @contextmanager
    def running(self, *command: str, **settings: str) -> Iterator[Program]:
        """Start it, wait until it answers, and at the end look at what it printed."""
        env = self.env(settings)
        process = subprocess.Popen(
            command or (str(EKKO), "run"),
            env=env,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        port = int(env["EKKO_PORT"])
        web = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False)
        program = Program(process, port, web)
        try:
            wait_for(port, process)
            yield program
        except BaseException:
            program.close()
            raise
        look_through(program.close())

    def ask(self, *command: str, stdin: bytes = b"", **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end."""
        done = subprocess.run(
            command,
            input=stdin,
            env=self.env(settings),
            cwd=self.folder,
            capture_output=True,
            timeout=PATIENCE,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        look_through(err)
        return subprocess.CompletedProcess(command, done.returncode, out, err)

    def refused(self, *command: str, **settings: str) -> str:
        """Run what must be refused, and tell in which words it was: on one line for the reader's eye."""
        done = self.ask(*(command or (str(EKKO), "serve")), stdin=b"", **settings)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        return " ".join(done.stderr.split())


def look_through(printed: str) -> None:
    """Nothing of what was typed, and no traceback."""
    assert "Traceback" not in printed, printed
    assert CANARY not in printed, printed


def until(it_is_so: Callable[[], bool]) -> None:
    """Wait for something that happens elsewhere."""
    end = monotonic() + PATIENCE
    while not it_is_so():
        assert monotonic() < end, "It did not happen in time."
        sleep(0.02)
