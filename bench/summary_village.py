"""A municipality with so many wishes, as they would lie after years of use: for `bench.summary`.

One rule: the kept figures are made by the very functions that keep them, of the very wishes that are put in.
"""

import random
from collections.abc import Iterator

from bench.keep import WORDS
from collector.here import day_of
from collector.ids import new_id
from collector.model import Municipality, Round, Tag, Wish
from collector.store import counts, rounds
from collector.store.counted import About, Cells, Met, cells_of, sender_cells
from collector.store.front import Store, Tx
from collector.store.tables import put_rows
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

START = 1_735_700_000_000
DAY_MS = 86_400_000
DAYS = 550
AT_ONCE = 10_000
PLACES = tuple(f"Bydel {n}" for n in range(1, 13))
SCHOOLS = tuple(f"Skole {n}" for n in range(1, 21))
SOURCES, HOW_OFTEN = ("webchat", "telegram", "class", "paper"), (70, 10, 5, 15)
STATES, OFTEN = ("approved", "waiting", "held", "not-a-wish"), (90, 6, 2, 2)
HERE = Municipality("m", "Eksempelvik", is_example=True, is_open=True)
ROUNDS = tuple(
    Round(f"r{n}", HERE, f"kode-{n}", f"Runde {n}", START + (n - 1) * DAY_MS * DAYS // 3, None)
    for n in (1, 2, 3)
)
END = START + DAYS * DAY_MS
LIKELY = [1 / (place + 2) for place in range(len(ACTIVITIES))]
COLUMNS = """id municipality_id round_id talk_id source language text raw state sure received_at decided_at
    number""".split()
TALK = "id municipality_id round_id channel who receipt version state touched_at age_band school".split()


async def settle(store: Store, many: int) -> None:
    """Fill an empty store."""
    await store.write(found)
    cells: Cells = Cells()
    dice = random.Random(many)  # noqa: S311  words for show
    for first in range(0, many, AT_ONCE):
        made = list(some(dice, first, min(AT_ONCE, many - first), many))
        await store.write(lambda tx, made=made: keep(tx, made))  # type: ignore[misc]
        for wish, about in made:
            cells.update(cells_of(wish, about))
        cells.update(cells_of_senders(made))
    await store.write(lambda tx: counts.add_cells(tx, cells))
    await store.write(lambda tx: counts.begin_here(tx, "m"))
    await store.write(lambda tx: tx.run("ANALYZE"))


def found(tx: Tx) -> None:
    """Found the municipality, its places and its rounds."""
    rounds.add_municipality(tx, HERE, 1)
    for each in ROUNDS:
        rounds.add_round(tx, each, 1)
    put_rows(tx, "places", ["municipality_id", "name"], [["m", place] for place in PLACES])


def some(dice: random.Random, first: int, many: int, whole: int) -> Iterator[tuple[Wish, About]]:
    """Make some wishes: about three in four by a sender of two, each with one to three activities."""
    for n in range(first, first + many):
        at = START + n * (DAYS * DAY_MS // whole)
        source = dice.choices(SOURCES, HOW_OFTEN)[0]
        talk = f"t{n // 2 * 2:09}" if source in ("webchat", "telegram") else None
        (kind,) = dice.choices(STATES, OFTEN)
        named = {*dice.choices(ACTIVITIES, LIKELY, k=dice.randint(1, 3))}
        tags = [Tag("activity", tag, 0.9) for tag in sorted(named)]
        tags += [Tag("barrier", dice.choice(BARRIERS), 0.8)] if dice.random() < 0.3 else []
        tags += [Tag("form", dice.choice(FORMS), 0.8)] if dice.random() < 0.3 else []
        asked = ROUNDS[min(2, n * 3 // whole)]
        text = " ".join(dice.choices(WORDS, k=dice.randint(4, 20)))
        places = (dice.choice(PLACES),) if dice.random() < 0.4 else ()
        school = SCHOOLS[hash_of(talk) % 20] if talk and hash_of(talk) % 3 else ""
        yield (
            Wish(
                new_id(at), "m", asked.id, talk, source if talk is None else "webchat", "nb", text, kind,  # type: ignore[arg-type]
                dice.random() < 0.8, at, at, tags=tuple(tags), number=n + 1,
            ),
            About(places, "13-15" if talk and hash_of(talk) % 2 else "", school),
        )  # fmt: skip


def hash_of(talk: str) -> int:
    """Make a number of a talk, the same each time."""
    return int(talk[1:]) // 2


def keep(tx: Tx, made: list[tuple[Wish, About]]) -> None:
    """Keep them, with all that lies beside them."""
    talks = {wish.talk_id: about for wish, about in made if wish.talk_id}
    by_talk = {wish.talk_id: wish for wish, _ in made if wish.talk_id}
    put_rows(
        tx,
        "talks",
        TALK,
        [
            [
                each, "m", by_talk[each].round_id, "webchat", each, each, 1, b"", 1, about.age or None,
                about.school or None,
            ]
            for each, about in talks.items()
        ],
    )  # fmt: skip
    put_rows(
        tx,
        "wishes",
        COLUMNS,
        [
            [
                wish.id, "m", wish.round_id, wish.talk_id, wish.source, wish.language, wish.text, None,
                wish.state, int(wish.sure), wish.received_at, wish.decided_at, wish.number,
            ]
            for wish, _ in made
        ],
    )  # fmt: skip
    tags = [
        [wish.id, tag.kind, tag.id, tag.probability, 1, "tagger"] for wish, _ in made for tag in wish.tags
    ]
    put_rows(tx, "wish_tags", "wish_id kind tag probability given tagged_by".split(), tags)
    places = [[wish.id, place] for wish, about in made for place in about.places]
    put_rows(tx, "wish_places", ["wish_id", "place"], places)


def cells_of_senders(made: list[tuple[Wish, About]]) -> Cells:
    """Count the senders of some wishes; nobody's lie in two lots."""
    met: dict[str, list[Met]] = {}
    for wish, about in made:
        if wish.talk_id and wish.state == "approved":
            day = day_of(wish.received_at)
            of_wish = Met("m", wish.round_id, day, wish.source, about.places, about.age, about.school)
            met.setdefault(wish.talk_id, []).append(of_wish)
    cells: Cells = Cells()
    for some_met in met.values():
        cells.update(sender_cells(some_met))
    return cells
