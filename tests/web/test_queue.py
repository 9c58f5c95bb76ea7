"""Looking through the queue."""

from pathlib import Path

import pytest
from markupsafe import escape

from collector.model import Tag
from tests.web.cast import Cast, Person

HOSTILE = (Path(__file__).parent / "hostile.txt").read_text("utf-8").split("\n")


async def walk(person: Person, **where: str) -> list[str]:
    """Go through the whole queue by skipping, and tell the order."""
    found: list[str] = []
    after = ""
    while True:
        data = await person.read("/desk/queue", after=after, **where)
        if data["wish"] is None:
            return found
        found.append(data["wish"]["id"])
        after = data["skip_after"]
        if after is None:
            return found


async def test_the_oldest_comes_first(cast: Cast) -> None:
    wishes = [await cast.wish(f"ønske {n}") for n in range(4)]
    assert await walk(await cast.sign_in("leader"), order="oldest") == wishes


async def test_the_unsure_come_first_when_that_is_chosen(cast: Cast) -> None:
    sure = [await cast.wish(), await cast.wish()]
    unsure = [await cast.wish(sure=False), await cast.wish(sure=False)]
    assert await walk(await cast.sign_in("leader"), order="unsure") == unsure + sure


@pytest.mark.parametrize("order", ["oldest", "unsure"])
async def test_page_after_page_shows_every_wish_once(cast: Cast, order: str) -> None:
    wishes = {await cast.wish(f"ønske {n}", sure=n % 3 > 0) for n in range(45)}
    leader = await cast.sign_in("leader")
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        data = await leader.read("/desk/queue", order=order, after=after)
        found += [data["wish"]["id"], *(wish["id"] for wish in data["next"])]
        after = data["more_after"]
    assert len(found) == 45
    assert set(found) == wishes


async def test_the_queue_says_how_many_are_left(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    for _ in range(12):
        await cast.wish()
    assert "12 igjen" in (await leader.get("/desk/queue")).text


async def test_after_a_decision_the_queue_goes_on_past_what_was_skipped(cast: Cast) -> None:
    skipped, second, third = await cast.wish("en"), await cast.wish("to"), await cast.wish("tre")
    leader = await cast.sign_in("leader")
    after = (await leader.read("/desk/queue"))["skip_after"]
    way = ""
    for wish_id, left in ((second, third), (third, None)):
        seen = await cast.seen(leader, wish_id)
        form = {"what": "approve", "seen": seen, "after": after}
        way = (await leader.post(f"/desk/queue/{wish_id}", form)).headers["location"]
        found = await leader.read(way)
        assert (found["wish"] and found["wish"]["id"]) == left
    page = (await leader.get(way)).text
    assert "1 hoppet du over" in page
    assert (await leader.read("/desk/queue"))["wish"]["id"] == skipped


async def test_an_empty_queue_says_so(cast: Cast) -> None:
    assert "Køen er tom" in (await (await cast.sign_in("leader")).get("/desk/queue")).text


async def test_given_and_suggested_tags_stand_apart(cast: Cast) -> None:
    await cast.wish("Noe", Tag("activity", "gaming"), Tag("form", "weekly", 0.4, given=False))
    data = await (await cast.sign_in("leader")).read("/desk/queue")
    assert [tag["id"] for tag in data["wish"]["tags"]] == ["gaming"]
    assert [tag["id"] for tag in data["wish"]["suggested"]] == ["weekly"]


async def test_a_tag_shows_how_likely_it_is_and_the_words_that_gave_it_away(cast: Cast) -> None:
    await cast.wish(
        "Vi vil spille dataspill", Tag("activity", "gaming", 0.87), Tag("form", "weekly", by="sender")
    )
    leader = await cast.sign_in("leader")
    data = await leader.read("/desk/queue")
    assert {tag["id"]: tag["percent"] for tag in data["wish"]["tags"]} == {"gaming": 87, "weekly": None}
    assert "dataspill" in data["wish"]["why"]["gaming"]
    assert "87 %" in (await leader.get("/desk/queue")).text


async def test_the_next_likeliest_tags_are_offered_and_never_one_that_stands(cast: Cast) -> None:
    await cast.wish("Vi vil spille dataspill og danse", Tag("activity", "gaming", 0.87))
    leader = await cast.sign_in("leader")
    wish = (await leader.read("/desk/queue"))["wish"]
    offered = [tag["id"] for tag in wish["likely"]]
    assert "dance" in offered
    assert "gaming" not in offered
    assert "dance" not in [tag["id"] for tag in (*wish["tags"], *wish["suggested"])]
    assert 'value="dance"' in (await leader.get("/desk/queue")).text


async def test_the_least_sure_come_first_until_the_oldest_are_chosen(cast: Cast) -> None:
    sure, unsure = await cast.wish(), await cast.wish(sure=False)
    leader = await cast.sign_in("leader")
    assert await walk(leader) == [unsure, sure]
    assert await walk(leader, order="oldest") == [sure, unsure]


@pytest.mark.parametrize("typed", ["Dans", "  dans ", "Nysirk"])
async def test_a_tag_is_added_by_its_name_or_how_it_begins(cast: Cast, typed: str) -> None:
    wish_id = await cast.wish("Noe")
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, wish_id)
    await leader.post(f"/desk/queue/{wish_id}/tag", {"named": typed, "do": "add", "seen": seen})
    given = {tag.id for tag in (await cast.find(wish_id)).tags}
    assert given == {"gaming", "new-circus" if "irk" in typed else "dance"}


@pytest.mark.parametrize("typed", ["", "tullball", "s", "<b>"])
async def test_a_name_that_means_no_one_tag_is_told_and_changes_nothing(cast: Cast, typed: str) -> None:
    wish_id = await cast.wish("Noe")
    leader = await cast.sign_in("leader")
    before, seen = await cast.find(wish_id), await cast.seen(leader, wish_id)
    answer = await leader.post(f"/desk/queue/{wish_id}/tag", {"named": typed, "do": "add", "seen": seen})
    assert "Fant ikke én merkelapp" in answer.text
    assert await cast.find(wish_id) == before


async def test_the_queue_tells_how_far_somebody_has_come_today(cast: Cast) -> None:
    wishes = [await cast.wish(f"ønske {n}") for n in range(4)]
    one, other = await cast.sign_in("leader"), await cast.sign_in("leader", name="Ola")
    await cast.decide(one, wishes[0], "approve")
    await cast.decide(one, wishes[1], "hold")
    assert "2 av 4" in (await one.get("/desk/queue")).text
    assert (await other.read("/desk/queue"))["done"] == 0
    cast.clock.now += 1000
    await one.post(f"/desk/queue/{wishes[1]}/undo")
    assert (await one.read("/desk/queue"))["done"] == 1


async def test_only_the_masked_words_are_ever_shown(cast: Cast) -> None:
    wish_id = await cast.wish("ring ▇▇▇")
    leader = await cast.sign_in("leader")
    for path in ("/desk/queue", f"/desk/queue/{wish_id}/tags"):
        assert "raw ring" not in (await leader.get(path)).text


async def test_a_leader_learns_how_many_cases_wait_and_nothing_else(cast: Cast) -> None:
    case = await cast.case("Jeg har det vondt")
    page = (await (await cast.sign_in("leader")).get("/desk/queue")).text
    assert "1 sak venter på den vaktansvarlige." in page
    assert case not in page
    assert "vondt" not in page
    assert "/desk/cases" not in page


async def test_that_a_case_waits_stands_above_the_wish(cast: Cast) -> None:
    await cast.case("Jeg har det vondt")
    await cast.wish("Skatepark her")
    await cast.wish("Skatepark der")
    for role in ("leader", "admin"):  # each reads one of them
        page = (await (await cast.sign_in(role)).get("/desk/queue")).text  # type: ignore[arg-type]
        told, unreached = page.index("1 sak venter på den vaktansvarlige."), page.index("Ingen får e-post")
        assert told < unreached < page.index("Skatepark")
        assert page.count("Ingen får e-post") == 1


async def test_each_pile_can_be_looked_through(cast: Cast) -> None:
    held = await cast.wish(state="held")
    nothing = await cast.wish(state="not-a-wish")
    leader = await cast.sign_in("leader")
    assert await walk(leader, show="held") == [held]
    assert await walk(leader, show="not-a-wish") == [nothing]
    assert (await leader.get("/desk/queue", show="case")).status_code == 400


async def test_a_tag_is_added_and_taken_away_with_one_tap(cast: Cast) -> None:
    wish_id = await cast.wish("Noe", Tag("activity", "gaming"), Tag("activity", "band", 0.4, given=False))
    leader = await cast.sign_in("leader")
    for tag, do in (("band", "add"), ("gaming", "drop")):
        seen = await cast.seen(leader, wish_id)
        answer = await leader.post(f"/desk/queue/{wish_id}/tag", {"tag": tag, "do": do, "seen": seen})
        assert f"wish={wish_id}" in answer.headers["location"]
        cast.clock.now += 1000
    wish = await cast.find(wish_id)
    assert [(tag.id, tag.given, tag.by) for tag in wish.tags] == [("band", True, "leader")]


async def test_tags_are_chosen_from_the_whole_list_and_flags_stay(cast: Cast) -> None:
    wish_id = await cast.wish("Noe", Tag("activity", "gaming", 0.9), Tag("flag", "personal"))
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, wish_id)
    form = {"tag": ["gaming", "dance", "cost", "concern", "tullball"], "seen": seen}
    await leader.post(f"/desk/queue/{wish_id}/tags", form)
    tags = {tag.id: tag.by for tag in (await cast.find(wish_id)).tags}
    assert tags == {"gaming": "tagger", "dance": "leader", "cost": "leader", "personal": "tagger"}


async def test_a_flag_is_no_tag_that_a_leader_can_put_on(cast: Cast) -> None:
    wish_id = await cast.wish()
    leader = await cast.sign_in("leader")
    seen = await cast.seen(leader, wish_id)
    answer = await leader.post(f"/desk/queue/{wish_id}/tag", {"tag": "concern", "do": "add", "seen": seen})
    assert answer.status_code == 404


async def test_hostile_words_are_shown_as_words(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    for words in HOSTILE:
        wish_id = await cast.wish(words)
        for path in (f"/desk/queue?wish={wish_id}", f"/desk/queue/{wish_id}/tags"):
            page = (await leader.get(path)).text
            assert escape(words) in page
            for tag in ("<script>", "<img src=x", '<a href="http', "<svg/onload"):
                assert tag not in page


@pytest.mark.parametrize("bad", ["'; DROP TABLE wishes--", "%00", "0" * 27, "z%00"])
async def test_an_address_that_cannot_be_is_a_plain_404(cast: Cast, bad: str) -> None:
    leader = await cast.sign_in("leader")
    assert (await leader.get(f"/desk/queue/{bad}/tags")).status_code == 404
