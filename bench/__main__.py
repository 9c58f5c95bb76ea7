"""`make bench`: the figures of this machine, side by side in one run, medians of several rounds.

`make bench ARGS=tagger` is the tagger beside what others would use, `make bench ARGS=corrections` how many
reviewed wishes teach it a new tag, `make bench ARGS=outbox` ten thousand answers on their way to Telegram,
`make bench ARGS=telegram` young people's Telegram beside bare echoes.
"""

import asyncio
import gzip
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus
from urllib.request import Request, urlopen

from rich.console import Console
from rich.table import Table

from bench.flood import A_SECOND, JUNK, flood
from bench.limits import inserts_a_second
from bench.load import Measured, post, run
from bench.outbox import MESSAGES
from bench.outbox import main as outbox
from bench.phone import seconds_until_usable
from bench.servers import Running, ekko, free_port, memory_of, server
from bench.summary import main as summary
from bench.tagger.corrections import main as corrections
from bench.tagger.run import main as tagger
from bench.telegram.run import main as telegram
from tests.machine.postgres import find_programs, start_postgres

ROUNDS = 3
AT_ONCE = (1, 32, 256)
MANY = 600
WISHES = (
    "vi vil ha LAN med pizza",
    "et band-rom der ingen blir sure",
    "nysirkus, helst trapes",
    "noe å gjøre på fredager",
    "eg vil lære å mekke moped",
    "brettspill for oss som ikke kjenner noen",
)
console = Console()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = Table("what", "figure", "against", "ratio")
        echo = measure_echo()
        for at_once, measured in echo.items():
            table.add_row(
                f"bare FastAPI echo, {at_once} at once", a_second(measured), times(measured), "1.00"
            )
        alone, fifty = limits(folder)
        table.add_row("bare INSERT + fsync, one each", f"{alone:,.0f}/s", "", "")
        table.add_row("bare INSERT, 50 a commit", f"{fifty:,.0f}/s", "", "")
        for engine in ("SQLite FULL", "PostgreSQL"):
            with house(folder, engine) as running:
                measure_house(table, engine, running, echo)
        measure_flood(table, folder)
        measure_first_view(table, folder)
        console.print(table)


def measure_echo() -> dict[int, Measured]:
    """Time the bare thing, with as many at once as Ekko gets."""
    port = free_port()
    with server([sys.executable, "-m", "bench.echo", str(port)], port):
        return {at_once: rounds(port, at_once, "/echo", 4000) for at_once in AT_ONCE}


def limits(folder: Path) -> tuple[float, float]:
    """Time the disk: one commit for each, and fifty together."""
    alone = median(inserts_a_second(Path(tempfile.mkdtemp(dir=folder)), 1, 200) for _ in range(ROUNDS))
    fifty = median(inserts_a_second(Path(tempfile.mkdtemp(dir=folder)), 50, 5000) for _ in range(ROUNDS))
    return alone, fifty


@contextmanager
def house(folder: Path, engine: str) -> Iterator[Running]:
    """Start an Ekko on one engine."""
    data = Path(tempfile.mkdtemp(dir=folder))
    if engine == "PostgreSQL":
        with start_postgres(find_programs(), durable=True) as server_url:
            yield from started(data, server_url)
    else:
        yield from started(data, "")


def started(data: Path, database: str) -> Iterator[Running]:
    """Start it once to make the model and the example, then several times to time it."""
    command, env = ekko(data, database)
    port = int(env["EKKO_PORT"])
    with server(command, port, env):
        pass
    seconds = []
    for _ in range(ROUNDS - 1):
        with server(command, port, env) as running:
            seconds.append(running.ready_after)
    with server(command, port, env) as running:
        yield running._replace(ready_after=median([*seconds, running.ready_after]))


def measure_house(table: Table, engine: str, running: Running, echo: dict[int, Measured]) -> None:
    """Time an Ekko: at rest, one at a time, and under load."""
    table.add_row(f"{engine}: cold start to ready", f"{running.ready_after:.2f} s", "", "")
    table.add_row(f"{engine}: memory at rest", f"{memory_of(running.pid):.0f} MB", "", "")
    alone = rounds(running.port, 1, "/c/glad-elg", 200)
    ratio = f"{alone.a_second / echo[1].a_second:.3f}"
    table.add_row(f"{engine}: wishes kept, 1 at once", a_second(alone), "bare echo", ratio)
    table.add_row(f"{engine}: send to «Mottatt», 1 at once", times(alone), "", "")
    before = memory_of(running.pid)
    for at_once in AT_ONCE[1:]:
        many = rounds(running.port, at_once, "/c/glad-elg", MANY)
        ratio = f"{many.a_second / echo[at_once].a_second:.3f}"
        table.add_row(f"{engine}: wishes kept, {at_once} at once", a_second(many), "bare echo", ratio)
        table.add_row(f"{engine}: send to «Mottatt», {at_once} at once", times(many), "", "")
    talks = ROUNDS * MANY * len(AT_ONCE[1:])
    per_talk = (memory_of(running.pid) - before) * 1024 / talks
    table.add_row(f"{engine}: memory for each of {talks:,} open talks", f"{per_talk:.1f} KB", "", "")


def measure_flood(table: Table, folder: Path) -> None:
    """Time children and cries for help in the midst of a flood."""
    with house(folder, "SQLite FULL") as running:
        found = asyncio.run(flood(running.port))
    junk = ", ".join(f"{count:,} got {status}" for status, count in sorted(found.junk.items()))
    table.add_row(f"{JUNK:,} junk, {A_SECOND:,}/s asked", f"in {found.seconds:.0f} s", junk, "")
    for who, waits in (("a child's wish", found.children), ("a cry for help", found.cries)):
        ratio = f"{max(waits) / 5:.2f}"
        table.add_row(f"  meanwhile {who}, sent to kept", f"{max(waits):.2f} s at most", "5 s", ratio)


def rounds(port: int, at_once: int, path: str, count: int) -> Measured:
    """Run several rounds, each message its own young person, and take the medians."""
    made = [
        asyncio.run(run(port, count, at_once, lambda number, turn=turn: wish(path, number, turn), b"Mottatt"))  # type: ignore[misc]
        for turn in range(at_once * ROUNDS, (at_once + 1) * ROUNDS)
    ]
    return Measured(*(median(figures) for figures in zip(*made, strict=True)))


def wish(path: str, number: int, turn: int) -> bytes:
    """Write one wish."""
    words = WISHES[number % len(WISHES)]
    form = f"key=bench-{path}-{turn}-{number}&said={quote_plus(words)}"
    return post(path, form.encode(), turn * 10_000 + number)


def measure_first_view(table: Table, folder: Path) -> None:
    """Weigh what a phone fetches before anybody can write: the page and all it names, as it is sent."""
    with house(folder, "SQLite FULL") as running:
        at = f"http://127.0.0.1:{running.port}"
        page, weight = fetch(f"{at}/c/glad-elg")
        for path in sorted(set(re.findall(r'"(/assets/[^"]+)"', page))):
            weight += fetch(at + path)[1]
        seconds = asyncio.run(seconds_until_usable(f"{at}/c/glad-elg"))
    table.add_row("first view usable on slow 3G", f"{seconds:.2f} s", "3 s", f"{seconds / 3:.2f}")
    table.add_row(
        "first view of the chat, as sent", f"{weight / 1024:.1f} KB", "60 KB", f"{weight / 1024 / 60:.2f}"
    )


def fetch(address: str) -> tuple[str, int]:
    """Fetch one file and weigh it; a page that is not packed is weighed as a proxy would pack it."""
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"})) as answer:  # noqa: S310 - our own server
        body = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    text = gzip.decompress(body) if packed else body
    return text.decode("utf-8", "replace"), len(body) if packed else len(gzip.compress(body))


def a_second(measured: Measured) -> str:
    """Write a rate."""
    return f"{measured.a_second:,.0f}/s"


def times(measured: Measured) -> str:
    """Write how long a request took."""
    return f"p50 {measured.p50_ms:.1f} ms, p99 {measured.p99_ms:.1f} ms"


if __name__ == "__main__":
    if sys.argv[1:2] == ["tagger"]:
        tagger(sys.argv[2:])
    elif sys.argv[1:2] == ["outbox"]:
        outbox(int(sys.argv[2]) if sys.argv[2:] else MESSAGES)
    elif sys.argv[1:2] == ["summary"]:
        summary(sys.argv[2:])
    elif sys.argv[1:2] == ["corrections"]:
        corrections()
    elif sys.argv[1:2] == ["telegram"]:
        telegram()
    else:
        main()
