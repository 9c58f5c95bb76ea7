"""The drill: a machine is lost with all that lay on it, and the real command puts another in its place."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.backing_up import chosen
from bot.problems import BadRequest
from bot.settings import Settings
from collector.sealing import read_key
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from tests.keeping.village import CANARY, sum_of, village, wishes_in
from tests.machine.postgres import fresh_database
from tests.store.conftest import as_url

ROOT = Path(__file__).parents[2]


def key_of(apart: Path) -> Path:
    """The key lies with neither the data nor the backups."""
    return apart / "key" / "ekko.key"


@dataclass(frozen=True)
class Machine:
    """A folder that can be lost, and a database there or on a server."""

    data: Path
    url: str

    def open(self) -> Store:
        return open_store(self.url)

    def ekko(self, *command: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        """Give a command as a person does; the key and the backups lie apart."""
        apart = self.data.parents[1]
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "EKKO_DATA": str(self.data),
            "EKKO_DATABASE": self.url,
            "EKKO_KEY_FILE": str(key_of(apart)),
            "EKKO_BACKUPS": str(apart / "backups"),
        }
        done = subprocess.run(
            (sys.executable, "-m", "bot", *command),
            env=env,
            cwd=apart,
            input=typed,
            capture_output=True,
            text=True,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert CANARY not in done.stderr + done.stdout
        return done


@pytest.fixture(
    params=[
        ("sqlite", "sqlite"),
        pytest.param(("sqlite", "postgres"), marks=pytest.mark.postgres),
        pytest.param(("postgres", "postgres"), marks=pytest.mark.postgres),
    ],
    ids="-".join,
)
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """One that will be lost, and an empty one."""
    with ExitStack() as stack:
        found = []
        for name, engine in zip(("first", "second"), request.param, strict=True):
            data = tmp_path / name / "data"
            data.mkdir(parents=True)
            url = f"sqlite://{data}/ekko.db"
            if engine == "postgres":
                server = request.getfixturevalue("postgres_server")
                url = as_url(stack.enter_context(fresh_database(server)))
            found.append(Machine(data, url))
        (tmp_path / "backups").mkdir()
        yield found[0], found[1]


def lose(machine: Machine) -> None:
    """Everything that lay there is gone."""
    shutil.rmtree(machine.data.parent)
    if machine.url.startswith("postgresql"):
        store = machine.open()

        async def drop() -> None:
            await store.write(lambda tx: tx.run("DROP SCHEMA public CASCADE"))

        asyncio.run(drop())
        store.close()


async def kept(machine: Machine) -> tuple[dict[str, int], str]:
    """Count and sum up all that is kept, but for when it was looked after."""
    store = machine.open()

    def work(tx: Tx) -> tuple[dict[str, int], str]:
        tx.run("DELETE FROM upkeep")
        return sum_of(tx)

    found = await store.write(work)
    store.close()
    return found


@pytest.mark.slow
def test_a_lost_machine_is_back_on_another_one_row_for_row_without_what_was_erased_since(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    lost, new = machines
    assert lost.ekko("key", str(key_of(tmp_path))).returncode == 0
    seal = read_key(key_of(tmp_path))
    store = lost.open()
    ours = village(store, seal, lost.data, tmp_path / "backups")
    ids = asyncio.run(ours.settle(wishes=25))
    store.close()
    made = lost.ekko("backup")
    assert (made.returncode, "25 wishes" in made.stderr) == (0, True), made.stderr
    store = lost.open()
    later = village(store, seal, lost.data, tmp_path / "backups")
    for each in ids[:5]:
        assert asyncio.run(later.erase(each))
    later.kept.close()
    before = asyncio.run(kept(lost))
    lose(lost)
    (file,) = (tmp_path / "backups").glob("*.backup")
    back = new.ekko("restore", str(file))
    assert back.returncode == 0, back.stderr
    assert "Erased again: 5" in back.stderr
    assert asyncio.run(kept(new)) == before
    store = new.open()
    assert asyncio.run(wishes_in(store)) == ids[5:]
    store.close()
    assert new.ekko("backup").returncode == 0, "the next night"
    assert new.ekko("restore", str(file)).returncode == 2, "not over what is kept"
    assert new.ekko("restore", str(file), "--replace", typed="yes\n").returncode == 2
    assert new.ekko("restore", str(file), "--replace", typed="replace\n").returncode == 0
    assert new.ekko("retain").returncode == 0


@pytest.mark.parametrize(("where", "which"), [("data", "data"), ("data/deeper", "data"), ("keys/b", "key")])
def test_backups_lie_neither_with_the_data_nor_with_the_key(tmp_path: Path, where: str, which: str) -> None:
    settings = Settings(data=tmp_path / "data", key_file=tmp_path / "keys" / "ekko.key")
    with pytest.raises(BadRequest, match=f"where the {which} lies"):
        chosen(settings, tmp_path / where)
    assert chosen(settings, tmp_path / "elsewhere") == tmp_path / "elsewhere"


@pytest.mark.slow
def test_a_backup_that_fails_ends_loudly_and_is_remembered(tmp_path: Path) -> None:
    data = tmp_path / "first" / "data"
    data.mkdir(parents=True)
    machine = Machine(data, f"sqlite://{data}/ekko.db")
    assert machine.ekko("key", str(key_of(tmp_path))).returncode == 0
    store = machine.open()
    asyncio.run(village(store, read_key(key_of(tmp_path)), data).settle(wishes=1))
    store.close()
    failed = machine.ekko("backup")
    assert failed.returncode == 2
    assert "is not there" in failed.stderr
    store = machine.open()
    notes = asyncio.run(store.read(lambda tx: tx.all("SELECT name, said FROM upkeep")))
    store.close()
    assert [(row["name"], row["said"]) for row in notes] == [("backup.failed", "missing")]
