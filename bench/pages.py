"""`python -m bench.pages [WISHES] [postgres]`: how long the desk's pages take on the server, with so many.

One rule: each page is asked for as a leader's browser would ask, of the whole program but the network, and a
decision is one too, with its commit.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

import httpx
from fastapi import FastAPI
from rich.console import Console
from rich.table import Table

import collector
from bench.keep import TAGS, WORDS
from bot.indexing import index_some_more
from collector import signin
from collector.ids import new_id
from collector.model import Municipality, Round, Staff
from collector.sealing import Seal, make_key, read_key
from collector.store import counts, people, rounds
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from collector.store.tables import put_rows
from collector.texts import read_catalogue
from collector.web.app import make_app
from collector.web.doors import STAFF_COOKIE
from collector.web.show import Pages
from nlp.ready import ready
from tests.machine.postgres import find_programs, start_postgres

MANY = 1_000_000
AT_ONCE = 10_000
ASKED = 200
SEARCHED = [word for word in WORDS if len(word) > 2]
WARM = 10
STATES = ("waiting", "approved", "held", "not-a-wish")
OFTEN = (30, 65, 3, 2)
COLLEAGUES = ("anne", "berit", "chris")
"""Who reviewed what is approved; of each five that they read, they changed one."""
START = 1_790_000_000_000
console = Console()


class Village(NamedTuple):
    """A program with many wishes, and a leader who is signed in."""

    app: FastAPI
    store: Store
    csrf: str
    session: str
    waiting: list[str]
    every: list[str]


def main() -> None:
    """Fill a database, ask for each page many times, and print what it took."""
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    many = numbers[0] if numbers else MANY
    with tempfile.TemporaryDirectory(prefix="ekko-pages-") as name, engine(Path(name)) as (kind, address):
        asyncio.run(measure(Path(name), kind, address, many))


@contextmanager
def engine(folder: Path) -> Iterator[tuple[str, str]]:
    """Name the engine, and where its database is."""
    if "postgres" in sys.argv:
        with start_postgres(find_programs(), durable=True) as url:
            yield "PostgreSQL", url
    else:
        yield "SQLite", f"sqlite://{folder / 'ekko.db'}"


async def measure(folder: Path, kind: str, address: str, many: int) -> None:
    """Measure each page."""
    village = await settle(folder, address, many)
    table = Table("page", "p50", "p99", "at most", "of processor: p50", "p99")
    transport = httpx.ASGITransport(village.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://localhost") as client:
        client.cookies.set(STAFF_COOKIE, village.session)
        for what, ask in asks(village, client).items():
            with console.status(what):
                table.add_row(what, *(f"{each:.0f} ms" for each in await times(ask)))
    console.print(f"{many:,} wishes on {kind}, {ASKED} times each")
    console.print(table)
    village.store.close()


def asks(village: Village, client: httpx.AsyncClient) -> dict[str, Callable[[], Awaitable[None]]]:
    """Name what is asked for."""
    drawn = random.Random(1)  # noqa: S311  which wish, and no secret

    async def get(path: str, **params: str) -> None:
        answer = await client.get(path, params=params)
        assert answer.status_code == 200, answer.status_code

    async def decide() -> None:
        wish_id = village.waiting.pop()
        seen = (
            await client.get(f"/desk/queue/{wish_id}/tags", headers={"Accept": "application/json"})
        ).json()
        form = {"csrf": village.csrf, "what": "approve", "seen": seen["wish"]["seen"], "press": wish_id}
        answer = await client.post(f"/desk/queue/{wish_id}", data=form, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.status_code

    def some(path: str) -> Callable[[], Awaitable[None]]:
        return lambda: get(path.format(wish_id=drawn.choice(village.every)))

    def waiting(path: str) -> Callable[[], Awaitable[None]]:
        return lambda: get(path.format(wish_id=drawn.choice(village.waiting)))

    def deep() -> Awaitable[None]:
        return get("/desk/queue", after=drawn.choice("su") + drawn.choice(village.waiting))

    return {
        "the queue": lambda: get("/desk/queue"),
        "the queue, oldest first": lambda: get("/desk/queue", order="oldest"),
        "the queue, anywhere in it": deep,
        "the approved": lambda: get("/desk/queue", show="approved"),
        "one wish": some("/desk/queue?wish={wish_id}"),
        "its tags": some("/desk/queue/{wish_id}/tags"),
        "those like it": waiting("/desk/queue/{wish_id}/alike"),
        "look at one, decide, see the next": decide,
        "search for a frequent word": lambda: get("/desk/search", q="musikk"),
        "search for two words": lambda: get("/desk/search", q=" ".join(drawn.sample(SEARCHED, 2))),
        "search among the few held back": lambda: get("/desk/search", q=drawn.choice(SEARCHED), state="held"),
        "search where many are close and none fits": lambda: get("/desk/search", q="musikl"),
        "search anywhere in it": lambda: get(
            "/desk/search", q=drawn.choice(SEARCHED), before=drawn.choice(village.every)
        ),
        "what waits for an answer": lambda: get("/desk/answer"),
        "the tagger": lambda: get("/desk/tagger"),
        "the second look": lambda: get("/desk/learning"),
    }


async def times(ask: Callable[[], Awaitable[None]]) -> tuple[float, float, float, float, float]:
    """Ask many times: what half and nearly all stayed under, the longest, and what the processor worked."""
    took, worked = [], []
    for n in range(WARM + ASKED):
        began, busy = time.perf_counter(), time.process_time()
        await ask()
        if n >= WARM:
            took.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - busy) * 1000)
    cuts, busy_cuts = quantiles(took, n=100), quantiles(worked, n=100)
    return cuts[49], cuts[98], max(took), busy_cuts[49], busy_cuts[98]


async def settle(folder: Path, address: str, many: int) -> Village:
    """Let there be a municipality with so many wishes and one leader."""
    make_key(folder / "ekko.key")
    seal = read_key(folder / "ekko.key")
    store = open_store(address)
    asked = await store.write(found)
    staff = Staff(new_id(START), asked.municipality.id, "Kari", "leader")
    kept: Counter[tuple[str, str]] = Counter()
    drawn: dict[str, list[str]] = {"waiting": [], "every": []}
    for first in range(0, many, AT_ONCE):
        some = partial(wish_some, asked=asked, first=first, kept=kept, drawn=drawn)
        await store.write(partial(some, many=min(AT_ONCE, many - first)))
    await store.write(lambda tx: counts.add_figures(tx, asked.id, kept))
    while await index_some_more(store, seal, AT_ONCE):
        pass
    session = await store.write(partial(hire, seal=seal, staff=staff, now=START + many))
    if address.startswith("postgres"):
        await store.write(lambda tx: tx.run("ANALYZE"))  # as its own keeper does within a minute
    pages = Pages(texts=read_catalogue(Path(collector.__path__[0]) / "texts"))
    app = make_app(store, seal, lambda: START + many, pages, reader=ready(folder / "models"))
    return Village(app, store, seal.fingerprint(f"csrf:{session}"), session, drawn["waiting"], drawn["every"])


def hire(tx: Tx, seal: Seal, staff: Staff, now: int) -> str:
    """Let somebody work here, and sign her in."""
    people.add_staff(tx, staff, now)
    for colleague in COLLEAGUES:
        other = Staff(colleague, staff.municipality_id, colleague.capitalize(), "leader")
        people.add_staff(tx, other, now)
    return signin.open_session(tx, seal, staff, now)


def found(tx: Tx) -> Round:
    """Found a municipality with a round."""
    municipality = Municipality(new_id(1), "Eksempelvik", is_example=True, is_open=True)
    asked = Round(new_id(1), municipality, "glad-elg", "Hva ønsker du deg her?", 1, None)
    rounds.add_municipality(tx, municipality, 1)
    rounds.add_round(tx, asked, 1)
    return asked


def wish_some(
    tx: Tx, asked: Round, first: int, kept: Counter[tuple[str, str]], drawn: dict[str, list[str]], many: int
) -> None:
    """Keep some, about as long and as many-tagged as real ones."""
    dice = random.Random(first)  # noqa: S311 (words for show)
    here, wishes, tags, decisions = asked.municipality.id, [], [], []
    for n in range(many):
        now = START + first + n
        wish, state = new_id(now), dice.choices(STATES, OFTEN)[0]
        words = " ".join(dice.choices(WORDS, k=dice.randint(4, 30)))
        decided = None if state == "waiting" else now
        by = dice.choice(COLLEAGUES) if state == "approved" else None
        sure = int(dice.random() < 0.7)
        wishes.append([wish, here, asked.id, "paper", "nb", words, b"x" * 120, state, sure, now, decided, by])
        about = dice.sample(TAGS, 2)
        decisions += [reviewed(dice, here, by, wish, about, now)] if by else []
        tags += [[wish, "activity", tag, dice.random(), 1, "tagger"] for tag in about]
        kept["state", state] += 1
        if state == "approved":
            kept.update([("language", "nb"), ("source", "paper"), *(("activity", tag) for tag in about)])
        drawn["waiting"] += [wish] if state == "waiting" and n % 29 == 0 else []
        drawn["every"] += [wish] if n % 97 == 0 else []
    columns = (
        "id municipality_id round_id source language text raw state sure received_at decided_at decided_by"
    )
    put_rows(tx, "wishes", columns.split(), wishes)
    put_rows(tx, "to_index", ["wish_id"], [[wish[0]] for wish in wishes])
    put_rows(tx, "wish_tags", "wish_id kind tag probability given tagged_by".split(), tags)
    put_rows(tx, "decisions", "id municipality_id staff_id wish_id what details at".split(), decisions)


def reviewed(dice: random.Random, here: str, by: str, wish: str, about: list[str], now: int) -> list[Any]:
    """Record that a colleague read a wish, and let its tags stand or not."""
    was = about if dice.random() < 0.8 else [about[0], dice.choice(TAGS)]
    sides = {"before": ("waiting", was), "after": ("approved", about)}
    details = {
        side: {"state": state, "tags": [["activity", tag, 0.9, 1, "tagger"] for tag in tags]}
        for side, (state, tags) in sides.items()
    }
    return [new_id(now), here, by, wish, "approve", json.dumps(details), now]


if __name__ == "__main__":
    main()
