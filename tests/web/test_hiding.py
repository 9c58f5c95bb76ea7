"""Hiding by touch what the program missed, on both engines."""

from dataclasses import replace

import httpx
import pytest

from collector import hiding, intake
from collector.learning import gather
from collector.store import retention
from collector.store.erased import Erased
from collector.store.front import Tx
from nlp.reader import Reader
from tests.both_engines import store
from tests.web.cast import Cast, Person
from tests.web.test_queue import HOSTILE

__all__ = ["store"]  # a fixture that pytest finds by its name
WORDS = "Kari vil danse, men kari og Solvang krangler. Ikke Karianne"


async def touch(cast: Cast, leader: Person, wish_id: str, word: str) -> httpx.Response:
    cast.clock.now += 1000
    at = (await cast.find(wish_id)).text.index(word)
    form = {"at": at, "seen": await cast.seen(leader, wish_id)}
    return await leader.post(f"/desk/queue/{wish_id}/hide", form)


async def undo(cast: Cast, leader: Person, wish_id: str) -> int:
    cast.clock.now += 1000
    return (await leader.post(f"/desk/queue/{wish_id}/undo")).status_code


async def test_a_word_that_is_touched_is_hidden_wherever_it_stands(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    assert (await touch(cast, leader, wish_id, "Kari")).status_code == 303
    text = (await cast.find(wish_id)).text
    assert text == "[skjult] vil danse, men [skjult] og Solvang krangler. Ikke Karianne"
    page = (await leader.get("/desk/queue")).text
    assert "Ordet er skjult overalt" not in page
    assert text in page


async def test_each_touch_is_undone_by_itself(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    before = await cast.find(wish_id)
    await touch(cast, leader, wish_id, "Kari")
    once = await cast.find(wish_id)
    await touch(cast, leader, wish_id, "Solvang")
    assert "Solvang" not in (await cast.find(wish_id)).text
    assert await undo(cast, leader, wish_id) == 303
    assert await cast.find(wish_id) == once
    assert await undo(cast, leader, wish_id) == 303
    assert await cast.find(wish_id) == before


async def test_what_was_hidden_stands_nowhere_in_the_clear(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    await touch(cast, leader, wish_id, "Solvang")
    for table in ("wishes", "decisions", "audit", "presses"):
        rows = await cast.store.read(lambda tx, table=table: tx.all(f"SELECT * FROM {table}"))  # type: ignore[misc]
        kept = str([list(dict(row).values()) for row in rows])
        assert "Solvang" not in kept.replace("raw ", ""), table


async def test_the_tagger_learns_only_what_is_left_to_read(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    await touch(cast, leader, wish_id, "Kari")
    await cast.decide(leader, wish_id, "approve")
    (lesson,) = await cast.store.read(lambda tx: gather(tx, cast.here.municipality.id))
    assert lesson.text == (await cast.find(wish_id)).text
    assert lesson.was == lesson.tags


async def test_what_was_hidden_stays_hidden_when_its_sender_adds_words(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    await touch(cast, leader, wish_id, "Solvang")
    more = f"{WORDS}. solvang igjen"
    reading = replace(Reader().read("noe"), text=more)
    await cast.store.write(lambda tx: intake.add_words(tx, cast.seal, wish_id, reading, more, anew=False))
    assert (await cast.find(wish_id)).text == hiding.without(more, ("Solvang",))


async def test_when_the_raw_words_have_had_their_time_nothing_can_be_shown_again(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    await touch(cast, leader, wish_id, "Kari")
    hidden = await cast.find(wish_id)
    await cast.store.write(lambda tx: retention.erase_raw(tx, wish_id), erases=True)
    assert await undo(cast, leader, wish_id) == 409
    await touch(cast, leader, wish_id, "Solvang")
    (row,) = await cast.store.read(lambda tx: tx.all("SELECT hidden FROM wishes"))
    assert row["hidden"] is None
    assert "Solvang" not in (await cast.find(wish_id)).text != hidden.text


async def test_an_old_copy_has_it_hidden_again(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    at = WORDS.index("Kari")

    def again(tx: Tx) -> tuple[bool, bool]:
        return hiding.hide_over(tx, wish_id, len(WORDS), at), hiding.hide_over(tx, wish_id, len(WORDS), at)

    assert await cast.store.write(again) == (True, False)
    assert (await cast.find(wish_id)).text == hiding.without(WORDS, ("Kari",))
    assert leader.staff is not None


async def test_the_list_of_erasures_names_a_place_and_no_word(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    wish, staff = await cast.find(wish_id), leader.staff
    assert staff is not None
    buried: list[Erased] = []

    def work(tx: Tx) -> None:
        desk = type("D", (), {"municipality": cast.here.municipality, "staff": staff})
        hiding.hide(tx, cast.seal, desk, wish, 0, cast.clock())  # type: ignore[arg-type]
        buried.extend(tx.buried)

    await cast.store.write(work, erases=True)
    assert buried == [Erased("hidden", f"{wish_id}:{len(WORDS)}:0")]


@pytest.mark.parametrize("at", [4, 7, 99_999])
async def test_a_place_without_a_word_hides_nothing(cast: Cast, at: int) -> None:
    wish_id, leader = await cast.wish("Kari [navn]"), await cast.sign_in("leader")
    form = {"at": at, "seen": await cast.seen(leader, wish_id)}
    assert (await leader.post(f"/desk/queue/{wish_id}/hide", form)).status_code == 409
    assert (await cast.find(wish_id)).text == "Kari [navn]"


def test_every_word_of_a_hostile_wish_can_be_hidden() -> None:
    for words in HOSTILE:
        left = hiding.words_of(words)
        assert hiding.words_of(hiding.without(words, tuple(each.word for each in left))) == []
        for each in left:
            assert words[each.at :].startswith(each.word)
            assert each.word not in [
                other.word for other in hiding.words_of(hiding.without(words, (each.word,)))
            ]


async def test_a_hostile_wish_is_shown_as_words_that_can_be_touched(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    for words in HOSTILE[:12]:
        wish_id = await cast.wish(words)
        page = await leader.get(f"/desk/queue/{wish_id}/hide")
        assert page.status_code == 200
        assert "<script>" not in page.text
