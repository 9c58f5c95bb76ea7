"""Bringing a backup back: whole or not at all, only where it belongs, and without what was erased since."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot.backing_up import back_up
from bot.host import Host
from bot.indexing import index_some_more
from bot.lines import TalkLines
from bot.problems import BadRequest
from bot.record import open_record
from bot.speech import Speech
from bot.wiring import clock
from collector.keeping import backing_up, copying
from collector.keeping.clock import DAY, judge, look
from collector.keeping.envelope import BackupBroken
from collector.keeping.journal import journals_in
from collector.model import Passkey, Provider
from collector.sealing import KeyProblem, Seal, read_key
from collector.store import passkeys, people, providers, retention
from collector.store.front import StoreProblem, Tx
from collector.store.keys import check_key
from collector.store.opening import open_store
from collector.store.schema import CHANGES
from collector.store.tables import copied
from collector.store.to_index import count_left
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import CODE, say
from tests.keeping.machine import Machine, furnish
from tests.keeping.village import CANARY, holds, wishes_in
from tests.places import found_place
from tests.store.conftest import as_url

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """A machine with an empty database, on each engine in turn."""
    url = as_url(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""
    return furnish(tmp_path / "first", url)


@pytest.fixture
def sqlite(tmp_path: Path) -> Machine:
    return furnish(tmp_path / "first")


@pytest.fixture
def another(tmp_path: Path) -> Machine:
    """An empty machine that has the same key and disk for backups: another house, another engine."""
    return Machine(tmp_path / "second")


async def test_what_comes_back_on_another_machine_is_what_was_kept_row_for_row(
    machine: Machine, another: Machine
) -> None:
    ids = await machine.settle(wishes=7)
    before = await machine.sum()
    said = await another.restore(await machine.back_up())
    assert "Brought back whole: 7 wishes" in said
    assert await another.wishes() == ids
    assert await another.sum() == before


async def test_what_was_erased_since_is_erased_again_byte_for_byte(
    machine: Machine, another: Machine
) -> None:
    ids = await machine.settle(wishes=4)
    file = await machine.back_up()
    for each in ids[:3]:
        await machine.erase(each)
    said = await another.restore(file)
    assert "Erased again: 3" in said
    assert await another.wishes() == ids[3:]
    for n in range(3):
        assert not holds(another.folder, f"{CANARY} æøå 🎪 {n}")
    assert holds(another.folder, f"{CANARY} æøå 🎪 3"), "what nobody erased is there"


async def test_what_a_young_person_erased_in_the_chat_is_in_no_line_of_the_talk_that_comes_back(
    sqlite: Machine, another: Machine, reader: Reader, texts: Catalogue
) -> None:
    store, seal = sqlite.open()
    await store.write(lambda tx: check_key(tx, seal))
    await found_place(store, "Eksempelvik", CODE, clock())
    host = Host(store, seal, reader, Speech(texts), clock)
    await host.turn(say("et rom for kanarifugl"))
    file = await sqlite.back_up()
    (talk,) = await store.read(lambda tx: tx.all("SELECT * FROM talks"))
    record = open_record(seal, talk["id"], talk["version"], talk["state"])
    (wish_id,) = record.talk.wishes
    assert await host.erase_behind(record.receipt, wish_id)
    store.close()
    await another.restore(file)
    store, _ = another.open()
    (talk,) = await store.read(lambda tx: tx.all("SELECT * FROM talks"))
    back = open_record(seal, talk["id"], talk["version"], talk["state"])
    assert "kanarifugl" not in repr(back)
    assert back.talk.wishes == ()
    store.close()


@dataclass
class Talking:
    """A machine where one young person talks, and what stands in her talk."""

    machine: Machine
    host: Host
    seal: Seal

    async def talk_id(self) -> str:
        (row,) = await self.host.store.read(lambda tx: tx.all("SELECT id FROM talks"))
        return str(row["id"])

    async def empty(self) -> None:
        """The clock's work in a talk that was quiet for long."""
        talk = await self.talk_id()

        def work(tx: Tx) -> None:
            TalkLines(self.seal).forget_words(tx, talk)
            retention.note_emptied(tx, talk, clock())

        await self.host.store.write(work)

    def end(self) -> None:
        """Stop, with all that was erased written down beside the backups."""
        self.host.store.close()

    async def stands(self, at: Machine) -> str:
        store, _ = at.open()
        (talk,) = await store.read(lambda tx: tx.all("SELECT * FROM talks"))
        store.close()
        return repr(open_record(self.seal, talk["id"], talk["version"], talk["state"]))


@pytest_asyncio.fixture
async def talking(sqlite: Machine, reader: Reader, texts: Catalogue) -> AsyncIterator[Talking]:
    store, seal = sqlite.open()
    await store.write(lambda tx: check_key(tx, seal))
    await found_place(store, "Eksempelvik", CODE, clock())
    host = Host(store, seal, reader, Speech(texts), clock)
    await host.turn(say("et rom for sykler"))
    yield Talking(sqlite, host, seal)
    store.close()


@pytest.mark.parametrize("again", [True, False])
async def test_a_talk_is_emptied_over_as_often_as_it_was_and_keeps_what_was_written_since(
    talking: Talking, another: Machine, again: bool
) -> None:
    await talking.empty()
    await talking.host.turn(say("og et for kanarifugl", key="later"))
    file = await talking.machine.back_up()
    if again:
        await talking.empty()
    talking.end()
    await another.restore(file)
    stands = await talking.stands(another)
    assert ("sykler" in stands, "kanarifugl" in stands) == (False, not again)


@pytest.mark.parametrize("erase", [retention.erase_raw, retention.erase_words])
async def test_words_that_had_their_time_are_in_no_line_of_the_talk_that_comes_back(
    talking: Talking, another: Machine, erase: Callable[[Tx, str], int]
) -> None:
    file, talk = await talking.machine.back_up(), await talking.talk_id()
    assert "sykler" in await talking.stands(talking.machine)
    (wish,) = await wishes_in(talking.host.store)

    def work(tx: Tx) -> None:
        TalkLines(talking.seal).forget_words(tx, talk, wish)
        erase(tx, wish)

    await talking.host.store.write(work)
    talking.end()
    await another.restore(file)
    assert "sykler" not in await talking.stands(another)


async def test_a_backup_is_only_brought_into_an_empty_database(machine: Machine) -> None:
    await machine.settle()
    file = await machine.back_up()
    before = await machine.sum()
    with pytest.raises(BadRequest, match="--replace"):
        await machine.restore(file)
    with pytest.raises(BadRequest, match="nothing was changed"):
        await machine.restore(file, "yes", replace=True)
    assert await machine.sum() == before


async def test_with_a_typed_yes_it_takes_the_place_of_what_is_kept_now(machine: Machine) -> None:
    ids = await machine.settle(wishes=3)
    file = await machine.back_up()
    await machine.erase(ids[0])
    said = await machine.restore(file, "replace", replace=True)
    assert "Erased again: 1" in said
    assert await machine.wishes() == ids[1:]
    assert [each.name for each in machine.settings.data.glob("ekko.db.*")] == []


async def test_another_installations_backup_is_refused_also_with_the_same_key(
    sqlite: Machine, another: Machine
) -> None:
    await sqlite.settle()
    file = await sqlite.back_up()
    furnish(another.folder)
    before = await another.settle(wishes=1)
    with pytest.raises(BadRequest, match="another installation"):
        await another.restore(file, replace=True)
    assert await another.wishes() == before


async def test_another_key_is_refused_before_anything_is_touched(sqlite: Machine, tmp_path: Path) -> None:
    await sqlite.settle()
    file = await sqlite.back_up()
    other = Machine(tmp_path / "other" / "third")
    furnish(other.folder.parent / "third")
    with pytest.raises(KeyProblem, match="another key"):
        await other.restore(file)
    assert not (other.settings.data / "ekko.db").exists()


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 1.0])
async def test_a_backup_that_is_cut_is_refused_and_nothing_is_changed(
    sqlite: Machine, another: Machine, part: float
) -> None:
    await sqlite.settle(wishes=30)
    file = await sqlite.back_up()
    os.truncate(file, int((file.stat().st_size - 1) * part))
    with pytest.raises(BackupBroken):
        await another.restore(file)
    assert not (another.settings.data / "ekko.db").exists()


async def test_a_backup_of_a_newer_ekko_is_refused(
    sqlite: Machine, another: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sqlite.settle()
    file = await sqlite.back_up()
    monkeypatch.setattr("collector.keeping.restoring.CHANGES", CHANGES[:-1])
    with pytest.raises(BackupBroken, match="newer Ekko"):
        await another.restore(file)


async def test_a_backup_of_an_older_ekko_is_brought_up_to_date(
    sqlite: Machine, another: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await sqlite.settle()
    store, _ = sqlite.open()

    def as_it_was(tx: Tx) -> None:
        since = [statement for change in CHANGES[LOOKED_AFTER - 1 :] for statement in change.statements]
        for statement in reversed(since):
            if gone := re.match(r"DROP TABLE (\w+)$", statement.strip()):
                tx.run(next(each for each in since if each.strip().startswith(f"CREATE TABLE {gone[1]} ")))
            for made, unmade in UNMAKING:
                if found := re.match(made, statement.strip()):
                    tx.run(unmade.format(*found.groups()))
        tx.run("DELETE FROM schema_changes WHERE number >= :n", n=LOOKED_AFTER)

    await store.write(as_it_was)
    with monkeypatch.context() as older:
        then = copied(CHANGES[: LOOKED_AFTER - 1])
        older.setattr(copying, "copied", lambda: then)
        about = {"erasures": {"n": 0, "last": ""}, "at_once": True}
        made = await backing_up.back_up(
            store,
            read_key(sqlite.settings.key_path),
            sqlite.folder.parent / "backups",
            clock(),
            3,
            about,
            lambda done, whole: None,
        )
    store.close()
    await another.restore(made.path)
    assert await another.wishes() == ids
    store = open_store(another.settings.database_url)  # type: ignore[assignment]
    assert await store.read(lambda tx: tx.all("SELECT emptied_at FROM talks LIMIT 1"))
    store.close()


UNMAKING = (
    (r"CREATE TABLE (\w+)", "DROP TABLE {}"),
    (r"CREATE (?:UNIQUE )?INDEX (\w+)", "DROP INDEX IF EXISTS {}"),
    (r"ALTER TABLE (\w+) ADD COLUMN (\w+)", "ALTER TABLE {} DROP COLUMN {}"),
)
"""How each kind of statement of a change is taken back, so that the tables are those of before."""
LOOKED_AFTER = next(change.number for change in CHANGES if "looked after" in change.name)


async def test_while_ekko_runs_nothing_is_put_in_its_place(machine: Machine) -> None:
    ids = await machine.settle()
    file = await machine.back_up()
    running, _ = machine.open()
    await wishes_in(running)
    other = (sys.executable, "-c", RESTORING, str(machine.folder), machine.database, str(file), "0")
    done = await asyncio.to_thread(subprocess.run, other, cwd=ROOT, capture_output=True, text=True)
    assert "Stop it first" in done.stdout, done.stderr
    assert await wishes_in(running) == ids
    running.close()


RESTORING = """
import asyncio, os, signal, sys
from pathlib import Path
from collector.keeping import replaying, swapping
from collector.store import passkeys, people, providers, retention
from collector.store.front import StoreBusy
from tests.keeping.machine import Machine

machine = Machine(Path(sys.argv[1]), sys.argv[2])
die_at = sys.argv[4]

def dying(function):
    def die(*args):
        if function.__name__ == die_at.removesuffix("+"):
            if die_at.endswith("+"):
                function(*args)
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args)
    return die

import bot.restoring, collector.keeping.restoring
collector.keeping.restoring.replay = dying(collector.keeping.restoring.replay)
swapping.put_in_place = dying(swapping.put_in_place)
try:
    asyncio.run(machine.restore(Path(sys.argv[3]), "replace", replace=True))
except StoreBusy as busy:
    print(busy)
"""


@pytest.mark.parametrize("die_at", ["replay", "replay+", "put_in_place"])
async def test_kill_9_in_the_middle_leaves_what_was_kept_and_the_next_try_works(
    machine: Machine, die_at: str
) -> None:
    if machine.database and die_at == "put_in_place":
        return
    ids = await machine.settle(wishes=5)
    file = await machine.back_up()
    await machine.erase(ids[0])
    command = (sys.executable, "-c", RESTORING, str(machine.folder), machine.database, str(file), die_at)
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert await machine.wishes() == ids[1:]
    await machine.restore(file, "replace", replace=True)
    assert await machine.wishes() == ids[1:]
    assert [each.name for each in machine.settings.data.glob("ekko.db.*")] == []


async def test_kill_9_just_after_the_new_one_is_in_place_leaves_the_new_one_without_what_was_erased(
    sqlite: Machine,
) -> None:
    ids = await sqlite.settle(wishes=5)
    file = await sqlite.back_up()
    await sqlite.erase(ids[0])
    command = (sys.executable, "-c", RESTORING, str(sqlite.folder), "", str(file), "put_in_place+")
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert await sqlite.wishes() == ids[1:]


async def test_a_damaged_database_can_be_replaced(sqlite: Machine) -> None:
    ids = await sqlite.settle(wishes=3)
    file = await sqlite.back_up()
    path = sqlite.settings.data / "ekko.db"
    path.write_bytes(b"\xa5" * path.stat().st_size)
    with pytest.raises(StoreProblem):
        sqlite.open()
    with pytest.raises(BadRequest, match="--replace"):
        await sqlite.restore(file)
    await sqlite.restore(file, "replace", replace=True)
    assert await sqlite.wishes() == ids


# Where the list of what was erased is lost


async def test_without_the_list_of_what_was_erased_nothing_comes_back_but_by_a_typed_yes(
    sqlite: Machine, another: Machine
) -> None:
    ids = await sqlite.settle(wishes=3)
    file = await sqlite.back_up()
    await sqlite.erase(ids[0])
    for each in journals_in(file.parent):
        each.unlink()
    with pytest.raises(BadRequest, match="erasures-"):
        await another.restore(file)
    with pytest.raises(BadRequest, match="nothing was changed"):
        await another.restore(file, "ok", without_erasures=True)
    said = await another.restore(file, "without erasures", without_erasures=True)
    assert "THE LIST OF WHAT WAS ERASED IS NOT WHOLE" in said
    assert await another.wishes() == ids


async def test_a_list_from_before_the_backup_is_not_taken_for_whole(
    sqlite: Machine, another: Machine
) -> None:
    ids = await sqlite.settle(wishes=3)
    await sqlite.back_up()
    (copy,) = journals_in(sqlite.folder.parent / "backups")
    old = copy.read_bytes()
    await sqlite.erase(ids[0])
    await asyncio.sleep(1.01)  # two backups of one second have one name
    file = await sqlite.back_up()
    copy.write_bytes(old)
    with pytest.raises(BadRequest, match="erasures-"):
        await another.restore(file)


async def test_a_copy_that_is_only_made_with_the_backup_does_not_do_for_the_lost_one(
    sqlite: Machine, another: Machine, tmp_path: Path
) -> None:
    await sqlite.settle(wishes=3)
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    await back_up(sqlite.settings, elsewhere, Console(file=StringIO()), dry_run=False)
    (file,) = elsewhere.glob("*.backup")
    assert journals_in(elsewhere)
    with pytest.raises(BadRequest, match="erasures-"):
        await another.restore(file)
    for each in journals_in(sqlite.settings.data):
        (elsewhere / each.name).write_bytes(each.read_bytes())
    furnish(another.folder)
    for each in journals_in(sqlite.settings.data):
        (another.settings.data / each.name).write_bytes(each.read_bytes())
    assert "Brought back whole" in await another.restore(file)


async def test_what_was_erased_is_known_on_the_new_machine_too(sqlite: Machine, another: Machine) -> None:
    ids = await sqlite.settle(wishes=3)
    file = await sqlite.back_up()
    await sqlite.erase(ids[0])
    await another.restore(file)
    await another.restore(file, "replace", replace=True)
    assert await another.wishes() == ids[1:]
    await another.erase(ids[1])
    await another.restore(file, "replace", replace=True)
    assert await another.wishes() == ids[2:]


async def test_a_dry_run_says_what_would_come_back_and_changes_nothing(
    sqlite: Machine, another: Machine
) -> None:
    await sqlite.settle(wishes=3)
    file = await sqlite.back_up()
    said = await another.restore(file, dry_run=True)
    assert "A backup of Eksempelvik" in said
    assert "3 wishes" in said
    assert "Nothing was ever erased here" in said
    assert not another.settings.data.exists()


async def test_what_comes_back_is_to_be_searched_anew_and_its_old_clock_holds_up_no_erasing(
    machine: Machine, another: Machine
) -> None:
    ids = await machine.settle(wishes=3)
    store, seal = machine.open()
    await store.write(lambda tx: look(tx, clock(), is_right=True))
    while await index_some_more(store, seal):  # type: ignore[arg-type]
        pass
    assert await store.read(count_left) == 0
    store.close()
    await another.restore(await machine.back_up())
    store, _ = another.open()
    assert await store.read(count_left) == len(ids)
    assert await store.read(lambda tx: judge(tx, clock() + 2 * DAY)) == "right"
    store.close()


async def test_nobody_is_signed_in_after_it(machine: Machine, another: Machine) -> None:
    await machine.settle()
    store, _ = machine.open()

    def sign_in(tx: Tx) -> None:
        (place,) = tx.all("SELECT id FROM municipalities")
        tx.run(
            "INSERT INTO staff (id, municipality_id, name, role, made_at) VALUES ('s', :id, 'K', 'admin', 1)",
            id=place["id"],
        )
        tx.run("INSERT INTO sessions (token, staff_id, made_at, seen_at, ends_at) VALUES ('t', 's', 1, 1, 9)")

    await store.write(sign_in)
    store.close()
    file = await machine.back_up()
    await another.restore(file)
    store, _ = another.open()
    assert await store.read(lambda tx: tx.all("SELECT token FROM sessions")) == []
    assert len(await store.read(lambda tx: tx.all("SELECT id FROM staff"))) == 1
    store.close()


async def test_whoever_was_shut_out_since_stays_out(sqlite: Machine, another: Machine) -> None:
    await sqlite.settle()
    store, _ = sqlite.open()

    def hire(tx: Tx) -> None:
        (place,) = tx.all("SELECT id FROM municipalities")
        tx.run(
            "INSERT INTO staff (id, municipality_id, name, role, made_at) VALUES ('s', :id, 'K', 'admin', 1)",
            id=place["id"],
        )

    await store.write(hire)
    file = await sqlite.back_up()
    await store.write(lambda tx: people.end_staff(tx, "s", clock()))
    store.close()
    await another.restore(file)
    store, _ = another.open()
    (row,) = await store.read(lambda tx: tx.all("SELECT ended_at FROM staff"))
    assert row["ended_at"] is not None
    store.close()


async def test_a_passkey_that_was_taken_away_since_opens_nothing_and_the_others_do(
    sqlite: Machine, another: Machine
) -> None:
    await sqlite.settle()
    store, _ = sqlite.open()
    lost, kept = (Passkey(each, "s", each, b"public", 0, "Telefonen", 1) for each in ("lost", "kept"))

    def hire(tx: Tx) -> None:
        (place,) = tx.all("SELECT id FROM municipalities")
        tx.run(
            "INSERT INTO staff (id, municipality_id, name, role, made_at) VALUES ('s', :id, 'K', 'admin', 1)",
            id=place["id"],
        )
        passkeys.add_passkey(tx, lost)
        passkeys.add_passkey(tx, kept)
        provider = Provider("p", place["id"], "entra", "https://idp.example.org", "c", ("admin",), ("c1",))
        providers.put_provider(tx, provider, b"sealed", "s", 1)
        providers.bind(tx, "p", "s", "who", 1)

    await store.write(hire)
    file = await sqlite.back_up()
    await store.write(lambda tx: passkeys.drop_passkey(tx, "lost"))
    await store.write(lambda tx: providers.drop_provider(tx, "p"))
    store.close()
    await another.restore(file)
    store, _ = another.open()
    assert await store.read(lambda tx: passkeys.passkeys_of(tx, "s")) == [kept]
    assert await store.read(lambda tx: tx.all("SELECT id FROM providers")) == []
    assert await store.read(lambda tx: tx.all("SELECT who FROM outside_names")) == []
    store.close()
