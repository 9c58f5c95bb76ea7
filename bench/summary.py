"""`make bench ARGS="summary [WISHES] [postgres]"`: a summary of so many wishes, beside Datasette and DuckDB.

One rule: the same questions on the same file in one run, and each as its users would ask it: Ekko's page over
its own routes, Datasette over HTTP, DuckDB in its own process.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import httpx
from rich.console import Console
from rich.table import Table

import collector
from bench import summary_village as village
from bench.pages import engine, hire
from bench.servers import free_port
from collector.desk import Desk
from collector.ids import new_id
from collector.model import Staff
from collector.sealing import make_key, read_key
from collector.store import counts_anew
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from collector.summary import figures
from collector.summary.slices import Slice
from collector.texts import read_catalogue
from collector.web.app import make_app
from collector.web.doors import STAFF_COOKIE
from collector.web.show import Pages

MANY = 1_000_000
ASKED = 40
HERE = Path(__file__).parent
BESIDE = HERE / ".venv-summary"
console = Console()
PERIOD = {"first": "2025-02-10", "last": "2025-09-20"}
SLICES: dict[str, tuple[str, dict[str, str]]] = {
    "a round": ("kode-2", {}),
    "a place": ("kode-2", {"place": "Bydel 3"}),
    "a period of seven months": ("all", PERIOD),
    "all of a municipality": ("all", {}),
}
IN_ROUND = "FROM {db}wishes w WHERE w.round_id = 'r2'"
QUESTIONS = (
    f"SELECT w.state, COUNT(*) AS n {IN_ROUND} GROUP BY w.state",
    f"SELECT COUNT(DISTINCT w.talk_id) AS n {IN_ROUND} AND w.state = 'approved'",
    f"SELECT w.source, COUNT(*) AS n {IN_ROUND} AND w.state = 'approved' GROUP BY w.source",
    "SELECT t.kind, t.tag, COUNT(*) AS n FROM {db}wish_tags t JOIN {db}wishes w"
    " ON w.id = t.wish_id WHERE w.round_id = 'r2' AND w.state = 'approved' AND t.given = 1"
    " GROUP BY t.kind, t.tag ORDER BY n DESC",
    f"SELECT w.received_at / 604800000 AS week, COUNT(*) AS n {IN_ROUND} AND w.state = 'approved' GROUP BY 1",
)
"""What every summary of a round asks: by state, senders, by source, by tag, by week."""
DUCK = """
import duckdb, duckdb_ext, json, pathlib, sys, time
reader, = pathlib.Path(duckdb_ext.__path__[0]).rglob("sqlite_scanner.duckdb_extension")
at = duckdb.connect(); at.execute("SET enable_progress_bar = false"); at.execute(f"LOAD '{reader}'")
at.execute(f"ATTACH '{sys.argv[1]}' AS ekko (TYPE sqlite, READ_ONLY)")
took = []
for _ in range(5):
    began = time.perf_counter()
    for question in json.loads(sys.argv[2]):
        at.execute(question).fetchall()
    took.append(time.perf_counter() - began)
print(json.dumps([duckdb.__version__, sorted(took)[2] * 1000]))
"""


def main(arguments: list[str]) -> None:
    """Fill a database, ask for each summary many times, and print what it took."""
    many = next((int(each) for each in arguments if each.isdigit()), MANY)
    with tempfile.TemporaryDirectory(prefix="ekko-summary-") as name, engine(Path(name)) as (kind, address):
        asyncio.run(measure(Path(name), kind, address, many))


async def measure(folder: Path, kind: str, address: str, many: int) -> None:
    """Measure each, and check that the figures are those of the wishes."""
    store = open_store(address)
    with console.status("filling"):
        await village.settle(store, many)
    table = Table("what", "p50", "p99")
    desk = Desk(Staff("s", "m", "Kari", "leader"), village.HERE, "", "", 0)
    for name, (code, asked) in SLICES.items():
        found = village.ROUNDS if code == "all" else (village.ROUNDS[1],)
        sliced = Slice("m", found, code == "all", **asked)
        row(table, f"{name}: figures from the store", await times(partial(read, store, sliced)))
        tell = partial(store.read, lambda tx, sliced=sliced: figures.tell(tx, desk, sliced, "2026-07-01"))  # type: ignore[misc]
        row(table, f"{name}: all of it, with what changed and what it hangs on", await times(tell))
    await ask_pages(folder, store, table)
    if many <= 100_000:
        table.add_row("figures that are not those of the wishes", str(await compare(store)))
    store.close()
    console.print(f"{many:,} wishes on {kind}, {ASKED} times each")
    console.print(table)
    for each in (datasette, duckdb) if kind == "SQLite" else ():
        console.print(*each(folder / "ekko.db"), sep=": ")


async def read(store: Store, sliced: Slice) -> None:
    """Read what is kept of a slice, timed where it is read: without the way to the thread and back."""
    found: dict[str, Any] = await store.read(lambda tx: figures.read(tx, sliced))
    assert found["state"]["approved"] > 0


async def ask_pages(folder: Path, store: Store, table: Table) -> None:
    """Ask for the pages, as a leader's browser would."""
    make_key(folder / "ekko.key")
    seal = read_key(folder / "ekko.key")
    staff = Staff(new_id(village.END), "m", "Kari", "leader")
    session = await store.write(partial(hire, seal=seal, staff=staff, now=village.END))
    pages = Pages(texts=read_catalogue(Path(collector.__path__[0]) / "texts"))
    app = make_app(store, seal, lambda: village.END, pages)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://localhost") as client:
        client.cookies.set(STAFF_COOKIE, session)
        for name, (code, asked) in SLICES.items():
            row(table, f"{name}: the page", await times(partial(get, client, f"/desk/summary/{code}", asked)))
        for what, name in (
            ("activity", "gaming"),
            ("place", "Bydel 3"),
            ("source", "class"),
        ):
            asked = {"what": what, "name": name}
            shown = partial(get, client, "/desk/summary/kode-1/wishes", asked)
            row(table, f"the wishes behind a figure, by {what}", await times(shown))


async def get(client: httpx.AsyncClient, path: str, asked: dict[str, str]) -> None:
    answer = await client.get(path, params=asked)
    assert answer.status_code == 200, (path, asked, answer.status_code)


async def times(ask: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    """Ask many times: what half and nearly all stayed under, in milliseconds."""
    took = []
    for n in range(ASKED + 5):
        began = time.perf_counter()
        await ask()
        if n >= 5:
            took.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(took, n=100)
    return cuts[49], cuts[98]


def row(table: Table, name: str, figures_: tuple[float, float]) -> None:
    table.add_row(name, *(f"{each:.1f} ms" for each in figures_))


def datasette(file: Path) -> tuple[str, str]:
    """Ask Datasette the same of the same file, over HTTP as its users do."""
    python, port = beside(), free_port()
    command: list[str | Path] = [
        python,
        "-m",
        "datasette",
        file,
        "-p",
        str(port),
        "--setting",
        "sql_time_limit_ms",
        "120000",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            took = []
            for _ in range(5):
                began = time.perf_counter()
                for question in QUESTIONS:
                    asked = urlencode({"sql": question.format(db=""), "_shape": "array"})
                    with urlopen(f"http://127.0.0.1:{port}/ekko.json?{asked}") as answer:
                        assert json.load(answer)
                took.append((time.perf_counter() - began) * 1000)
        finally:
            server.terminate()
    return "Datasette, five questions of a round", f"{sorted(took)[2]:.0f} ms"


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with urlopen(f"http://127.0.0.1:{port}/-/versions.json"):
                return
        except OSError:
            time.sleep(0.2)


def duckdb(file: Path) -> tuple[str, str]:
    """Ask DuckDB the same of the same file, by its reader of SQLite's files."""
    questions = json.dumps([each.format(db="ekko.").replace(" / ", " // ") for each in QUESTIONS])
    ran = subprocess.run([beside(), "-c", DUCK, file, questions], capture_output=True, text=True, check=False)
    if ran.returncode:
        return (
            "DuckDB, five questions of a round",
            f"not measured: {ran.stderr.strip().splitlines()[-1][:80]}",
        )
    version, took = json.loads(ran.stdout.strip().splitlines()[-1])  # a progress bar may come before
    return f"DuckDB {version}, five questions of a round", f"{took:.0f} ms"


def beside() -> Path:
    """Find the environment of the others; it is made the first time, from `summary-beside.txt`."""
    python = BESIDE / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", BESIDE], check=True)
        wanted: list[str | Path] = ["-q", "-r", HERE / "summary-beside.txt"]
        subprocess.run([python, "-m", "pip", "install", *wanted], check=True)
    return python


async def compare(store: Store) -> int:
    """Tell how many kept figures are not those of the wishes."""

    def work(tx: Tx) -> int:
        kept, made = counts_anew.kept_here(tx, "m"), counts_anew.cells_here(tx, "m")
        return sum(kept.get(cell, 0) != made.get(cell, 0) for cell in kept.keys() | made.keys())

    return await store.read(work)


if __name__ == "__main__":
    main(sys.argv[1:])
