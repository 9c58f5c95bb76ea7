"""The log of who did what: only ever longer, and any line that is changed past Ekko is found."""

import asyncio
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector import auditing
from collector.store import audit
from collector.store.front import Store, Tx
from tests.both_engines import store
from tools.places import ROOT

__all__ = ["store"]
HERE, ELSEWHERE = "m1", "m2"
LINES = 5
Break = Callable[[Tx], object]


async def keep(store: Store, n: int = LINES, at: int = 1000) -> None:
    for i in range(n):
        await store.write(lambda tx, i=i: audit.append(tx, HERE, "anne", "approve", f"w{i}", at - i))  # type: ignore[misc]


async def broken_at(store: Store, municipality_id: str = HERE) -> int:
    return (await store.read(lambda tx: auditing.check(tx, municipality_id))).broken_at


async def test_a_log_is_whole_whatever_the_clock_said(store: Store) -> None:
    await keep(store)
    checked = await store.read(lambda tx: auditing.check(tx, HERE))
    assert (checked.length, checked.broken_at) == (LINES, 0)
    assert [line.place for line, _ in await store.read(lambda tx: list(audit.lines(tx, HERE)))] == [
        1,
        2,
        3,
        4,
        5,
    ]


async def test_one_that_holds_nothing_yet_is_whole(store: Store) -> None:
    assert await store.read(lambda tx: auditing.check(tx, HERE)) == auditing.Checked(0, "")


BREAKS: dict[str, tuple[Break, int]] = {
    "who": (lambda tx: tx.run("UPDATE audit SET staff_id = 'lars' WHERE place = 3"), 3),
    "what": (lambda tx: tx.run("UPDATE audit SET what = 'held' WHERE place = 1"), 1),
    "when": (lambda tx: tx.run("UPDATE audit SET at = at + 1 WHERE place = 2"), 2),
    "about": (lambda tx: tx.run("UPDATE audit SET about = 'w9' WHERE place = 5"), 5),
    "a line gone": (lambda tx: tx.run("DELETE FROM audit WHERE place = 3"), 3),
    "the end cut away": (lambda tx: tx.run("DELETE FROM audit WHERE place = 5"), 5),
    "all of it gone": (lambda tx: tx.run("DELETE FROM audit"), 1),
    "a line with its hash": (
        lambda tx: tx.run(
            "UPDATE audit SET what = 'held', hash = :hash WHERE place = 2",
            hash=audit.Line(HERE, 2, "anne", "held", "w1", 999).sealed_after("f" * 64),
        ),
        2,
    ),
    "two changed places": (
        lambda tx: [
            tx.run("UPDATE audit SET place = :b WHERE place = :a", a=a, b=b)
            for a, b in ((2, 9), (3, 2), (9, 3))
        ],
        2,
    ),
    "a line at the end": (
        lambda tx: tx.run("UPDATE audit_ends SET place = place - 1"),
        LINES + 1,
    ),
}


@pytest.mark.parametrize("how", BREAKS)
async def test_what_was_changed_past_ekko_is_found(store: Store, how: str) -> None:
    await keep(store)
    change, place = BREAKS[how]
    await store.write(change)
    assert await broken_at(store) == place


async def test_the_logs_of_two_municipalities_know_nothing_of_each_other(store: Store) -> None:
    await keep(store)
    await store.write(lambda tx: audit.append(tx, ELSEWHERE, "kari", "approve", "w", 0))
    await store.write(lambda tx: tx.run("DELETE FROM audit WHERE municipality_id = :here", here=HERE))
    assert (await broken_at(store), await broken_at(store, ELSEWHERE)) == (1, 0)


async def test_many_at_once_come_one_after_the_other(store: Store) -> None:
    await asyncio.gather(
        *(
            store.write(lambda tx, i=i: audit.append(tx, HERE, "anne", "approve", f"w{i}", i))  # type: ignore[misc]
            for i in range(50)
        )
    )
    checked = await store.read(lambda tx: auditing.check(tx, HERE))
    assert (checked.length, checked.broken_at) == (50, 0)


async def test_what_is_undone_leaves_no_line(store: Store) -> None:
    def fail(tx: Tx) -> None:
        audit.append(tx, HERE, "anne", "approve", "w", 0)
        raise ValueError

    await keep(store)
    with pytest.raises(ValueError, match=r"^$"):
        await store.write(fail)
    assert await store.read(lambda tx: audit.end_of(tx, HERE).place) == LINES
    assert await broken_at(store) == 0


FIELDS = st.text(max_size=6)


@given(st.tuples(FIELDS, FIELDS, FIELDS), st.tuples(FIELDS, FIELDS, FIELDS))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_two_lines_that_differ_have_two_hashes(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    hashes = {audit.Line(HERE, 1, *each, 0).sealed_after("") for each in (one, other)}
    assert len(hashes) == len({one, other})


def test_no_statement_changes_or_erases_a_line() -> None:
    said = "\n".join(path.read_text("utf-8") for path in (ROOT / "collector").rglob("*.py"))
    assert re.search(r"INSERT INTO audit ", said)
    assert not re.search(r"(UPDATE|DELETE FROM) audit\b", said)
