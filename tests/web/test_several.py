"""Several wishes read together, mended and approved in one press: nothing overwritten, nothing flagged."""

from collector.model import Tag
from collector.several import TOGETHER
from collector.store import counts
from collector.walking import HELD_FOR
from tests.both_engines import store
from tests.web.cast import Cast, Person

__all__ = ["store"]  # a fixture that pytest finds by its name
GAMING = Tag("activity", "gaming", 0.99)


async def shown(person: Person, **where: str) -> list[str]:
    data = await person.read("/desk/several", **where)
    return [f"{each['id']}:{each['seen']}" for each in data["wishes"]]


async def press(
    cast: Cast, person: Person, ticks: list[str], key: str = "", tags: tuple[str, ...] = ("gaming",)
) -> str:
    """Send what the page would: every ticked wish, and the tags that are switched on for each."""
    cast.clock.now += 1000
    switched = [f"{each[:26]}:{tag}" for each in ticks for tag in tags]
    answer = await person.post("/desk/several", {"wish": ticks, "tag": switched, "press": key})
    assert answer.status_code == 303, answer.text
    return (await person.get(answer.headers["location"])).text


async def test_a_few_are_shown_and_those_still_ticked_are_approved(cast: Cast) -> None:
    ids = [await cast.wish(f"LAN nummer {n}", GAMING) for n in range(TOGETHER + 2)]
    leader = await cast.sign_in("leader")
    ticks = await shown(leader)
    assert [each[:26] for each in ticks] == ids[:TOGETHER]
    page = await press(cast, leader, ticks[1:])
    assert f"{TOGETHER - 1} ønsker er tatt i ett." in page
    states = [(await cast.find(each)).state for each in ids]
    assert states == ["waiting"] + ["approved"] * (TOGETHER - 1) + ["waiting"] * 2


async def test_one_press_is_undone_as_one(cast: Cast) -> None:
    ids = [await cast.wish("LAN", GAMING) for _ in range(4)]
    leader = await cast.sign_in("leader")
    await press(cast, leader, await shown(leader))
    cast.clock.now += 1000
    assert (await leader.post(f"/desk/queue/{ids[2]}/undo")).status_code == 303
    assert {(await cast.find(each)).state for each in ids} == {"waiting"}


async def test_tags_are_mended_in_the_same_press_and_undone_with_it(cast: Cast) -> None:
    wrong = await cast.wish("noe", GAMING, Tag("barrier", "cost", 0.4, given=False), sure=False)
    right = await cast.wish("noe", GAMING, Tag("barrier", "cost", 0.4, given=False))
    before = [await cast.find(wrong), await cast.find(right)]
    leader = await cast.sign_in("leader")
    ticks = await shown(leader)
    assert [each[:26] for each in ticks] == [wrong, right]  # the least sure first
    cast.clock.now += 1000
    tags = [f"{wrong}:band", f"{wrong}:cost", f"{right}:gaming"]
    await leader.post("/desk/several", {"wish": ticks, "tag": tags})
    mended, kept = await cast.find(wrong), await cast.find(right)
    assert {(tag.id, tag.given, tag.by) for tag in mended.tags} == {
        ("band", True, "leader"),
        ("cost", True, "leader"),
    }
    assert kept.tags == before[1].tags
    figures = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    assert figures == await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))
    assert figures["activity"] == {"band": 1, "gaming": 1}
    cast.clock.now += 1000
    await leader.post(f"/desk/queue/{right}/undo")
    assert [await cast.find(wrong), await cast.find(right)] == before


async def test_what_carries_a_flag_is_left_to_the_queue(cast: Cast) -> None:
    await cast.wish("stygt", GAMING, Tag("flag", "abusive", 0.9))
    await cast.wish("noe", Tag("flag", "personal", 0.9))
    await cast.case()
    assert await shown(await cast.sign_in("leader")) == []


async def test_a_tag_that_nobody_may_choose_is_not_given(cast: Cast) -> None:
    wish_id = await cast.wish("LAN", GAMING)
    theirs = await cast.own_tag(cast.there)
    leader = await cast.sign_in("leader")
    await press(cast, leader, await shown(leader), tags=("gaming", theirs, "concern", "finnes-ikke"))
    assert {tag.id for tag in (await cast.find(wish_id)).tags} == {"gaming"}


async def test_two_leaders_are_never_shown_the_same(cast: Cast) -> None:
    for n in range(TOGETHER + 5):
        await cast.wish(f"LAN {n}", GAMING)
    kari, ola = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    first, second = await shown(kari), await shown(ola)
    assert (len(first), len(second)) == (TOGETHER, 5)
    assert not {*first} & {*second}
    cast.clock.now += HELD_FOR + 1
    assert await shown(ola) == first


async def test_what_another_changed_meanwhile_is_left_as_it_is(cast: Cast) -> None:
    ids = [await cast.wish("LAN", GAMING) for _ in range(3)]
    leader, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    ticks = await shown(leader)
    await cast.decide(other, ids[1], "hold")
    page = await press(cast, leader, ticks)
    assert "2 ønsker er tatt i ett. 1 var endret av andre" in page
    assert [(await cast.find(each)).state for each in ids] == ["approved", "held", "approved"]


async def test_a_press_that_is_sent_twice_counts_once(cast: Cast) -> None:
    wish_id, key = await cast.wish("LAN", GAMING), "0" * 26
    leader = await cast.sign_in("leader")
    ticks = await shown(leader)
    await press(cast, leader, ticks, key)
    cast.clock.now += 1000
    await leader.post(f"/desk/queue/{wish_id}/undo")
    await press(cast, leader, ticks, key)
    assert (await cast.find(wish_id)).state == "waiting"


async def test_another_municipalitys_wish_is_neither_shown_nor_approved(cast: Cast) -> None:
    theirs = await cast.wish("LAN", GAMING, place=cast.there)
    seen = await cast.seen(await cast.sign_in("leader", cast.there), theirs)
    leader = await cast.sign_in("leader")
    assert await shown(leader) == []
    await press(cast, leader, [f"{theirs}:{seen}"])
    assert (await cast.find(theirs)).state == "waiting"


async def test_nothing_ticked_approves_nothing_and_goes_on(cast: Cast) -> None:
    wish_id = await cast.wish("LAN", GAMING)
    leader = await cast.sign_in("leader")
    answer = await leader.post("/desk/several", {"after": f"s{wish_id}"})
    assert answer.headers["location"] == f"/desk/several?after=s{wish_id}"
    assert "Ingen flere ønsker venter her" in (await leader.get(answer.headers["location"])).text
