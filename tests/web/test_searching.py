"""Searching what wishes say, on both engines: who finds what, and what is left when words go."""

from pathlib import Path

import pytest

from bot.indexing import index_some_more
from collector import intake, searching
from collector.model import Tag
from collector.store import retention, to_index
from collector.store.front import Tx
from nlp.reader import Reader
from nlp.searched import beginnings
from tests.both_engines import store
from tests.web.cast import Cast, Person
from tests.web.test_queue import HOSTILE

__all__ = ["store"]  # a fixture that pytest finds by its name
WORDS = "Vi vil ha skatepark og en ballbinge i Solvang"


async def look_for(cast: Cast, person: Person, q: str, **more: str) -> list[str]:
    """Make all searchable and tell which texts are found."""
    while await index_some_more(cast.store, cast.seal):
        pass
    return [each["text"] for each in (await person.read("/desk/search", q=q, **more))["found"]]


async def numbers_of(cast: Cast, wish_id: str) -> frozenset[int]:
    return await cast.store.read(lambda tx: to_index.words_of(tx, wish_id))


async def differ(cast: Cast) -> int:
    return await cast.store.read(lambda tx: searching.count_that_differ(tx, cast.seal, 100))


@pytest.mark.parametrize(
    "typed",
    [
        "skate",
        "SKATEPARK",
        "ska",
        "ballb",
        "solvang ballbinge vi",
        "  ball  ",
        "«ha» skate",
    ],
)
async def test_a_wish_is_found_by_the_beginnings_of_its_words(cast: Cast, typed: str) -> None:
    await cast.wish("Svømmehall")
    await cast.wish(WORDS)
    assert await look_for(cast, await cast.sign_in("leader"), typed) == [WORDS]


@pytest.mark.parametrize(
    "typed", ["skateparken", "skateb", "park", "ballbinger", "skate kino", "å", "", "og en"]
)
async def test_what_it_does_not_say_does_not_find_it(cast: Cast, typed: str) -> None:
    await cast.wish(WORDS)
    assert await look_for(cast, await cast.sign_in("leader"), typed) == []


@pytest.mark.parametrize(
    "typed",
    ['"', "'; DROP TABLE wishes; --", "%", "*", "ska%", "_", "\\", "\u202e", "\0", "NEAR(", "x" * 5000, "🛹"],
)
async def test_hostile_questions_find_nothing_that_is_not_there(cast: Cast, typed: str) -> None:
    await cast.wish("Kino nå")
    leader = await cast.sign_in("leader")
    assert await look_for(cast, leader, typed) == []
    assert (await leader.get("/desk/search", q=typed)).status_code == 200
    assert await look_for(cast, leader, "kino") == ["Kino nå"]


async def test_a_question_may_be_of_a_thousand_words(cast: Cast) -> None:
    await cast.wish(WORDS)
    assert await look_for(cast, await cast.sign_in("leader"), "skatepark " * 1000) == [WORDS]
    assert await look_for(cast, await cast.sign_in("leader"), " ".join(f"ord{n}" for n in range(1000))) == []


async def test_a_leader_finds_nothing_of_another_municipality(cast: Cast) -> None:
    here, there = await cast.wish(WORDS), await cast.wish(WORDS + " der", place=cast.there)
    assert await look_for(cast, await cast.sign_in("leader"), "skatepark") == [WORDS]
    assert not await numbers_of(cast, here) & await numbers_of(cast, there)


@pytest.mark.parametrize("role", ["admin", "leader", "duty"])
async def test_nobody_finds_a_case(cast: Cast, role: str) -> None:
    await cast.wish("skatepark og noe vondt", Tag("flag", "concern"), state="case")
    person = await cast.sign_in(role)  # type: ignore[arg-type]
    assert await look_for(cast, person, "vondt") == []
    assert await look_for(cast, person, "skatepark", state="waiting") == []
    assert (await person.get("/desk/search", q="vondt", state="case")).status_code == 400


async def test_one_pile_can_be_searched_by_itself(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    await cast.wish("skate én", state="approved")
    await cast.wish("skate to")
    assert await look_for(cast, leader, "skate") == ["skate to", "skate én"]
    assert await look_for(cast, leader, "skate", state="approved") == ["skate én"]
    assert await look_for(cast, leader, "skate", state="held") == []


async def test_pages_go_on_after_the_last_one_seen_and_hold_each_once(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    texts = [f"skate nummer {n}" for n in range(searching.PAGE * 2 + 1)]
    for text in texts:
        await cast.wish(text)
    found, before, pages = [], "", 0
    while before is not None:
        found += await look_for(cast, leader, "skate", before=before)
        before = (await leader.read("/desk/search", q="skate", before=before))["more"]
        pages += 1
    assert (found, pages) == (texts[::-1], 3)


async def test_a_rare_thing_is_found_behind_many_that_are_only_close(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "AT_ONCE", (2, 3))
    leader = await cast.sign_in("leader")
    await cast.wish("skatekjempe")
    for _ in range(6):
        await cast.wish("skateutstyr")
    assert await look_for(cast, leader, "skatek") == []
    data = await leader.read("/desk/search", q="skatek")
    assert "Ingen treff blant" in (await leader.get("/desk/search", q="skatek")).text
    assert await look_for(cast, leader, "skatek", before=data["more"]) == ["skatekjempe"]


async def test_what_was_found_is_marked_and_everything_else_is_text(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    await cast.wish("<b>Skatepark</b> & <script>alert(1)</script>")
    await look_for(cast, leader, "skate")
    page = (await leader.get("/desk/search", q="skate <i>")).text
    assert "<mark>" not in page
    page = (await leader.get("/desk/search", q="skate")).text
    assert "&lt;b&gt;<mark>Skatepark</mark>&lt;/b&gt; &amp; &lt;script&gt;" in page


async def test_hostile_texts_are_searched_and_shown_as_text(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    for text in HOSTILE:
        await cast.wish(f"skate {text}")
    await look_for(cast, leader, "skate")
    assert await differ(cast) == 0
    page = (await leader.get("/desk/search", q="skate")).text
    assert page.count("<script") == 2  # the page's own


async def test_no_word_that_only_an_erased_wish_had_is_left(cast: Cast) -> None:
    gone, stays = await cast.wish(WORDS), await cast.wish("Vi vil ha kino")
    leader = await cast.sign_in("leader")
    assert await look_for(cast, leader, "skatepark") == [WORDS]
    only_its = await numbers_of(cast, gone) - await numbers_of(cast, stays)
    assert only_its
    await cast.store.write(lambda tx: intake.erase(tx, gone, None, cast.clock()), erases=True)
    rows = await cast.store.read(lambda tx: tx.all("SELECT word FROM wish_words"))
    assert not only_its & {row["word"] for row in rows}
    assert await look_for(cast, leader, "skatepark") == []
    assert await look_for(cast, leader, "kino") == ["Vi vil ha kino"]


async def test_no_byte_of_its_numbers_is_left_and_no_word_ever_stood_there(
    cast: Cast, tmp_path: Path
) -> None:
    gone = await cast.wish("skatepark")
    await look_for(cast, await cast.sign_in("leader"), "skatepark")
    numbers = [n.to_bytes(8, signed=True) for n in await numbers_of(cast, gone)]
    if "postgres" in type(cast.store).__module__:
        return  # its vacuum is PostgreSQL's own
    assert any(n in bytes_in(tmp_path) for n in numbers)
    await cast.store.write(lambda tx: intake.erase(tx, gone, None, cast.clock()), erases=True)
    left = bytes_in(tmp_path)
    assert not any(n in left for n in numbers)
    assert b"skate" not in left.lower()


def bytes_in(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.glob("ekko.db*"))


async def test_what_is_hidden_by_touch_finds_nothing_any_more_at_once(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    assert await look_for(cast, leader, "solvang") == [WORDS]
    cast.clock.now += 1000
    form = {"at": WORDS.index("Solvang"), "seen": await cast.seen(leader, wish_id)}
    assert (await leader.post(f"/desk/queue/{wish_id}/hide", form)).status_code == 303
    assert await numbers_of(cast, wish_id) == frozenset()
    hidden = WORDS.replace("Solvang", "[skjult]")
    assert await look_for(cast, leader, "solvang") == []
    assert await look_for(cast, leader, "skatepark") == [hidden]
    await leader.post(f"/desk/queue/{wish_id}/undo")
    assert await look_for(cast, leader, "solvang") == [WORDS]


async def test_words_that_change_are_found_as_they_are_now(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    assert await look_for(cast, leader, "skatepark") == [WORDS]

    def change(tx: Tx) -> None:
        reading = Reader().read("Vi vil ha kino, ring 900 12 345")
        intake.add_words(tx, cast.seal, wish_id, reading, "raw", anew=True)

    await cast.store.write(change, erases=True)
    text = (await cast.find(wish_id)).text
    assert await look_for(cast, leader, "skatepark") == []
    assert await look_for(cast, leader, "kino") == [text]
    assert await look_for(cast, leader, "900") == []


async def test_erased_words_are_searched_no_more(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS), await cast.sign_in("leader")
    await look_for(cast, leader, "skatepark")
    await cast.store.write(lambda tx: retention.erase_words(tx, wish_id), erases=True)
    assert await numbers_of(cast, wish_id) == frozenset()
    assert await look_for(cast, leader, "skatepark") == []


async def test_wishes_of_before_an_update_are_searchable_after_it(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    for n in range(5):
        await cast.wish(f"skate {n}")
    await cast.store.write(lambda tx: (tx.run("DELETE FROM to_index"), tx.run("DELETE FROM wish_words")))
    assert await look_for(cast, leader, "skate") == []
    assert await differ(cast) == 5
    await cast.store.write(to_index.all_anew)
    assert (await leader.read("/desk/search", q="skate"))["left"] == 5
    assert await index_some_more(cast.store, cast.seal, step=3)
    assert (await leader.read("/desk/search", q="skate"))["left"] == 2
    assert len(await look_for(cast, leader, "skate")) == 5
    assert await differ(cast) == 0


async def test_nobody_sees_how_many_wait_elsewhere_or_with_the_duty_adult(cast: Cast) -> None:
    await cast.wish("skate der", place=cast.there)
    await cast.wish("vondt", Tag("flag", "concern"), state="case")
    leader = await cast.sign_in("leader")
    assert (await leader.read("/desk/search", q="skate"))["left"] == 0
    await cast.wish("skate her")
    assert (await leader.read("/desk/search", q="skate"))["left"] == 1


async def test_a_result_opens_the_wish_in_its_pile(cast: Cast) -> None:
    wish_id, leader = await cast.wish(WORDS, state="held"), await cast.sign_in("leader")
    await look_for(cast, leader, "skatepark")
    page = (await leader.get("/desk/search", q="skatepark")).text
    assert f'href="/desk/queue?show=held&amp;wish={wish_id}"' in page
    assert WORDS in (await leader.get("/desk/queue", show="held", wish=wish_id)).text


def test_a_texts_beginnings_are_few() -> None:
    assert len(beginnings("Vi vil ha skatepark og en ballbinge i Solvang")) == 9
