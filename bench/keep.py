"""`python -m bench.keep [WISHES]`: backup and restore of so many on SQLite, in seconds, bytes and memory.

One rule: each is a process of its own, started as a person would, so that its memory is its own.
"""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bot.dialogs.talk import Talk
from bot.record import Line, Record
from collector.ids import new_id
from collector.model import Municipality, Round
from collector.sealing import Seal, make_key, read_key
from collector.store import rounds
from collector.store.front import Tx
from collector.store.keys import check_key
from collector.store.opening import open_store
from collector.store.tables import put_rows

MANY = 1_000_000
AT_ONCE = 5_000
IN_A_TALK = 2
WORDS = "vi vil ha et sted å være om kvelden med spill og musikk der ingen blir sure og det er varmt".split()
TAGS = ("gaming", "music", "hangout", "food", "dance", "film")
console = Console()


class Took(NamedTuple):
    """What one command took."""

    seconds: float
    of_processor: float
    """Seconds of it in which the processor worked for it: others on the machine change these little."""
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.of_processor:.1f} s of processor), {self.peak_mb:.0f} MB at most"


def main() -> None:
    """Fill a database, back it up, bring it back, and print what it took."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory(prefix="ekko-keep-") as name:
        folder = Path(name)
        backups = folder / "backups"
        backups.mkdir()
        key, data = folder / "key" / "ekko.key", folder / "data"
        data.mkdir()
        make_key(key)
        asyncio.run(fill(data / "ekko.db", read_key(key), many))
        env = {"EKKO_KEY_FILE": str(key), "EKKO_BACKUPS": str(backups)}
        made = ekko(folder, env | {"EKKO_DATA": str(data)}, "backup")
        (file,) = backups.glob("*.backup")
        back = ekko(folder, env | {"EKKO_DATA": str(folder / "second")}, "restore", str(file))
        table = Table("of", "database", "backup", "backup takes", "restore takes")
        table.add_row(
            f"{many:,} wishes",
            mb(data / "ekko.db"),
            mb(file),
            str(made),
            str(back),
        )
        console.print(table)


async def fill(path: Path, seal: Seal, many: int) -> None:
    """Keep so many wishes, two in a talk, each with sealed words and two tags."""
    store = open_store(f"sqlite://{path}")
    await store.write(lambda tx: check_key(tx, seal))
    asked = await store.write(found)
    for first in range(0, many, AT_ONCE):
        await store.write(
            partial(wish_some, seal=seal, asked=asked, first=first, many=min(AT_ONCE, many - first))
        )
    store.close()


def found(tx: Tx) -> Round:
    """Found a municipality with a round."""
    municipality = Municipality(new_id(1), "Eksempelvik", is_example=False, is_open=True)
    asked = Round(new_id(1), municipality, "glad-elg", "Hva ønsker du deg her?", 1, None)
    rounds.add_municipality(tx, municipality, 1)
    rounds.add_round(tx, asked, 1)
    return asked


def wish_some(tx: Tx, seal: Seal, asked: Round, first: int, many: int) -> None:
    """Keep some, with rows such as a turn keeps."""
    drawn = random.Random(first)  # noqa: S311 (words for show)
    here, now = asked.municipality.id, 1_790_000_000_000 + first
    talks, turns, wishes, tags = [], [], [], []
    talk = ""
    for n in range(many):
        wish, words = new_id(now + n), " ".join(drawn.choices(WORDS, k=drawn.randint(4, 30)))
        if n % IN_A_TALK == 0:
            talk = new_id(now + n)
            record = Record(
                talk, Talk(), talk, 1, tuple(Line("you", 1, words=words) for _ in range(IN_A_TALK))
            )
            talks.append(
                [talk, here, asked.id, "web", f"who{talk}", f"receipt{talk}", 1, record.seal(seal), now + n]
            )
        turns.append([f"key{wish}", talk, 1, now + n])
        raw = seal.seal(words, f"wish.raw:{wish}")
        wishes.append([wish, here, asked.id, talk, "web", "nb", words, raw, "waiting", 1, now + n])
        tags += [[wish, "activity", tag, drawn.random(), 1, "tagger"] for tag in drawn.sample(TAGS, 2)]
    columns = "id municipality_id round_id channel who receipt version state touched_at"
    put_rows(tx, "talks", columns.split(), talks)
    put_rows(tx, "turns", "event_key talk_id turn at".split(), turns)
    columns = "id municipality_id round_id talk_id source language text raw state sure received_at"
    put_rows(tx, "wishes", columns.split(), wishes)
    put_rows(tx, "wish_tags", "wish_id kind tag probability given tagged_by".split(), tags)


def ekko(folder: Path, env: dict[str, str], *command: str) -> Took:
    """Run one command to its end, and measure it."""
    began = time.perf_counter()
    path = os.pathsep.join(filter(None, (str(Path.cwd()), os.environ.get("PYTHONPATH"))))
    known = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": path} | env
    running = subprocess.Popen([sys.executable, "-m", "bot", *command], env=known, cwd=folder)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"ekko {command[0]} ended with {running.returncode}.")
    return Took(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def mb(path: Path) -> str:
    """Write the size of a file."""
    return f"{path.stat().st_size / 1e6:,.0f} MB"


if __name__ == "__main__":
    main()
