"""Classes and their answers in the store, on both engines."""

from dataclasses import replace

import pytest

from collector.ids import new_id
from collector.model import ClassAnswer, Municipality, Round, SchoolClass
from collector.store import classes, rounds
from collector.store.front import AlreadyThere, Store, Tx
from tests.both_engines import store
from tests.conftest import Clock

__all__ = ["store"]


async def test_a_class_keeps_its_code_and_each_answer_its_number(store: Store, clock: Clock) -> None:
    here = Municipality(new_id(clock()), "Eksempelvik", is_example=True, is_open=False)
    asked = Round(new_id(clock()), here, "klok-hval", "Høst", clock(), None, kind="class")
    group = SchoolClass(new_id(clock()), asked.id, "eple-kanel-sjøstjerne", "8A", 24)
    first = ClassAnswer("a", group.id, 1, 22, "vote", clock(), "w1")

    def add(tx: Tx) -> None:
        rounds.add_municipality(tx, here, clock())
        rounds.add_round(tx, asked, clock())
        classes.put_class(tx, group, clock())
        classes.put_class(tx, replace(group, id="other", code="other", headcount=25), clock())
        classes.add_answer(tx, first, "key")

    await store.write(add)
    assert await store.read(lambda tx: classes.find_class(tx, group.code)) == replace(group, headcount=25)
    assert await store.read(lambda tx: classes.has_come(tx, "key"))
    assert await store.read(lambda tx: rounds.has_begun(tx, asked.id))
    with pytest.raises(AlreadyThere):
        await store.write(lambda tx: classes.add_answer(tx, replace(first, id="b"), "another key"))
    second = replace(first, id="b", place=2, wish_id="w2")
    await store.write(lambda tx: classes.add_answer(tx, second, "another key"))
    await store.write(lambda tx: classes.replace_answer(tx, "a", "en sklie"))
    sent = await store.read(lambda tx: classes.answers_of(tx, group.id))
    assert sent == [second, replace(first, wish_id=None, earlier="en sklie")]
    assert await store.read(lambda tx: classes.answers_in_round(tx, asked.id)) == sent
