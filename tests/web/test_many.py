"""Many wishes in one press, and wishes that are one, on both engines: nothing overwritten, no voice lost."""

from dataclasses import replace
from typing import Any

from collector import intake
from collector.many import AT_ONCE
from collector.model import Tag
from collector.store import counts
from collector.store.front import Tx
from nlp.reader import Reader
from tests.both_engines import store
from tests.web.cast import Cast, Person

__all__ = ["store"]  # a fixture that pytest finds by its name
GAMING = Tag("activity", "gaming", 0.9)
DANCE = Tag("activity", "dance", 0.8)


async def figures(cast: Cast) -> dict[str, dict[str, int]]:
    kept = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    assert kept == await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))
    return kept


async def ticks(person: Person, wish_id: str) -> list[str]:
    """What the page ticks by itself: the wish and its near-copies."""
    data = await person.read(f"/desk/queue/{wish_id}/alike")
    return [f"{each['id']}:{each['seen']}" for each in (data["wish"], *data["near"])]


async def press(cast: Cast, person: Person, wish_id: str, what: str, wish: list[str], **more: Any) -> str:
    cast.clock.now += 1000
    form = {"what": what, "wish": wish, **more}
    answer = await person.post(f"/desk/queue/{wish_id}/alike", form)
    assert answer.status_code == 303, answer.text
    return (await person.get(answer.headers["location"])).text


async def undo(cast: Cast, person: Person, wish_id: str) -> int:
    cast.clock.now += 1000
    return (await person.post(f"/desk/queue/{wish_id}/undo")).status_code


async def forty(cast: Cast) -> list[str]:
    return [await cast.wish("Vi vil ha LAN i hallen" + "!" * (n % 5), GAMING) for n in range(40)]


async def test_forty_near_copies_are_approved_in_one_press_and_undone_in_one(cast: Cast) -> None:
    wishes, other = await forty(cast), await cast.wish("noe helt annet", DANCE)
    before, was = [await cast.find(each) for each in wishes], await figures(cast)
    leader = await cast.sign_in("leader")
    chosen = await ticks(leader, wishes[0])
    assert {each[:26] for each in chosen} == set(wishes)
    page = await press(cast, leader, wishes[0], "approve", chosen)
    assert "40 ønsker er tatt i ett." in page
    assert {(await cast.find(each)).state for each in wishes} == {"approved"}
    assert (await cast.find(other)).state == "waiting"
    assert (await figures(cast))["activity"] == {"gaming": 40}
    assert await undo(cast, leader, wishes[7]) == 303
    assert [await cast.find(each) for each in wishes] == before
    assert await figures(cast) == was


async def test_a_tag_for_many_leaves_their_other_tags_and_what_others_decided(cast: Cast) -> None:
    wishes = [await cast.wish("LAN i hallen", GAMING, Tag("barrier", "cost", 0.5, given=False))]
    wishes += [await cast.wish("LAN i hallen!", GAMING, DANCE) for _ in range(3)]
    leader, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    chosen = await ticks(leader, wishes[0])
    await cast.decide(other, wishes[1], "hold")
    seen = await cast.seen(other, wishes[2])
    await other.post(f"/desk/queue/{wishes[2]}/tag", {"tag": "band", "do": "add", "seen": seen})
    held, changed = await cast.find(wishes[1]), await cast.find(wishes[2])
    page = await press(cast, leader, wishes[0], "tag", chosen, named="Nysirkus")
    assert "2 ønsker er tatt i ett. 2 var endret av andre og står som de var." in page
    assert (await cast.find(wishes[1]), await cast.find(wishes[2])) == (held, changed)
    first, last = await cast.find(wishes[0]), await cast.find(wishes[3])
    assert {(tag.id, tag.given) for tag in first.tags} == {
        ("gaming", True),
        ("cost", False),
        ("new-circus", True),
    }
    assert {tag.id for tag in last.tags} == {"gaming", "dance", "new-circus"}


async def test_what_another_decided_after_a_press_is_not_undone_with_it(cast: Cast) -> None:
    wishes = (await forty(cast))[:4]
    leader, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    await press(cast, leader, wishes[0], "approve", await ticks(leader, wishes[0]))
    await cast.decide(other, wishes[1], "hold")
    assert await undo(cast, leader, wishes[0]) == 303
    assert [(await cast.find(each)).state for each in wishes] == ["waiting", "held", "waiting", "waiting"]
    await figures(cast)


async def test_too_many_at_once_meet_a_sentence_and_nothing_is_done(cast: Cast) -> None:
    wish_id = await cast.wish()
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, wish_id)
    form = {"what": "approve", "wish": [f"{wish_id}:{n:016x}" for n in range(AT_ONCE + 1)]}
    answer = await leader.post(f"/desk/queue/{wish_id}/alike", form)
    assert "Velg høyst 200" in answer.text
    form["wish"] = [f"{wish_id}:{seen}"] * 10_000
    answer = await leader.post(f"/desk/queue/{wish_id}/alike", form)
    assert answer.status_code == 413
    assert "<h1" in answer.text
    assert (await cast.find(wish_id)).state == "waiting"


async def test_another_municipalitys_wish_is_left_out_of_many(cast: Cast) -> None:
    here, there = await cast.wish("LAN"), await cast.wish("LAN", place=cast.there)
    leader, theirs = await cast.sign_in("leader"), await cast.sign_in("leader", cast.there)
    chosen = [f"{here}:{await cast.seen(leader, here)}", f"{there}:{await cast.seen(theirs, there)}"]
    for what in ("approve", "merge"):
        await press(cast, leader, here, what, chosen)
    wish = await cast.find(there)
    assert (wish.state, wish.same_as) == ("waiting", None)


async def test_a_case_is_never_among_those_alike(cast: Cast) -> None:
    wish_id, case = await cast.wish("Jeg har det ikke bra"), await cast.case("Jeg har det ikke bra")
    page = (await (await cast.sign_in("leader")).get(f"/desk/queue/{wish_id}/alike")).text
    assert case not in page


async def test_merged_wishes_keep_their_voices_and_wait_no_more_by_themselves(cast: Cast) -> None:
    wishes = await forty(cast)
    leader = await cast.sign_in("leader")
    page = await press(cast, leader, wishes[0], "merge", await ticks(leader, wishes[0]))
    assert "Slått sammen: 39." in page
    assert "40 stemmer sier dette" in page
    data = await leader.read("/desk/queue", order="oldest")
    assert (data["left"], data["voices"], data["next"]) == (1, 40, [])
    await cast.decide(leader, wishes[0], "approve")
    kept = await figures(cast)
    assert (kept["activity"], kept["source"], kept["state"]) == (
        {"gaming": 40},
        {"webchat": 40},
        {"approved": 40},
    )
    assert (await leader.read("/desk/queue"))["states"]["approved"] == 1
    assert await undo(cast, leader, wishes[0]) == 303
    assert {(await cast.find(each)).state for each in wishes} == {"waiting"}
    assert (await leader.read("/desk/queue"))["left"] == 1


async def test_merging_is_undone_whole(cast: Cast) -> None:
    wishes = [await cast.wish("LAN i hallen", GAMING), await cast.wish("LAN i hallen!", DANCE)]
    before, was = [await cast.find(each) for each in wishes], await figures(cast)
    leader = await cast.sign_in("leader")
    await press(cast, leader, wishes[0], "merge", await ticks(leader, wishes[0]))
    assert [tag.id for tag in (await cast.find(wishes[1])).tags] == ["gaming"]
    assert await undo(cast, leader, wishes[1]) == 303
    assert [await cast.find(each) for each in wishes] == before
    assert await figures(cast) == was


async def test_a_duplicate_of_an_approved_wish_takes_its_place_and_tags(cast: Cast) -> None:
    old = await cast.wish("LAN i hallen", GAMING, state="approved")
    new = await cast.wish("LAN i hallen!", DANCE, Tag("flag", "personal"))
    leader = await cast.sign_in("leader")
    assert [each["id"] for each in (await leader.read(f"/desk/queue/{new}/alike"))["standing"]] == [old]
    chosen = [f"{new}:{await cast.seen(leader, new)}"]
    await press(cast, leader, new, "merge", chosen, into=old)
    wish = await cast.find(new)
    assert (wish.state, wish.same_as, {tag.id for tag in wish.tags}) == (
        "approved",
        old,
        {"gaming", "personal"},
    )
    assert (await figures(cast))["activity"] == {"gaming": 2}


async def test_a_wish_is_parted_again_and_stays_what_it_was(cast: Cast) -> None:
    old, new = await cast.wish("LAN", GAMING, state="approved"), await cast.wish("LAN!", DANCE)
    leader = await cast.sign_in("leader")
    await press(cast, leader, new, "merge", [f"{new}:{await cast.seen(leader, new)}"], into=old)
    cast.clock.now += 1000
    seen = await cast.seen(leader, new)
    assert (await leader.post(f"/desk/queue/{new}/part", {"seen": seen})).status_code == 303
    wish = await cast.find(new)
    assert (wish.same_as, wish.state) == (None, "approved")
    assert (await leader.post(f"/desk/queue/{new}/part", {"seen": seen})).status_code == 409
    await figures(cast)


async def test_when_the_first_of_several_is_erased_the_others_stand_by_themselves(cast: Cast) -> None:
    wishes = (await forty(cast))[:3]
    leader = await cast.sign_in("leader")
    chosen = (await ticks(leader, wishes[0]))[:3]
    await press(cast, leader, chosen[0][:26], "merge", chosen)
    await cast.store.write(lambda tx: intake.erase(tx, chosen[0][:26], None, cast.clock()), erases=True)
    for each in chosen[1:]:
        assert (await cast.find(each[:26])).same_as is None
    await figures(cast)


async def test_a_wish_that_says_something_else_now_is_one_with_no_other(cast: Cast) -> None:
    wishes = [await cast.wish("LAN i hallen", GAMING), await cast.wish("LAN i hallen!", GAMING)]
    leader = await cast.sign_in("leader")
    await press(cast, leader, wishes[0], "merge", await ticks(leader, wishes[0]))
    reading = replace(Reader().read("noe"), text="LAN, men bare for oss")

    def work(tx: Tx) -> None:
        intake.add_words(tx, cast.seal, wishes[1], reading, "LAN, men bare for oss", anew=False)

    await cast.store.write(work)
    assert (await cast.find(wishes[1])).same_as is None
    await figures(cast)
