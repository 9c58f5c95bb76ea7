"""The summary of a place, a period and everything: what changed, over time, and what it hangs on."""

from dataclasses import replace
from typing import Any

import pytest

from bot.indexing import index_some_more
from collector import intake
from collector.here import start_of
from collector.ids import new_id
from collector.model import Role, Tag, Wish
from collector.store import counts, groups, rounds, routed, talks, wishes
from collector.store.front import Tx
from nlp.precision import precisions
from tests.web.cast import Cast, Person

TEXT = "Vi i klassen vil ha skatepark bak skolen"


async def say(
    cast: Cast,
    day: str,
    tag: str = "gaming",
    *,
    who: str | None = None,
    text: str = "noe",
    source: str = "webchat",
    place: str = "",
    school: str = "",
    sure: bool = True,
    round_id: str = "",
    hour: int = 12,
) -> str:
    """An approved wish of a day."""
    here, asked = cast.here.municipality.id, cast.here.asked
    cast.clock.now += 1
    at = start_of(day) + hour * 3_600_000 + cast.clock.now % 1000
    wish = Wish(
        new_id(at), here, round_id or asked.id, who, source, "nb", text, "approved", sure, at,
        tags=(Tag("activity", tag, 0.9),),
    )  # fmt: skip

    def work(tx: Tx) -> None:
        if who and talks.find_by_id(tx, who) is None:
            talks.add_talk(
                tx, id=who, municipality_id=here, round_id=asked.id, channel=source, who=who, receipt=who,
                handle=None, now=at,
            )  # fmt: skip
        if who and school:
            talks.note_school(tx, who, school)
        wishes.add_wish(tx, wish, None)
        routed.put_places(tx, wish.id, [place] if place else [])
        counts.count(tx, wish, +1)

    await cast.store.write(work)
    return wish.id


async def read(cast: Cast, role: Role = "leader", code: str = "glad-elg", **asked: str) -> Any:
    return await (await cast.sign_in(role)).read(f"/desk/summary/{code}", **asked)


def figures(cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {cell["id"]: cell["n"] if cell["n"] is not None else cell["hidden"] for cell in cells}


async def test_a_period_counts_days_as_they_are_here_and_is_held_against_the_days_before(cast: Cast) -> None:
    for day, times in (("2026-10-22", 2), ("2026-10-24", 3), ("2026-10-25", 4), ("2026-10-26", 1)):
        for _ in range(times):
            await say(cast, day)
    data = await read(cast, first="2026-10-24", last="2026-10-25")
    assert data["totals"]["approved"]["n"] == 7
    assert (data["changes"]["kind"], data["changes"]["first"], data["changes"]["last"]) == (
        "period",
        "2026-10-22",
        "2026-10-23",
    )
    assert data["activities"][0]["change"] == 5
    assert data["over_time"] == [{"first": "2026-10-19", "n": 7, "hidden": ""}]


async def test_a_running_round_is_held_against_as_many_days_of_the_one_before(cast: Cast) -> None:
    last = replace(cast.here.asked, id=new_id(1), code="for-dette", opens_at=start_of("2025-09-01"))
    await cast.store.write(lambda tx: rounds.add_round(tx, last, 1))
    opened, today = cast.here.asked.opens_at, cast.clock.now
    days = (today - opened) // 86_400_000
    for day in ("2025-09-01", "2025-12-31"):
        await say(cast, day, round_id=last.id)
    data = await read(cast)
    assert data["changes"]["kind"] == "same-day"
    assert data["totals"]["approved"]["change"] == -1, days


async def test_a_round_is_held_against_the_last_of_which_anything_is_told(cast: Cast) -> None:
    opened = cast.here.asked.opens_at
    for code, before in (("tomt-klasserom", 1), ("to-i-fjor", 2), ("mange-i-fjor", 3)):
        other = replace(cast.here.asked, id=new_id(before), code=code, opens_at=opened - before)
        await cast.store.write(lambda tx, other=other: rounds.add_round(tx, other, 1))  # type: ignore[misc]
        for n in range({"to-i-fjor": 2, "mange-i-fjor": 10}.get(code, 0)):
            await say(cast, "2026-09-01", who=f"{code}{n}", round_id=other.id)
    compared = {role: (await read(cast, role))["changes"] for role in ("leader", "project")}  # type: ignore[arg-type]
    assert compared["leader"]["rounds"][0]["code"] == "to-i-fjor"
    assert compared["project"]["rounds"][0]["code"] == "mange-i-fjor"


async def test_the_first_round_with_wishes_has_nothing_before_it(cast: Cast) -> None:
    empty = replace(cast.here.asked, id=new_id(1), code="tomt-klasserom", opens_at=1)
    await cast.store.write(lambda tx: rounds.add_round(tx, empty, 1))
    await say(cast, "2026-09-03")
    assert (await read(cast))["changes"] is None


async def test_voices_are_counted_by_source_and_each_class_is_its_own(cast: Cast) -> None:
    for n in range(12):
        await say(cast, "2026-09-03", who=f"talk{n % 3}")
    for _ in range(5):
        await say(cast, "2026-09-04", source="class")
    data = await read(cast)
    assert data["totals"]["senders"]["n"] == 8
    assert {cell["id"]: cell["voices"]["n"] for cell in data["sources"]} == {"webchat": 3, "class": 5}
    project = await read(cast, "project")
    assert {cell["id"]: cell["voices"]["hidden"] for cell in project["sources"]} == {
        "webchat": "few",
        "class": "",
    }


async def test_two_hundred_copies_of_three_senders_are_three_voices_and_named(cast: Cast) -> None:
    for n in range(200):
        text = TEXT.upper() + "!" * (n % 3)
        await say(cast, "2026-09-03", who=f"talk{n % 3}", text=text)
    await say(cast, "2026-09-10", text="noe helt annet som bare en av oss vil ha")
    while await index_some_more(cast.store, cast.seal):
        pass
    data = await read(cast)
    assert data["totals"]["senders"]["n"] == 4
    (copied,) = data["copies"]
    assert (copied["n"], copied["voices"]["n"]) == (200, 3)
    assert [(each["day"], each["n"], each["voices"]["n"]) for each in data["bursts"]] == [
        ("2026-09-03", 200, 3)
    ]
    assert [(each["day"], each["n"], each["voices"], each["few"]) for each in data["at_once"]] == [
        ("2026-09-03", 200, 3, True)
    ]
    for_youth = await read(cast, "youth")
    parts = ("copies", "bursts", "at_once", "sensitivity")
    assert [for_youth[each] for each in parts] == [[], [], [], []]


async def test_what_copies_share_goes_with_the_last_of_them(cast: Cast) -> None:
    made = [await say(cast, "2026-09-03", text=TEXT) for _ in range(5)]
    while await index_some_more(cast.store, cast.seal):
        pass
    assert len((await read(cast))["copies"]) == 1
    for wish_id in made:
        await cast.store.write(
            lambda tx: intake.erase(tx, wish_id, None, cast.clock()),  # noqa: B023
            erases=True,
        )
    left = await cast.store.read(
        lambda tx: tx.all("SELECT print FROM copied UNION ALL SELECT print FROM wish_prints")
    )
    assert left == []


async def test_a_class_of_thirty_on_one_day_is_no_burst(cast: Cast) -> None:
    for n in range(30):
        await say(cast, "2026-09-03", who=f"talk{n}")
    data = await read(cast)
    assert data["bursts"] == []
    (hour,) = data["at_once"]
    assert (hour["n"], hour["voices"], hour["few"]) == (30, 30, False)
    page = (await (await cast.sign_in("leader")).get("/desk/summary/glad-elg")).text
    assert f"mellom kl. {hour['hour']} og {hour['hour'] + 1} kom det 30 ønsker fra 30 avsendere." in page
    assert "Kanskje satt en klasse eller en gruppe sammen." in page
    assert (
        "Kanskje satt en klasse"
        not in (await (await cast.sign_in("project")).get("/desk/summary/glad-elg")).text
    )


async def test_a_day_with_as_many_in_each_hour_has_none_at_once(cast: Cast) -> None:
    for n in range(24):
        await say(cast, "2026-09-03", who=f"talk{n}", hour=9 + n % 2)
    assert (await read(cast))["at_once"] == []


async def test_it_tells_what_changes_place_without_a_source_a_school_and_unsure_tags(cast: Cast) -> None:
    for n in range(8):
        await say(cast, "2026-09-03", "dance", who=f"a{n}")
    for n in range(9):
        await say(cast, "2026-09-03", "gaming", who=f"b{n}", school="Vika skole", sure=n < 5)
    for _ in range(6):
        await say(cast, "2026-09-03", "band", source="class")
    data = await read(cast)
    found = {(each["without"], each["id"]): each["moves"] for each in data["sensitivity"]}
    assert found["school", "Vika skole"][0] == {"id": "gaming", "from": 1, "to": None}
    assert {"id": "dance", "from": 2, "to": 1} in found["unsure", ""]
    assert found["source", "webchat"][-1] == {"id": "band", "from": 3, "to": 1}


async def test_each_tag_says_how_often_it_is_right(cast: Cast) -> None:
    await say(cast, "2026-09-03")
    (cell,) = (await read(cast))["activities"]
    assert cell["precision"] == precisions()["gaming"]._asdict()


@pytest.mark.parametrize("role", ["leader", "admin", "project", "youth"])
async def test_a_school_or_an_age_that_few_told_is_hidden_from_everybody(cast: Cast, role: Role) -> None:
    for n in range(10):
        await say(cast, "2026-09-03", who=f"talk{n}", school="Vika skole" if n < 6 else "Nes skole")
    assert figures((await read(cast, role))["schools"]) == {"Vika skole": 5}


@pytest.mark.parametrize("times", [0, 1])
@pytest.mark.parametrize("role", ["leader", "youth"])
async def test_nothing_and_one_wish_are_a_page_too(cast: Cast, role: Role, times: int) -> None:
    for _ in range(times):
        await say(cast, "2026-09-03")
    person = await cast.sign_in(role)
    for asked in ({}, {"first": "2026-09-01"}, {"first": "0001-01-01", "last": "9999-12-31"}):
        for code in ("glad-elg", "all"):
            assert (await person.get(f"/desk/summary/{code}", **asked)).status_code == 200


async def behind(cast: Cast, role: Role = "leader", code: str = "glad-elg", **asked: str) -> Any:
    return await (await cast.sign_in(role)).read(f"/desk/summary/{code}/wishes", **asked)


async def test_each_figure_opens_exactly_the_wishes_behind_it(cast: Cast) -> None:
    for n in range(30):
        await say(
            cast,
            f"2026-09-{n % 28 + 1:02}",
            ("gaming", "dance", "band")[n % 3],
            who=f"talk{n % 9}" if n % 4 else None,
            source="webchat" if n % 4 else "class",
            place=("Vika", "", "Nes")[n % 3] if n % 2 else "",
            school="Vika skole",
        )
    await cast.store.write(lambda tx: groups.put_round_place(tx, cast.here.asked.id, "Nes"))
    leader = await cast.sign_in("leader")
    lists = {"activity": "activities", "source": "sources", "place": "places", "language": "languages"}
    for narrow in ({}, {"place": "Nes"}, {"first": "2026-09-03", "last": "2026-09-20"}):
        for code in ("glad-elg", "all"):
            data = await leader.read(f"/desk/summary/{code}", **narrow)
            for what, name in (*lists.items(), ("week", "over_time")):
                for cell in data[name]:
                    if cell["n"]:
                        named = cell.get("id", cell.get("first"))
                        some = await pages(leader, code, narrow | {"what": what, "name": named})
                        assert len(some) == len(set(some)) == cell["n"], (narrow, what, cell)


async def pages(leader: Person, code: str, asked: dict[str, str]) -> list[int]:
    found: list[int] = []
    more = ""
    while more is not None:
        data = await leader.read(f"/desk/summary/{code}/wishes", **asked, before=more)
        found += [wish["number"] for wish in data["wishes"]]
        more = data["more"]
    return found


async def test_a_hidden_figure_opens_nothing_and_neither_does_one_that_is_none(cast: Cast) -> None:
    for n in range(4):
        await say(cast, "2026-09-03", who=f"talk{n}", school="Nes skole")
    leader = await cast.sign_in("leader")
    for what, name in (("activity", "dance"), ("week", "2026-09-03")):
        answer = await leader.get("/desk/summary/glad-elg/wishes", what=what, name=name)
        assert answer.status_code == 404, what
    for what in ("school", "age", "nothing"):  # who wished opens nothing for anybody
        assert (await leader.get("/desk/summary/glad-elg/wishes", what=what, name="x")).status_code == 400
    page = await leader.get("/desk/summary/glad-elg/wishes", what="activity", name="gaming")
    assert "Nr. 4" in page.text


async def test_whoever_may_not_read_wishes_gets_no_link_to_them(cast: Cast) -> None:
    for n in range(9):
        await say(cast, "2026-09-03", who=f"talk{n}")
    link = "/desk/summary/glad-elg/wishes"
    assert link in (await (await cast.sign_in("leader")).get("/desk/summary/glad-elg")).text
    assert link not in (await (await cast.sign_in("project")).get("/desk/summary/glad-elg")).text


async def test_a_form_without_script_leads_to_what_was_chosen(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    answer = await leader.get("/desk/summary", code="all", place="", first="2026-09-01", last="")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/summary/all?first=2026-09-01")
