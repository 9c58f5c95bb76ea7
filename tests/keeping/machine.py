"""A machine that keeps wishes and backups. It imports little: a process that is killed in a restore does."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.backing_up import back_up
from bot.opening import open_kept
from bot.restoring import Wanted, restore
from bot.settings import Settings
from collector.keeping.remembering import Remembering
from collector.sealing import Seal, make_key, read_key
from tests.keeping.village import sum_of, village, wishes_in


def nobody(question: str) -> str:
    raise AssertionError("Nobody was to be asked.")


@dataclass
class Machine:
    """A machine with its data, its key and a disk for backups; it can be lost."""

    folder: Path
    database: str = ""

    @property
    def settings(self) -> Settings:
        return Settings(
            data=self.folder / "data",
            key_file=self.folder.parent / "key" / "ekko.key",
            database=self.database,
            backups=self.folder.parent / "backups",
        )

    def open(self) -> tuple[Remembering, Seal]:
        seal = read_key(self.settings.key_path)
        return open_kept(self.settings, seal), seal  # type: ignore[return-value]

    async def settle(self, wishes: int = 3, state: str = "waiting") -> list[str]:
        store, seal = self.open()
        ids = await village(store, seal, self.settings.data).settle(wishes, state)
        store.close()
        return ids

    async def erase(self, wish_id: str) -> None:
        store, seal = self.open()
        ours = village(store._store, seal, self.settings.data, self.settings.backups)
        assert await ours.erase(wish_id)
        ours.kept.close()

    async def wishes(self) -> list[str]:
        store, _ = self.open()
        found = await wishes_in(store)
        store.close()
        return found

    async def sum(self) -> tuple[dict[str, int], str]:
        store, _ = self.open()
        found = await store.read(sum_of)
        store.close()
        return found

    async def back_up(self) -> Path:
        before = set(self.settings.backups.glob("*.backup")) if self.settings.backups else set()
        await back_up(self.settings, None, Console(file=StringIO()), dry_run=False)
        assert self.settings.backups is not None
        (made,) = set(self.settings.backups.glob("*.backup")) - before
        return made

    async def restore(self, file: Path, *answers: str, **options: bool) -> str:
        out, left = StringIO(), list(answers)
        ask = (lambda question: left.pop(0)) if answers else nobody
        await restore(self.settings, Wanted(file, **options), Console(file=out), ask)
        assert left == []
        return out.getvalue()


def furnish(folder: Path, database: str = "") -> Machine:
    machine = Machine(folder, database)
    machine.settings.data.mkdir(parents=True)
    if not machine.settings.key_path.exists():
        make_key(machine.settings.key_path)
        (folder.parent / "backups").mkdir()
    return machine
