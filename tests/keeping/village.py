"""A municipality with wishes, tags, talks, a case and answers: what the keeping tests copy and bring back."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from collector import contacting, intake
from collector.ids import new_id
from collector.keeping.backing_up import Backup, back_up
from collector.keeping.copying import pour_out
from collector.keeping.journal import Journal, open_journal
from collector.keeping.remembering import Remembering
from collector.model import Tag, Wish
from collector.sealing import Seal
from collector.store import talks
from collector.store.front import Store, Tx
from collector.store.keys import check_key
from tests.places import found_place

NOW = 1_790_000_000_000
CODE = "glad-elg"
CANARY = "kanarifugl"
"""Stands in the words of every wish here."""


def quiet(done: int, whole: int) -> None:
    """Somebody who does not care how far it has come."""


@dataclass
class Village:
    """One store with its journal, and who lives there."""

    store: Store
    seal: Seal
    journal: Journal
    kept: Remembering = field(init=False)

    def __post_init__(self) -> None:
        self.kept = Remembering(self.store, self.journal, lambda: NOW)

    async def settle(self, wishes: int = 5, state: str = "waiting") -> list[str]:
        """Found it and let so many wish for something; tell the ids of the wishes."""
        await self.store.write(lambda tx: check_key(tx, self.seal))
        place = await found_place(self.store, "Eksempelvik", CODE, NOW)
        ids = [new_id(NOW + n) for n in range(wishes)]

        def wish_all(tx: Tx) -> None:
            for n, wish_id in enumerate(ids):
                talk = new_id(NOW + n)
                talks.add_talk(
                    tx,
                    id=talk,
                    municipality_id=place.municipality.id,
                    round_id=place.asked.id,
                    channel="web",
                    who=f"who-{talk}",
                    receipt=f"receipt-{talk}",
                    handle=self.seal.seal("4711", f"talk.handle:{talk}") if n % 2 else None,
                    now=NOW + n,
                )
                wish = Wish(
                    wish_id,
                    place.municipality.id,
                    place.asked.id,
                    talk,
                    "web",
                    "nb",
                    f"{CANARY} æøå 🎪 {n}",
                    "case" if state == "case" else "waiting",
                    True,
                    NOW + n,
                    tags=(Tag("activity", "gaming", 0.1 + n / 7), Tag("form", "weekly", 1 / 3, given=False)),
                )
                concern = "concern" if state == "case" else None
                intake.receive(tx, self.seal, place.asked, wish, f"{CANARY} raw {n}", concern)

        await self.store.write(wish_all)
        return ids

    async def tell_how_to_reach(self, wish_id: str) -> None:
        place = (await self.store.read(lambda tx: tx.all("SELECT id FROM municipalities")))[0]["id"]
        await self.store.write(
            partial(self._reach, wish_id, place),
        )

    def _reach(self, wish_id: str, place: str, tx: Tx) -> None:
        contacting.keep(tx, self.seal, wish_id, place, f"ring {CANARY}", None, NOW)

    async def erase(self, wish_id: str) -> bool:
        """Erase a wish as its sender does."""

        def work(tx: Tx) -> bool:
            row = tx.one("SELECT talk_id FROM wishes WHERE id = :id", id=wish_id)
            return row is not None and intake.erase(tx, wish_id, row["talk_id"], NOW)

        return await self.kept.write(work, erases=True)

    async def back_up(self, folder: Path, now: int = NOW, kept: int = 30) -> Backup:
        about = {"erasures": self.journal.how_far(), "at_once": False}
        return await back_up(self.store, self.seal, folder, now, kept, about, quiet)


def village(store: Store, seal: Seal, data: Path, backups: Path | None = None) -> Village:
    return Village(store, seal, open_journal(data, seal, backups))


def sum_of(tx: Tx) -> tuple[dict[str, int], str]:
    """Add up everything that is kept: two stores that hold the same come to the same."""
    contents = pour_out(tx, lambda line: None, {}, quiet)
    return contents.rows, contents.digest


async def wishes_in(store: Store) -> list[str]:
    rows = await store.read(lambda tx: tx.all("SELECT id FROM wishes ORDER BY id"))
    return [row["id"] for row in rows]


def holds(folder: Path, words: str = CANARY) -> bool:
    """Look through every byte of every file in a folder."""
    return any(words.encode() in each.read_bytes() for each in folder.rglob("*") if each.is_file())
