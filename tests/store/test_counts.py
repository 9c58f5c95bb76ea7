"""The kept figures of rounds, places, days and all: on both engines they are those that the wishes make."""

import asyncio
from dataclasses import replace
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.recounting import count_some_more
from collector.here import day_of, start_of
from collector.ids import new_id
from collector.model import Answer, Municipality, Round, Tag, Wish
from collector.store import (
    counted,
    counts,
    counts_anew,
    counts_in,
    groups,
    heard,
    rounds,
    routed,
    talks,
    wishes,
)
from collector.store.counted import KINDS
from collector.store.counts_in import Extent
from collector.store.front import Store, Tx
from collector.store.schema import CHANGES
from tests.both_engines import store
from tests.store.things import Database

__all__ = ["store"]
HERE = Municipality("m", "Eksempelvik", is_example=True, is_open=True)
ROUNDS = tuple(Round(each, HERE, f"kode-{each}", each, 1, None) for each in ("r1", "r2"))
DAYS = ("2026-03-28", "2026-03-29", "2026-03-30", "2026-04-01", "2026-10-24", "2026-10-25", "2026-11-02")
PLACES = ("Vika", "Nes")
SOURCES = ("webchat", "telegram")


async def found(store: Store) -> None:
    def work(tx: Tx) -> None:
        rounds.add_municipality(tx, HERE, 1)
        for each in ROUNDS:
            rounds.add_round(tx, each, 1)
        for name in "abcd":
            talks.add_talk(
                tx,
                id=name,
                municipality_id="m",
                round_id="r1",
                channel="webchat",
                who=name,
                receipt=name,
                handle=None,
                now=1,
            )

    await store.write(work)


def keep(tx: Tx, wish: Wish, places: tuple[str, ...] = ()) -> None:
    wishes.add_wish(tx, wish, None)
    routed.put_places(tx, wish.id, places)
    counts.count(tx, wish, +1)


def move(tx: Tx, wish_id: str, state: str) -> None:
    old = wishes.find_wish(tx, wish_id)
    assert old is not None
    counts.count(tx, old, -1)
    tx.run("UPDATE wishes SET state = :state WHERE id = :id", state=state, id=wish_id)
    counts.count(tx, replace(old, state=state), +1)  # type: ignore[arg-type]


def erase(tx: Tx, wish_id: str) -> None:
    old = wishes.find_wish(tx, wish_id)
    assert old is not None
    counts.count(tx, old, -1)
    wishes.erase_wish(tx, wish_id)


def make(day: str, talk: str | None, round_id: str = "r1", source: str = "webchat", hour: int = 12) -> Wish:
    at = start_of(day) + hour * 3_600_000
    tags = (
        Tag("activity", "gaming"),
        Tag("barrier", "cost", 0.6),
        Tag("activity", "dance", 0.4, given=False),
    )
    return Wish(new_id(at), "m", round_id, talk, source, "nb", "noe", "approved", False, at, tags=tags)


async def agree(store: Store) -> None:
    def work(tx: Tx) -> None:
        assert counts_anew.kept_here(tx, "m") == counts_anew.cells_here(tx, "m")
        for each in ROUNDS:
            assert counts.figures_of(tx, each.id) == counts.recount(tx, each.id)

    await store.read(work)


def senders(tx: Tx, extent: Extent) -> dict[str, int]:
    return counts_in.read(tx, extent).get("senders", {})


def by_hand(tx: Tx, extent: Extent) -> set[str]:
    """Who wished in an extent, asked of the wishes themselves."""
    of_rounds = groups.round_places(tx, "m")
    rows = tx.all("SELECT * FROM wishes WHERE state = 'approved' AND talk_id IS NOT NULL")
    there = {
        row["id"]: {
            each["place"]
            for each in tx.all("SELECT place FROM wish_places WHERE wish_id = :id", id=row["id"])
        }
        or {of_rounds.get(row["round_id"], "")}
        for row in rows
    }
    return {
        row["talk_id"]
        for row in rows
        if row["round_id"] in extent.round_ids
        and (not extent.place or extent.place in there[row["id"]])
        and (extent.first or "0") <= day_of(row["received_at"]) <= (extent.last or "9")
    }


EXTENTS = [
    Extent("m", ids, whole, **narrow)
    for ids, whole in ((("r1",), False), (("r2",), False), (("r1", "r2"), True))
    for narrow in (
        {},
        {"place": "Vika"},
        {"place": "Nes"},
        {"first": "2026-03-29", "last": "2026-03-29"},
        {"first": "2026-03-30"},
        {"last": "2026-10-24"},
        {"first": "2026-03-29", "last": "2026-11-01"},
        {"first": "2026-03-05", "last": "2026-03-29"},
        {"first": "2026-03-10", "last": "2026-10-24"},
    )
]
PERIODS = [each for each in EXTENTS if each.is_period]


def by_days(cells: counted.Cells, extent: Extent) -> counts_in.Figures:
    """What a period's figures are, added up day by day from cells that the wishes themselves made."""
    found: counts_in.Figures = {}
    for cell, n in cells.items():
        of_period = (extent.first or "0") <= cell.part <= (extent.last or "9")
        if n and cell.cut == "day" and cell.scope in extent.round_ids and of_period and cell.what in KINDS:
            some = found.setdefault(cell.what, {})
            some[cell.name] = some.get(cell.name, 0) + n
    return found


def without_places_of_rounds(figures: counts_in.Figures) -> counts_in.Figures:
    """Leave out what is not added up: senders, and which place a wish is from that names none."""
    return {what: rows for what, rows in figures.items() if what not in ("senders", "place")}


STEPS = st.one_of(
    st.tuples(
        st.just("keep"),
        st.sampled_from(DAYS),
        st.sampled_from(("a", "b", "c", None)),
        st.sampled_from(("r1", "r2")),
        st.sampled_from(SOURCES),
        st.sampled_from(((), ("Vika",), ("Nes",), PLACES)),
    ),
    st.tuples(st.just("move"), st.integers(0, 30), st.sampled_from(("approved", "held", "waiting", "case"))),
    st.tuples(st.just("erase"), st.integers(0, 30)),
    st.tuples(st.just("round"), st.sampled_from(("r1", "r2")), st.sampled_from(("", *PLACES))),
    st.tuples(st.just("school"), st.sampled_from("abc"), st.sampled_from(("Vika skole", "Nes skole"))),
    st.tuples(st.just("anew")),
    st.tuples(st.just("some")),
)


def take(tx: Tx, step: tuple[object, ...], kept: list[str]) -> None:
    match step:
        case ("keep", str(day), talk, str(round_id), str(source), places):
            wish = make(day, talk, round_id, source)  # type: ignore[arg-type]
            keep(tx, wish, places)  # type: ignore[arg-type]
            kept.append(wish.id)
        case ("move", int(n), str(state)) if kept:
            move(tx, kept[n % len(kept)], state)
        case ("erase", int(n)) if kept:
            erase(tx, kept.pop(n % len(kept)))
        case ("round", str(round_id), str(place)):
            counts.move_round(tx, "m", round_id, partial(groups.put_round_place, tx, round_id, place))
        case ("school", str(talk), str(school)):
            counts.move_talk(tx, talk, partial(talks.note_school, tx, talk, school))
        case ("anew",):
            counts_anew.again(tx, "m")
        case ("some",):
            counts.count_again_some(tx, "m")


def test_whatever_happens_the_figures_are_those_of_the_wishes(store: Store) -> None:
    asyncio.run(found(store))

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(STEPS, max_size=25))
    def tried(steps: list[tuple[object, ...]]) -> None:
        def work(tx: Tx) -> None:
            kept: list[str] = []
            tx.run("DELETE FROM wishes")
            tx.run("DELETE FROM counts")
            tx.run("DELETE FROM counts_in")
            tx.run("DELETE FROM round_places")
            tx.run("DELETE FROM to_count_again")
            tx.run("UPDATE talks SET school = NULL")
            for step in steps:
                take(tx, step, kept)
            while counts.count_again_some(tx, "m"):
                pass
            assert counts_anew.kept_here(tx, "m") == counts_anew.cells_here(tx, "m")
            for extent in EXTENTS:
                assert senders(tx, extent).get("all", 0) == len(by_hand(tx, extent)), extent
            made = counts_anew.cells_here(tx, "m")
            for extent in PERIODS:
                figures, anew = counts_in.read(tx, extent), by_days(made, extent)
                assert without_places_of_rounds(figures) == without_places_of_rounds(anew), extent
                places = sum(figures.get("place", {}).values())
                assert places == sum(anew.get("place", {}).values()), extent

        asyncio.run(store.write(work))

    tried()


async def test_senders_of_a_period_are_counted_once_across_a_clock_change(store: Store) -> None:
    await found(store)

    def work(tx: Tx) -> None:
        for talk, day, hour in (("a", "2026-03-28", 23), ("a", "2026-03-29", 1), ("b", "2026-03-29", 22)):
            keep(tx, make(day, talk, hour=hour))
        keep(tx, make("2026-03-29", None, source="class"))

    await store.write(work)
    day = Extent("m", ("r1",), first="2026-03-29", last="2026-03-29")
    figures = await store.read(lambda tx: counts_in.read(tx, day))
    assert figures["day"] == {"2026-03-29": 3}
    assert counts_in.voices(figures) == {"all": 3, "webchat": 2, "class": 1}
    await agree(store)


async def test_an_answer_and_what_is_told_of_age_and_school_are_counted_in_every_part(store: Store) -> None:
    await found(store)

    def work(tx: Tx) -> None:
        wish = make("2026-03-29", "a")
        keep(tx, wish, ("Vika",))
        counts.count(tx, wish, -1)
        answer = Answer("answer", wish.id, "planned", "Kommer", "s", wish.received_at + 3 * counts.DAY_MS)
        tx.run(
            """INSERT INTO answers (id, wish_id, place, after_turn, status, text, staff_id, at)
            VALUES (:id, :wish, 0, 0, 'planned', 'Kommer', 's', :at)""",
            id=answer.id,
            wish=wish.id,
            at=answer.at,
        )
        tx.run(
            "UPDATE wishes SET answer_id = 'answer', first_answer_at = :at WHERE id = :id",
            at=answer.at,
            id=wish.id,
        )
        counts.count(tx, replace(wish, answer=answer, first_answer_at=answer.at), +1)
        counts.move_talk(tx, "a", partial(talks.note_school, tx, "a", "Vika skole"))
        counts.move_talk(tx, "a", partial(talks.note_age, tx, "a", "13-15"))

    await store.write(work)
    for narrow in ({}, {"place": "Vika"}, {"first": "2026-03-01", "last": "2026-04-15"}):
        extent = Extent("m", ("r1",), **narrow)  # type: ignore[arg-type]
        figures = await store.read(lambda tx: counts_in.read(tx, extent))  # noqa: B023
        assert figures["school"] == {"Vika skole": 1}
        assert (figures["age"], figures["days"], figures["told"]) == ({"13-15": 1}, {"3": 1}, {"gaming": 1})
        by_school = await store.read(lambda tx: counts_in.crossed(tx, extent, [("school", "Vika skole")]))  # noqa: B023
        assert by_school == {("school", "Vika skole"): {"gaming": 1}}
    await agree(store)


async def test_a_sender_of_several_wishes_who_tells_her_school_later_is_heard_from_there_once(
    store: Store,
) -> None:
    await found(store)

    def work(tx: Tx) -> None:
        for day in DAYS[:3]:
            keep(tx, make(day, "a"))
        counts.move_talk(tx, "a", partial(talks.note_school, tx, "a", "Vika skole"))
        assert heard.figures_of(tx, ["r1"])["r1"] == {"all": {"all": 1}, "school": {"Vika skole": 1}}
        counts.move_talk(tx, "a", partial(talks.note_school, tx, "a", "Nes skole"))
        assert heard.figures_of(tx, ["r1"])["r1"] == {"all": {"all": 1}, "school": {"Nes skole": 1}}

    await store.write(work)
    await agree(store)


async def test_who_was_heard_by_an_older_ekko_stands_with_the_other_figures_after_the_update(
    database: Database,
) -> None:
    old = database.open(*CHANGES[:24])
    await found(old)

    def work(tx: Tx) -> None:
        tx.run("UPDATE talks SET school = 'Nes skole', age_band = '13-15' WHERE id IN ('a', 'b')")
        for wish in (make("2026-03-29", "a"), make("2026-03-30", "b"), make("2026-03-30", "c", "r2")):
            keep(tx, wish, ("Vika",))
        tx.run("DELETE FROM counts WHERE what IN ('heard-age', 'heard-school')")  # an older Ekko kept none
        for what, name in (("all", "all"), ("school", "Nes skole"), ("age", "13-15"), ("place", "Vika")):
            tx.run("INSERT INTO heard VALUES ('r1', :what, :name, 2)", what=what, name=name)
        tx.run("INSERT INTO heard VALUES ('r2', 'all', 'all', 1)")

    await old.write(work)
    old.close()
    new = database.open(*CHANGES)
    await agree(new)
    kept = await new.read(partial(heard.figures_of, round_ids=["r1"]))
    names = {"age": {"13-15": 2}, "school": {"Nes skole": 2}, "place": {"Vika": 2}}
    assert kept["r1"] == {"all": {"all": 2}, **names}
    new.close()


async def test_two_hundred_copies_of_three_senders_are_three_voices(store: Store) -> None:
    await found(store)

    def work(tx: Tx) -> None:
        for n in range(200):
            keep(tx, make(DAYS[n % 5], "abc"[n % 3]))

    await store.write(work)
    for extent in EXTENTS:
        figures = await store.read(lambda tx: counts_in.read(tx, extent))  # noqa: B023
        assert counts_in.voices(figures).get("all", 0) in (0, 3)
    figures = await store.read(lambda tx: counts_in.read(tx, Extent("m", ("r1",))))
    assert (figures["state"]["approved"], counts_in.voices(figures)["all"]) == (200, 3)


async def test_counting_anew_takes_up_where_it_was_and_counts_what_comes_meanwhile_once(store: Store) -> None:
    await found(store)
    await store.write(lambda tx: [keep(tx, make(DAYS[n % 7], "abcd"[n % 4])) for n in range(450)])
    await store.write(lambda tx: counts_anew.again(tx, "m"))
    await count_some_more(store)
    half = await store.read(lambda tx: counts.figures_of(tx, "r1"))
    assert half["state"] == {"approved": counts_anew.AT_ONCE}
    await store.write(lambda tx: keep(tx, make("2026-11-02", "d")))
    first, last = await store.read(
        lambda tx: tx.all("SELECT MIN(id) AS id FROM wishes UNION ALL SELECT MAX(id) FROM wishes")
    )
    await store.write(lambda tx: move(tx, first["id"], "held"))
    await store.write(lambda tx: move(tx, last["id"], "held"))
    while await count_some_more(store):
        pass
    await agree(store)
    whole = await store.read(lambda tx: counts.figures_of(tx, "r1"))
    assert whole["state"] == {"approved": 449, "held": 2}


async def test_every_wish_of_a_round_has_a_number_of_its_own_that_nobody_gets_again(store: Store) -> None:
    await found(store)
    made = [make("2026-03-29", None, round_id=each) for each in ("r1", "r1", "r2", "r1")]
    for wish in made:
        await store.write(partial(keep, wish=wish))  # type: ignore[call-arg]
    await store.write(lambda tx: erase(tx, made[3].id))
    await store.write(partial(keep, wish=replace(made[3], id=new_id(made[3].received_at))))  # type: ignore[call-arg]
    rows = await store.read(
        lambda tx: tx.all("SELECT round_id, number FROM wishes ORDER BY round_id, number")
    )
    assert [(row["round_id"], row["number"]) for row in rows] == [("r1", 1), ("r1", 2), ("r1", 4), ("r2", 1)]


async def test_wishes_that_come_at_once_get_different_numbers_and_are_all_counted(store: Store) -> None:
    await found(store)
    made = [make(DAYS[n % 7], "abcd"[n % 4]) for n in range(60)]
    await asyncio.gather(*(store.write(partial(keep, wish=wish)) for wish in made))  # type: ignore[call-arg]
    rows = await store.read(lambda tx: tx.all("SELECT number FROM wishes ORDER BY number"))
    assert [row["number"] for row in rows] == list(range(1, 61))
    await agree(store)


async def test_an_older_ekkos_wishes_get_their_numbers_and_are_counted_after_the_update(
    database: Database,
) -> None:
    old = database.open(*CHANGES[:18])
    await found(old)

    def work(tx: Tx) -> None:
        for wish in (make("2026-03-29", "a"), make("2026-03-30", "a"), make("2026-03-30", None, "r2")):
            tx.run(
                """INSERT INTO wishes (id, municipality_id, round_id, talk_id, source, language, text, state,
                    sure, received_at)
                VALUES (:id, 'm', :round, :talk, 'webchat', 'nb', 'noe', 'approved', 0, :at)""",
                id=wish.id,
                round=wish.round_id,
                talk=wish.talk_id,
                at=wish.received_at,
            )
        tx.run("INSERT INTO counts (round_id, what, name, n) VALUES ('r1', 'state', 'approved', 2)")

    await old.write(work)
    old.close()
    new = database.open(*CHANGES)
    assert await new.read(lambda tx: counts_anew.goes_on(tx, "m"))
    while await count_some_more(new):
        pass
    await agree(new)
    rows = await new.read(lambda tx: tx.all("SELECT round_id, number FROM wishes"))
    numbers = sorted((row["round_id"], row["number"]) for row in rows)
    assert numbers == [("r1", 1), ("r1", 2), ("r2", 1)]
    await new.write(lambda tx: keep(tx, make("2026-04-01", "b")))
    last = await new.read(lambda tx: tx.one("SELECT MAX(number) AS n FROM wishes WHERE round_id = 'r1'"))
    assert last is not None
    assert last["n"] == 3
    await agree(new)
    new.close()
