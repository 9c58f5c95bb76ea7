"""Which wish lies in which group's inbox, on both engines: by rules, by hand, and out again."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from bot.rerouting import route_some_more
from collector import routing
from collector.group import Rule
from collector.model import Tag
from collector.store import groups, inbox, municipalities, routed
from collector.store.front import Tx
from tests.both_engines import store
from tests.web.cast import Cast, Person
from tests.web.young import found_group, in_inbox, let_show

__all__ = ["store"]  # a fixture that pytest finds by its name
COSPLAY = Tag("activity", "cosplay", 0.9)


async def keep_rule(leader: Person, group_id: str, rule: str = "", **ticked: Any) -> None:
    answer = await leader.post(f"/desk/groups/{group_id}/rule", {"rule": rule, **ticked})
    assert answer.status_code == 303, answer.text


async def approve(cast: Cast, leader: Person, words: str, *tags: Tag) -> str:
    wish_id = await cast.wish(words, *(tags or (COSPLAY,)))
    assert (await cast.decide(leader, wish_id, "approve")).status_code == 303
    return wish_id


async def lie_in(cast: Cast, group_id: str) -> list[str]:
    found = await cast.store.read(lambda tx: inbox.pile(tx, group_id, "new", "", 100))
    return [wish.id for _, wish in found]


async def without_group(leader: Person) -> list[str]:
    return [each["id"] for each in (await leader.read("/desk/groups/none"))["wishes"]]


async def all_is_as_the_rules_say(cast: Cast) -> bool:
    here = cast.here.municipality.id
    return await cast.store.read(lambda tx: routing.how_many_differ(tx, here)) == 0


async def test_a_wish_goes_to_the_group_of_its_tag_and_place_and_not_to_the_neighbours(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    vika, nes = await found_group(cast), await found_group(cast, name="Nes", where="Nes")
    await keep_rule(leader, vika, tag=["cosplay", "gaming"], place=["Vika"])
    await keep_rule(leader, nes, tag=["cosplay"], place=["Nes"])
    wish = await approve(cast, leader, "Cosplay på Vika, hver uke")
    other = await approve(cast, leader, "Dans i Vika", Tag("activity", "dance"))
    assert (await lie_in(cast, vika), await lie_in(cast, nes)) == ([wish], [])
    assert await without_group(leader) == [other]
    assert await all_is_as_the_rules_say(cast)


async def test_a_wish_that_names_two_places_goes_to_both(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    vika, nes = await found_group(cast), await found_group(cast, name="Nes", where="Nes")
    await keep_rule(leader, vika, place=["Vika"])
    await keep_rule(leader, nes, place=["Nes"])
    wish = await approve(cast, leader, "Cosplay i Vika eller på Nes")
    assert (await lie_in(cast, vika), await lie_in(cast, nes)) == ([wish], [wish])


async def test_a_place_that_is_hidden_in_what_people_read_still_counts(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    await keep_rule(leader, vika, place=["Vika"])
    wish = await approve(cast, leader, "noe på [navn] ungdomsklubb")
    assert await lie_in(cast, vika) == []
    await cast.store.write(lambda tx: routed.put_places(tx, wish, ["Vika"]))  # as intake reads the raw words
    await keep_rule(leader, vika, place=["Vika"])
    assert wish in await lie_in(cast, vika)


async def test_the_place_of_the_round_counts_where_no_place_is_named(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    await found_group(cast, name="Nes", where="Nes")
    await keep_rule(leader, vika, place=["Vika"])
    plain, elsewhere = await approve(cast, leader, "Cosplay"), await approve(cast, leader, "Cosplay på Nes")
    await leader.post("/desk/groups/places", {"asked": "glad-elg", "place": "Vika"})
    assert await lie_in(cast, vika) == [plain]
    assert elsewhere in await without_group(leader)


async def test_a_rule_may_ask_for_those_of_whom_nothing_is_known(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    await keep_rule(leader, vika, age=["13-15"])
    wish = await approve(cast, leader, "Cosplay")
    assert await lie_in(cast, vika) == []
    await keep_rule(leader, vika, age=["13-15", "unknown"], place=["unknown"])
    assert await lie_in(cast, vika) == [wish]


@pytest.mark.parametrize("state", ["held", "not-a-wish", "case"])
async def test_only_what_is_approved_is_in_an_inbox(cast: Cast, state: Any) -> None:
    leader, youth = await cast.sign_in("leader"), await cast.sign_in("youth")
    vika = await found_group(cast, youth)
    await keep_rule(leader, vika)
    await cast.wish("hemmelig", state=state)
    assert "hemmelig" not in (await youth.get("/desk/inbox")).text
    assert await lie_in(cast, vika) == []


async def test_an_approval_that_is_undone_takes_the_wish_out_and_a_new_one_brings_back_what_was_said(
    cast: Cast,
) -> None:
    leader, youth = await cast.sign_in("leader"), await cast.sign_in("youth")
    vika = await found_group(cast, youth)
    await keep_rule(leader, vika)
    wish = await approve(cast, leader, "Cosplay")
    (line,) = (await youth.read("/desk/inbox"))["wishes"]
    await youth.post(f"/desk/inbox/{line['id']}/comment", {"text": "Bra"})
    assert (await leader.post(f"/desk/queue/{wish}/undo")).status_code == 303
    assert (await youth.get(f"/desk/inbox/{line['id']}")).status_code == 404
    assert await lie_in(cast, vika) == []
    await cast.decide(leader, wish, "approve")
    assert (await youth.read(f"/desk/inbox/{line['id']}"))["comments"][0]["text"] == "Bra"
    assert await all_is_as_the_rules_say(cast)


async def test_a_wish_that_becomes_a_case_is_seen_by_no_group_at_once(cast: Cast) -> None:
    leader, youth = await cast.sign_in("leader"), await cast.sign_in("youth")
    await keep_rule(leader, await found_group(cast, youth))
    wish = await approve(cast, leader, "Cosplay")
    (line,) = (await youth.read("/desk/inbox"))["wishes"]
    await cast.store.write(lambda tx: tx.run("UPDATE wishes SET state = 'case' WHERE id = :id", id=wish))
    assert (await youth.get(f"/desk/inbox/{line['id']}")).status_code == 404
    assert (await youth.read("/desk/inbox"))["wishes"] == []
    assert not await all_is_as_the_rules_say(cast), "and the doctor says that somebody forgot to route it"


async def test_other_tags_move_what_nobody_touched_and_leave_what_somebody_took_up(cast: Cast) -> None:
    leader, youth = await cast.sign_in("leader"), await cast.sign_in("youth")
    vika = await found_group(cast, youth)
    await keep_rule(leader, vika, tag=["cosplay"])
    taken, left = await approve(cast, leader, "Cosplay"), await approve(cast, leader, "Mer cosplay")
    line = next(each for each in (await youth.read("/desk/inbox"))["wishes"])
    await youth.post(f"/desk/inbox/{line['id']}", {"what": "take"})
    for wish in (taken, left):
        seen = await cast.seen(leader, wish)
        await leader.post(f"/desk/queue/{wish}/tags", {"tag": ["dance"], "seen": seen})
    assert await lie_in(cast, vika) == []
    assert (await youth.read(f"/desk/inbox/{line['id']}"))["wish"]["status"] == "taken"
    assert await without_group(leader) == [left]


async def test_what_a_rule_would_move_is_shown_and_nothing_is_moved(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    wish = await approve(cast, leader, "Cosplay på Vika")
    await approve(cast, leader, "Dans", Tag("activity", "dance"))
    look = await leader.client.post(
        f"/desk/groups/{vika}/rule/look",
        data={"csrf": leader.csrf, "tag": ["cosplay"]},
        headers={"Accept": "application/json"},
    )
    moves = look.json()["moves"]
    assert moves["gained"] == [{"group": "Rådet", "n": 1, "examples": ["Cosplay på Vika"]}]
    assert (moves["lost"], moves["in_no_group"], moves["is_all"]) == ([], 1, True)
    assert await lie_in(cast, vika) == []
    await keep_rule(leader, vika, tag=["cosplay"])
    assert await lie_in(cast, vika) == [wish]


async def test_a_rule_that_is_dropped_takes_back_what_nobody_touched(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    wish = await approve(cast, leader, "Cosplay")
    await keep_rule(leader, vika, tag=["cosplay"])
    (rule,) = await cast.store.read(lambda tx: groups.rules_here(tx, cast.here.municipality.id))
    page = await leader.post(f"/desk/groups/{vika}/rule/drop/look", {"rule": rule.id})
    assert "Ett ønske som ingen har rørt, går ut av innboksen til Rådet" in page.text
    await leader.post(f"/desk/groups/{vika}/rule/drop", {"rule": rule.id})
    assert await lie_in(cast, vika) == []
    assert await without_group(leader) == [wish]


async def test_what_is_sent_by_hand_stays_whatever_the_rules_say(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    wish = await approve(cast, leader, "Cosplay")
    await leader.post(f"/desk/groups/none/{wish}", {"group": vika})
    await leader.post(f"/desk/groups/none/{wish}", {"group": vika})
    await keep_rule(leader, vika, tag=["dance"])
    assert await lie_in(cast, vika) == [wish]
    assert await without_group(leader) == []
    sent = "SELECT * FROM decisions WHERE what = 'group-sent'"
    assert len(await cast.store.read(lambda tx: tx.all(sent))) == 1


async def test_a_group_that_ends_gives_back_what_only_it_had(cast: Cast) -> None:
    leader, youth = await cast.sign_in("leader"), await cast.sign_in("youth")
    vika = await found_group(cast, youth)
    await keep_rule(leader, vika)
    wish = await approve(cast, leader, "Cosplay")
    await leader.post(f"/desk/groups/{vika}/end")
    assert await without_group(leader) == [wish]
    assert (await youth.read("/desk/inbox"))["group"] is None
    assert await all_is_as_the_rules_say(cast)


async def test_much_that_stands_is_routed_in_small_steps_that_begin_where_they_were(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routing, "AT_ONCE", 2)
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    wishes = [await cast.wish(f"Cosplay {n}", COSPLAY, state="approved") for n in range(9)]
    await keep_rule(leader, vika, tag=["cosplay"])
    assert await lie_in(cast, vika) == wishes[:6], "three steps come with the rule itself"
    assert (await leader.read("/desk/groups"))["routing"]
    while await route_some_more(cast.store, cast.clock):
        pass
    assert sorted(await lie_in(cast, vika)) == wishes
    assert not (await leader.read("/desk/groups"))["routing"]


async def test_rules_and_approvals_at_once_leave_every_wish_where_the_rules_say(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    wishes = [await cast.wish(f"Cosplay {n}", COSPLAY) for n in range(6)]
    seen = [await cast.seen(leader, wish) for wish in wishes]

    async def decide(wish: str, as_seen: str) -> None:
        await leader.post(f"/desk/queue/{wish}", {"what": "approve", "seen": as_seen})

    work: Sequence[Any] = [decide(*each) for each in zip(wishes, seen, strict=True)]
    await asyncio.gather(*work[:3], keep_rule(leader, vika, tag=["cosplay"]), *work[3:])
    await cast.store.write(lambda tx: routed.route_again(tx, cast.here.municipality.id))
    while await route_some_more(cast.store, cast.clock):
        pass
    assert sorted(await lie_in(cast, vika)) == sorted(wishes)
    assert await all_is_as_the_rules_say(cast)


async def test_a_group_keeps_nothing_of_a_wish_that_is_erased(cast: Cast) -> None:
    from collector import intake

    youth = await cast.sign_in("youth")
    wish = await cast.wish(state="approved")
    line = await in_inbox(cast, await found_group(cast, youth), wish)
    await let_show(cast, wish)
    await youth.post(f"/desk/inbox/{line}/comment", {"text": "Bra"})
    await youth.post(f"/desk/inbox/{line}/answer", {"status": "done", "text": "Klart"})
    await cast.store.write(lambda tx: intake.erase(tx, wish, None, cast.clock()), erases=True)

    def rows(tx: Tx) -> list[Any]:
        return [tx.all(f"SELECT * FROM {each}") for each in ("inbox", "group_comments", "group_drafts")]

    assert await cast.store.read(rows) == [[], [], []]
    assert (await youth.get(f"/desk/inbox/{line}")).status_code == 404


async def test_another_municipalitys_places_tags_and_people_are_no_part_of_a_rule(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    there = await cast.sign_in("youth", place=cast.there)
    assert there.staff is not None
    await cast.store.write(
        lambda tx: municipalities.put_list(tx, cast.there.municipality.id, "places", [{"name": "Borte"}])
    )
    for form in ({"place": ["Borte"]}, {"tag": ["x-finnes-ikke"]}):
        assert (await leader.post(f"/desk/groups/{vika}/rule", form)).status_code == 404
    members: dict[str, Any] = {"name": "Rådet", "member": [there.staff.id]}
    assert (await leader.post(f"/desk/groups/{vika}", members)).status_code == 404
    assert await cast.store.read(lambda tx: groups.members_of(tx, vika)) == []
    assert await cast.store.read(lambda tx: groups.rules_here(tx, cast.here.municipality.id)) == []


def test_a_rule_without_anything_ticked_takes_everything() -> None:
    from collector.group import Facts

    assert routing.matches(Rule("1", "g"), Facts(frozenset(), frozenset(), "unknown"))


async def test_a_school_that_was_told_counts_beside_the_place(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    here = cast.here.municipality.id
    school = {"name": "Nordre skole", "grade_from": 1, "grade_to": 10, "pupils": 300}

    def work(tx: Tx) -> None:
        municipalities.put_list(tx, here, "schools", [school])
        tx.run(
            """INSERT INTO talks (id, municipality_id, round_id, channel, who, receipt, version, state,
                touched_at, school)
            VALUES ('t', :here, :asked, 'webchat', 'w', 'r', 0, :state, 0, 'Nordre skole')""",
            here=here,
            asked=cast.here.asked.id,
            state=b"",
        )

    await cast.store.write(work)
    await keep_rule(leader, vika, place=["Nordre skole"])
    wish = await cast.wish("Cosplay på Nes", COSPLAY)
    await cast.store.write(lambda tx: tx.run("UPDATE wishes SET talk_id = 't' WHERE id = :id", id=wish))
    await cast.decide(leader, wish, "approve")
    assert await lie_in(cast, vika) == [wish]


async def test_of_wishes_that_are_one_a_group_has_one_and_each_again_when_they_are_parted(cast: Cast) -> None:
    leader, vika = await cast.sign_in("leader"), await found_group(cast)
    await keep_rule(leader, vika, tag=["cosplay"])
    lead = await approve(cast, leader, "Cosplay i hallen")
    same = await approve(cast, leader, "Cosplay i hallen!")
    alone = await approve(cast, leader, "Dans", Tag("activity", "dance"))
    assert await lie_in(cast, vika) == [lead, same]

    async def press(path: str, **form: Any) -> None:
        cast.clock.now += 1000
        assert (await leader.post(path, form)).status_code == 303

    ticked = f"{same}:{await cast.seen(leader, same)}"
    await press(f"/desk/queue/{lead}/alike", what="merge", wish=[ticked])
    assert await lie_in(cast, vika) == [lead]
    assert await without_group(leader) == [alone]
    assert await all_is_as_the_rules_say(cast)
    await press(f"/desk/queue/{same}/part", seen=await cast.seen(leader, same))
    assert sorted(await lie_in(cast, vika)) == sorted([lead, same])
    assert await all_is_as_the_rules_say(cast)
