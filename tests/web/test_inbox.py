"""The young people's group's inbox: less than staff see, and everything a group can do with a wish."""

from typing import Any

import pytest

from collector import routing
from collector.model import Tag
from collector.store import counts, people
from tests.both_engines import store
from tests.web.cast import Cast, Person
from tests.web.young import OTHER, found_group, furnish_all, in_inbox, let_show

__all__ = ["store"]  # a fixture that pytest finds by its name
DAY = 24 * 60 * 60 * 1000


async def a_line(cast: Cast, *members: Person, words: str = "Cosplay på Vika") -> str:
    wish = await cast.wish(words, Tag("activity", "cosplay"), state="approved")
    await let_show(cast, wish)
    return await in_inbox(cast, await found_group(cast, *members), wish)


async def piles(person: Person) -> dict[str, int]:
    return dict((await person.read("/desk/inbox"))["piles"])


async def test_a_group_sees_less_than_staff(cast: Cast) -> None:
    youth = await cast.sign_in("youth")
    wish_id = await cast.wish("Cosplay på Vika", Tag("activity", "cosplay"), state="approved")
    await let_show(cast, wish_id)
    line = await in_inbox(cast, await found_group(cast, youth), wish_id)
    data = await youth.read("/desk/inbox")
    (seen,) = data["wishes"]
    assert seen["words"] == "Cosplay på Vika"
    assert set(seen) == {"id", "words", "language", "tags", "week", "status", "days", "answered"}
    for page in (await youth.get("/desk/inbox"), await youth.get(f"/desk/inbox/{line}")):
        for hidden in (wish_id, cast.here.asked.name, "webchat", "Nettprat", "10–12"):
            assert hidden not in page.text, hidden


@pytest.mark.parametrize("may", [False, None])
async def test_words_are_shown_only_where_their_sender_said_yes(cast: Cast, may: bool | None) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    wish_id = await cast.wish("noe eget", Tag("activity", "cosplay"), state="approved")
    group = await found_group(cast, youth)
    line = await in_inbox(cast, group, wish_id, "taken")
    if may is not None:
        await let_show(cast, wish_id, may)
    await youth.post(f"/desk/inbox/{line}/rank", {"place": "1"})
    for path in ("/desk/inbox?pile=taken", f"/desk/inbox/{line}", f"/desk/ranking/{group}"):
        page = (await youth.get(path)).text
        assert "noe eget" not in page
        assert "Cosplay" in page, "what it is about is shown"
    assert "noe eget" in (await leader.get(f"/desk/groups/{group}?pile=taken")).text
    await let_show(cast, wish_id)
    assert "noe eget" in (await youth.get(f"/desk/inbox/{line}")).text
    await let_show(cast, wish_id, False)
    assert "noe eget" not in (await youth.get(f"/desk/inbox/{line}")).text, "a yes can be taken back"


async def test_a_member_of_another_group_and_of_another_municipality_find_nothing(cast: Cast) -> None:
    member, other = await cast.sign_in("youth"), await cast.sign_in("youth")
    abroad = await cast.sign_in("youth", place=cast.there)
    line = await a_line(cast, member)
    await found_group(cast, other, name="Nes")
    await found_group(cast, abroad, place=cast.there)
    forms: dict[str, dict[str, Any]] = {
        "": {"what": "take"},
        "/comment": {"text": "hei"},
        "/return": {"text": "nei"},
        "/tag": {"tag": "dance"},
        "/rank": {"place": "1"},
        "/answer": {"status": "done"},
        "/pass": {"group": "1" * 26},
        "/comment/drop": {"comment": "1" * 26},
    }
    for stranger in (other, abroad):
        assert (await stranger.get(f"/desk/inbox/{line}")).status_code == 404
        for path, form in forms.items():
            assert (await stranger.post(f"/desk/inbox/{line}{path}", form)).status_code == 404, path
        assert (await stranger.read("/desk/inbox"))["wishes"] == []
    assert (await member.read(f"/desk/inbox/{line}"))["wish"]["status"] == "new"


async def test_anothers_inbox_and_ranking_are_not_there(cast: Cast) -> None:
    member, other = await cast.sign_in("youth"), await cast.sign_in("youth")
    group = await found_group(cast, member)
    assert (await member.get(f"/desk/inbox?group={group}")).status_code == 200
    for path in (f"/desk/inbox?group={group}", f"/desk/ranking/{group}"):
        assert (await other.get(path)).status_code == 404


async def test_whoever_has_another_role_or_has_ended_is_out_at_once(cast: Cast) -> None:
    admin, lars, mia = await cast.sign_in("admin"), await cast.sign_in("youth"), await cast.sign_in("youth")
    line = await a_line(cast, lars, mia)
    assert lars.staff is not None
    await admin.post(f"/desk/people/{lars.staff.id}/role", {"role": "project"})
    assert (await lars.get(f"/desk/inbox/{line}")).status_code == 403
    ended = mia.staff.id if mia.staff else ""
    await cast.store.write(lambda tx: people.end_staff(tx, ended, cast.clock()))
    assert (await mia.get(f"/desk/inbox/{line}")).status_code == 401
    assert (await admin.read("/desk/groups"))["groups"][0]["members"] == []


async def test_a_wish_is_taken_up_put_back_and_finished(cast: Cast) -> None:
    youth = await cast.sign_in("youth")
    line = await a_line(cast, youth)
    for what, found in (("take", "taken"), ("put-back", "new"), ("finish", "done"), ("take", "taken")):
        assert (await youth.post(f"/desk/inbox/{line}", {"what": what})).status_code == 303
        assert (await piles(youth))[found] == 1
    assert (await youth.post(f"/desk/inbox/{line}", {"what": "take"})).status_code == 303, "twice is once"


async def test_of_two_members_the_second_is_told_what_the_first_did(cast: Cast) -> None:
    first, second = await cast.sign_in("youth"), await cast.sign_in("youth")
    line = await a_line(cast, first, second)
    await first.post(f"/desk/inbox/{line}", {"what": "finish"})
    answer = await second.post(f"/desk/inbox/{line}", {"what": "put-back"})
    assert answer.status_code == 409
    assert "Noen i gruppa var først" in answer.text
    answer = await second.post(f"/desk/inbox/{line}/rank", {"place": "1"})
    assert answer.status_code == 409


async def test_a_wish_that_is_passed_on_lies_with_the_other_group_alone(cast: Cast) -> None:
    mine, theirs = await cast.sign_in("youth"), await cast.sign_in("youth")
    line = await a_line(cast, mine)
    nes = await found_group(cast, theirs, name="Nes")
    assert (await mine.post(f"/desk/inbox/{line}/pass", {"group": nes})).status_code == 303
    assert (await mine.get(f"/desk/inbox/{line}")).status_code == 404
    (seen,) = (await theirs.read("/desk/inbox"))["wishes"]
    assert (await theirs.read(f"/desk/inbox/{seen['id']}"))["came_from"] == "Rådet"


async def test_a_wish_is_not_passed_to_another_municipality(cast: Cast) -> None:
    youth = await cast.sign_in("youth")
    line, abroad = await a_line(cast, youth), await found_group(cast, place=cast.there)
    assert (await youth.post(f"/desk/inbox/{line}/pass", {"group": abroad})).status_code == 404


async def test_a_wish_that_is_given_back_is_with_the_leaders_with_why_and_a_rule_leaves_it_there(
    cast: Cast,
) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line = await a_line(cast, youth)
    (group,) = (await leader.read("/desk/groups"))["groups"]
    await youth.post(f"/desk/inbox/{line}/return", {"text": "Spør Kari på 900 12 345"})
    (back,) = (await leader.read("/desk/groups/none"))["wishes"]
    assert back["back"] == [{"group": "Rådet", "reason": "Spør [navn] på [telefon]"}]
    await leader.post(f"/desk/groups/{group['id']}/rule", {"tag": ["cosplay"]})
    assert (await youth.read("/desk/inbox"))["wishes"] == []
    await leader.post(f"/desk/groups/none/{back['id']}", {"group": group["id"]})
    assert len((await youth.read("/desk/inbox"))["wishes"]) == 1


async def test_a_comment_is_masked_before_it_is_kept_and_erased_by_the_one_who_said_it(cast: Cast) -> None:
    youth, other = await cast.sign_in("youth", name="Mia"), await cast.sign_in("youth")
    leader = await cast.sign_in("leader")
    wish_id = await cast.wish(state="approved")
    line = await in_inbox(cast, await found_group(cast, youth, other), wish_id)
    for _ in range(2):
        await youth.post(f"/desk/inbox/{line}/comment", {"text": "Ring Kari på 900 12 345"})
    rows = await cast.store.read(lambda tx: tx.all("SELECT id, text FROM group_comments"))
    assert [row["text"] for row in rows] == ["Ring [navn] på [telefon]"], "and a double tap is one"
    assert "Ring [navn]" in (await leader.get(f"/desk/answer/{wish_id}")).text
    drop = {"comment": rows[0]["id"]}
    assert (await other.post(f"/desk/inbox/{line}/comment/drop", drop)).status_code == 404
    assert (await youth.post(f"/desk/inbox/{line}/comment/drop", drop)).status_code == 303
    assert await cast.store.read(lambda tx: tx.all("SELECT id FROM group_comments")) == []


async def test_whoever_has_ended_is_no_longer_named_beside_what_was_said(cast: Cast) -> None:
    mia, other = await cast.sign_in("youth", name="Mia Mork"), await cast.sign_in("youth")
    line = await a_line(cast, mia, other)
    await mia.post(f"/desk/inbox/{line}/comment", {"text": "Bra"})
    assert "Mia Mork" in (await other.get(f"/desk/inbox/{line}")).text
    ended = mia.staff.id if mia.staff else ""
    await cast.store.write(lambda tx: people.end_staff(tx, ended, cast.clock()))
    page = (await other.get(f"/desk/inbox/{line}")).text
    assert "Mia Mork" not in page
    assert "En som var med" in page


@pytest.mark.parametrize(("text", "said"), [("  ", "Skriv noe først"), ("ord " * 200, "høyst 500 tegn")])
async def test_words_that_cannot_be_kept_are_given_back_with_why(cast: Cast, text: str, said: str) -> None:
    youth = await cast.sign_in("youth")
    line = await a_line(cast, youth)
    answer = await youth.post(f"/desk/inbox/{line}/comment", {"text": text})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert text.strip() in answer.text


async def test_a_leader_answers_a_tag_that_a_group_proposes(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    wish_id = await cast.wish("Cosplay", Tag("activity", "cosplay"), state="approved")
    line = await in_inbox(cast, await found_group(cast, youth), wish_id)
    for tag in ("dance", "sewing", "cosplay"):
        await youth.post(f"/desk/inbox/{line}/tag", {"tag": tag})
    proposed = (await leader.read("/desk/drafts"))["proposals"]
    assert {"dance"} <= {each["tag"] for each in proposed}
    assert "cosplay" not in {each["tag"] for each in proposed}, "it has that already"
    await leader.post(f"/desk/drafts/{line}/tag", {"tag": "dance", "do": "give"})
    assert {tag.id for tag in (await cast.find(wish_id)).tags} == {"cosplay", "dance"}
    assert (await leader.post(f"/desk/drafts/{line}/tag", {"tag": "dance", "do": "give"})).status_code == 409
    kept = await cast.store.read(lambda tx: counts.figures_of(tx, cast.here.asked.id))
    assert kept == await cast.store.read(lambda tx: counts.recount(tx, cast.here.asked.id))


async def test_three_places_are_counted_as_the_page_says_and_ties_are_ties(cast: Cast) -> None:
    members = [await cast.sign_in("youth") for _ in range(3)]
    group = await found_group(cast, *members)
    lines = []
    for n in range(3):
        wish_id = await cast.wish(f"ønske {n}", state="approved")
        await let_show(cast, wish_id)
        lines.append(await in_inbox(cast, group, wish_id, "taken"))
    for member, order in zip(members, ((0, 1), (1, 0), (2,)), strict=True):
        for place, each in enumerate(order, 1):
            await member.post(f"/desk/inbox/{lines[each]}/rank", {"place": str(place)})
    data = await members[0].read(f"/desk/ranking/{group}")
    placed = {each["words"]: (each["place"], each["points"], each["tied"]) for each in data["placed"]}
    assert placed == {"ønske 0": (1, 5, True), "ønske 1": (1, 5, True), "ønske 2": (3, 3, False)}
    assert (data["voters"], data["members"]) == (3, 3)
    page = (await members[0].get(f"/desk/ranking/{group}")).text
    assert "En førsteplass gir 3 poeng" in page
    assert "Delt nr. 1" in page
    await members[2].post(f"/desk/inbox/{lines[2]}/rank", {"place": "0"})
    await members[0].post(f"/desk/inbox/{lines[1]}", {"what": "finish"})
    data = await members[0].read(f"/desk/ranking/{group}")
    assert [each["words"] for each in data["placed"]] == ["ønske 0"], "what is through is ranked no more"


async def test_untouched_wishes_show_for_how_long_they_have_waited(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    line = await a_line(cast, youth)
    cast.clock.now += 9 * DAY
    leader, youth = await cast.sign_in("leader"), await again(cast, youth)
    assert "Det eldste har ligget 9 dager" in (await leader.get("/desk/groups")).text
    assert "har ligget urørt: 9 dager" in (await youth.get("/desk/inbox")).text
    await youth.post(f"/desk/inbox/{line}", {"what": "take"})
    assert "Det eldste" not in (await leader.get("/desk/groups")).text


async def again(cast: Cast, person: Person) -> Person:
    """Sign in once more: the session has ended meanwhile."""
    from collector import signin

    assert person.staff is not None
    staff = person.staff
    token = await cast.store.write(lambda tx: signin.open_session(tx, cast.seal, staff, cast.clock()))
    return cast.with_session(token, staff)


async def test_a_long_pile_is_read_page_by_page(cast: Cast) -> None:
    youth = await cast.sign_in("youth")
    group = await found_group(cast, youth)
    lines = [await in_inbox(cast, group, await cast.wish(state="approved")) for _ in range(25)]
    first = await youth.read("/desk/inbox")
    rest = await youth.read("/desk/inbox", after=first["more_after"])
    assert [each["id"] for each in (*first["wishes"], *rest["wishes"])] == lines
    assert rest["more_after"] is None


async def test_hostile_words_are_shown_as_text(cast: Cast) -> None:
    youth, leader = await cast.sign_in("youth"), await cast.sign_in("leader")
    words = "<script>alert(1)</script>"
    line = await a_line(cast, youth, words=words)
    await youth.post(f"/desk/inbox/{line}/comment", {"text": words})
    await youth.post(f"/desk/inbox/{line}/answer", {"status": "done", "text": words})
    for person, path in (
        (youth, "/desk/inbox?pile=taken"),
        (youth, f"/desk/inbox/{line}"),
        (leader, f"/desk/drafts/{line}"),
    ):
        page = (await person.get(path)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


async def test_what_everybody_did_leaves_the_inboxes_as_the_rules_say(cast: Cast) -> None:
    youth = await cast.sign_in("youth")
    _, line = await furnish_all(cast, cast.here)
    await youth.post(f"/desk/inbox/{line}/pass", {"group": OTHER})
    here = cast.here.municipality.id
    assert await cast.store.read(lambda tx: routing.how_many_differ(tx, here)) == 0
