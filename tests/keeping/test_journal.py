"""The list of what was erased: on the disk before anything is, whole lines alone, and copied at once."""

import asyncio
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.lines import TalkLines
from collector import forgetting
from collector.keeping.journal import Journal, Remembered, journals_in, open_journal, read_journals
from collector.keeping.replaying import replay
from collector.sealing import Seal
from collector.store import contacts, people
from collector.store.erased import Erased
from collector.store.front import Store, StoreFull, Tx
from collector.store.sqlite import SqliteStore
from tests.both_engines import store
from tests.keeping.village import CANARY, NOW, Village, holds, village, wishes_in

__all__ = ["store"]
ROOT = Path(__file__).parents[2]


def known(journal: Journal, seal: Seal) -> list[tuple[str, str]]:
    """What a journal says was erased."""
    lines = read_journals([journal.path], seal).lines
    return [tuple(line.erased) for line in lines if line.erased.kind != "begun"]


async def talk_of(ours: Village, wish_id: str) -> str:
    row = await ours.store.read(lambda tx: tx.one("SELECT talk_id FROM wishes WHERE id = :id", id=wish_id))
    assert row is not None
    return str(row["talk_id"])


async def test_every_way_of_erasing_is_listed_by_id_and_without_a_word(
    store: Store, seal: Seal, data: Path
) -> None:
    ours = village(store, seal, data)
    first, second, third = await ours.settle(wishes=3, state="case")
    await ours.tell_how_to_reach(third)
    await ours.erase(first)
    talk = await talk_of(ours, second)
    await ours.kept.write(lambda tx: forgetting.forget(tx, talk, NOW), erases=True)
    await ours.kept.write(lambda tx: contacts.erase_from(tx, third, NOW))
    await ours.kept.write(lambda tx: contacts.erase_due(tx, NOW), erases=True)
    await ours.kept.write(lambda tx: people.end_staff(tx, "s1", NOW))
    assert sorted(known(ours.journal, seal)) == sorted(
        [("wish", first), ("wish", second), ("talk", talk), ("contact", third), ("staff", "s1")]
    )
    assert not holds(data, CANARY) or isinstance(store, SqliteStore)
    assert CANARY not in ours.journal.path.read_text()


async def test_what_could_not_be_listed_is_not_erased(
    store: Store, seal: Seal, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = village(store, seal, data)
    ids = await ours.settle(wishes=2)
    ours.journal.path.unlink()
    ours.journal.path.mkdir()
    with pytest.raises(StoreFull, match="nothing was erased"):
        await ours.erase(ids[0])
    assert await wishes_in(store) == ids


async def test_an_erasure_that_fails_is_not_listed(store: Store, seal: Seal, data: Path) -> None:
    ours = village(store, seal, data)
    (wish_id,) = await ours.settle(wishes=1)

    def stumble(tx: Tx) -> None:
        tx.buried.append(Erased("wish", wish_id))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await ours.kept.write(stumble, erases=True)
    assert known(ours.journal, seal) == []


DYING = """
import asyncio, os, signal, sys
from pathlib import Path
from collector.keeping.journal import Journal
from collector.sealing import Seal
from collector.store.sqlite import SqliteStore
from tests.keeping.village import village

append = Journal.append

def append_and_die(self, erased, now):
    append(self, erased, now)
    if any(each.kind == "wish" for each in erased):
        os.kill(os.getpid(), signal.SIGKILL)

async def main(data, wish_id):
    ours = village(SqliteStore(data / "ekko.db"), Seal(bytes(range(32))), data)
    Journal.append = append_and_die
    await ours.erase(wish_id)

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


async def test_kill_9_before_the_commit_leaves_the_line_and_the_wish_which_nobody_was_told_is_gone(
    seal: Seal, data: Path
) -> None:
    store = SqliteStore(data / "ekko.db")
    ours = village(store, seal, data)
    ids = await ours.settle(wishes=2)
    command = (sys.executable, "-c", DYING, str(data), ids[0])
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert known(ours.journal, seal) == [("wish", ids[0])]
    assert await wishes_in(store) == ids
    assert await ours.erase(ids[0])
    assert await wishes_in(store) == ids[1:]
    store.close()


def test_a_line_that_a_kill_tore_counts_for_nothing_and_spoils_none_after_it(data: Path, seal: Seal) -> None:
    journal = open_journal(data, seal)
    journal.append([Erased("wish", "a")], NOW)
    with journal.path.open("ab") as file:
        file.write(b"1790000000000 wish b 0123")
    assert read_journals([journal.path], seal).unread == 0
    journal.append([Erased("wish", "c")], NOW)
    assert known(journal, seal) == [("wish", "a"), ("wish", "c")]
    assert read_journals([journal.path], seal).unread == 1


def test_lines_of_another_key_are_told_and_believed_by_nobody(data: Path, seal: Seal) -> None:
    journal = open_journal(data, Seal(b"\x01" * 32))
    journal.append([Erased("wish", "a")], NOW)
    assert read_journals([journal.path], seal) == Remembered((), 1)


async def test_the_copy_beside_the_backups_has_what_was_erased_a_moment_ago(
    store: Store, seal: Seal, data: Path, backups: Path
) -> None:
    ours = village(store, seal, data, backups)
    ids = await ours.settle(wishes=2)
    for each in ids:
        await ours.erase(each)
    ours.kept._copying.shutdown()
    (copy,) = journals_in(backups)
    assert copy.read_bytes() == ours.journal.path.read_bytes()
    assert len(known(ours.journal, seal)) == 2


async def test_where_the_backups_are_out_of_reach_erasing_goes_on_and_the_copy_catches_up(
    store: Store, seal: Seal, data: Path, backups: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ours = village(store, seal, data, backups / "unplugged")
    first, second = await ours.settle(wishes=2)
    assert await ours.erase(first)
    ours.kept._copying.submit(lambda: None).result()
    assert "EKKO_BACKUPS" in caplog.text
    assert first not in caplog.text
    (backups / "unplugged").mkdir()
    assert await ours.erase(second)
    ours.kept._copying.shutdown()
    assert journals_in(backups / "unplugged")[0].read_bytes() == ours.journal.path.read_bytes()


def test_several_programs_write_one_list(data: Path, seal: Seal) -> None:
    many = [open_journal(data, seal)]
    many[0].begin()
    many += [open_journal(data, seal) for _ in range(3)]
    for n, each in enumerate(many):
        each.append([Erased("wish", str(n))], NOW + n)
    assert [each for _, each in known(many[0], seal)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(("n", "reaches"), [(0, True), (2, True), (3, False)])
def test_a_list_that_is_older_than_the_backup_does_not_reach_it(
    data: Path, seal: Seal, n: int, reaches: bool
) -> None:
    journal = open_journal(data, seal)
    journal.append([Erased("wish", "a"), Erased("wish", "b")], NOW)
    found = read_journals([journal.path], seal)
    assert found.reaches({"n": n, "last": f"{NOW} wish b"}) is reaches
    assert not found.reaches({"n": 1, "last": f"{NOW} wish z"})


def test_a_command_that_erases_opens_the_store_with_its_journal() -> None:
    """Whoever erases what somebody wrote and opens a bare store would forget that it was erased."""
    erasing = ("erases=True", "end_staff", "collector import forgetting", "collector import retaining")
    own_lines = {"learning.py"}  # an own tag's examples were written by staff, for the tagger
    for path in (ROOT / "bot").rglob("*.py"):
        source = path.read_text("utf-8")
        if path.name not in own_lines and any(word in source for word in erasing):
            assert "open_store(" not in source, path.name


async def test_what_is_done_over_is_not_listed_a_second_time(store: Store, seal: Seal, data: Path) -> None:
    ours = village(store, seal, data)
    (wish,) = await ours.settle(wishes=1)
    ours.journal.append([Erased("wish", wish)], NOW)
    remembered = read_journals([ours.journal.path], seal)
    listed = ours.journal.path.read_bytes()
    assert await ours.kept.write(lambda tx: replay(tx, remembered, TalkLines(seal))) == {"wish": 1}
    assert await wishes_in(store) == []
    assert ours.journal.path.read_bytes() == listed


async def test_kinds_that_are_listed_can_all_be_done_over() -> None:
    from collector.keeping.replaying import KINDS

    named = partial(str.split, sep='bury(tx, "')
    found = {
        part.split('"')[0]
        for path in (ROOT / "collector" / "store").glob("*.py")
        for part in named(path.read_text("utf-8"))[1:]
    }
    assert found == set(KINDS)
