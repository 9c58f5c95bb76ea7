"""The summary of a round."""

import re
from collections.abc import Sequence

import pytest

from collector.model import Role, Tag
from tests.web.cast import JSON, Cast


async def approve(cast: Cast, times: int, *tags: str, language: str = "nb") -> None:
    for _ in range(times):
        made = [Tag("activity", tag) for tag in tags]
        await cast.wish("noe", *made, state="approved", language=language)


def shown(cells: Sequence[dict[str, object]]) -> dict[object, object]:
    return {cell["id"]: cell["n"] if cell["n"] is not None else cell["hidden"] for cell in cells}


async def test_a_stranger_sees_no_figures(cast: Cast) -> None:
    assert (await cast.stranger().get("/desk/summary/glad-elg")).status_code == 401


async def test_only_approved_wishes_count_by_tag_and_the_waiting_are_told_apart(cast: Cast) -> None:
    await approve(cast, 2, "gaming")
    await approve(cast, 1, "gaming", "dance")
    await cast.wish("venter", Tag("activity", "dance"))
    await cast.wish("nei", Tag("activity", "dance"), state="not-a-wish")
    data = await (await cast.sign_in("leader")).read("/desk/summary/glad-elg")
    assert shown(data["activities"]) == {"gaming": 3, "dance": 1}
    assert {name: cell["n"] for name, cell in data["totals"].items()} == {
        "approved": 3,
        "waiting": 1,
        "senders": 3,
    }


async def test_what_is_only_suggested_is_not_counted(cast: Cast) -> None:
    await cast.wish("noe", Tag("activity", "dance", 0.4, given=False), state="approved")
    data = await (await cast.sign_in("leader")).read("/desk/summary/glad-elg")
    assert data["activities"] == []


@pytest.mark.parametrize("role", ["admin", "leader", "project", "youth"])
async def test_no_summary_knows_that_there_are_cases(cast: Cast, role: Role) -> None:
    person = await cast.sign_in(role)
    seen = []
    for make in (None, cast.case):
        if make:
            await make()
        data = await person.read("/desk/summary/glad-elg")
        seen.append(((await person.get("/desk/summary/glad-elg")).text, data | {"as_of": 0}))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("role", ["project", "youth"])
async def test_whoever_may_not_read_wishes_sees_no_figure_under_five(cast: Cast, role: Role) -> None:
    await approve(cast, 6, "gaming")
    await approve(cast, 4, "dance")
    person = await cast.sign_in(role)
    data = await person.read("/desk/summary/glad-elg")
    assert shown(data["activities"]) == {"gaming": 5}
    page = (await person.get("/desk/summary/glad-elg")).text
    assert "færre enn 5" in page
    assert "hele femmere" in page


async def test_what_is_too_little_to_tell_is_not_said_to_be_nothing(cast: Cast) -> None:
    await approve(cast, 3, "gaming")
    await approve(cast, 3, "band")
    page = (await (await cast.sign_in("project")).get("/desk/summary/glad-elg")).text
    assert page.count("Det som er under fem, vises ikke") == 3
    assert "sier noe om dette" not in page
    page = (await (await cast.sign_in("leader")).get("/desk/summary/glad-elg")).text
    assert "Det som er under fem, vises ikke" not in page
    assert page.count("sier noe om dette") == 2, "nobody said what stops them or how"


async def test_figures_of_those_who_may_not_read_wishes_stand_still_until_five_more_came(cast: Cast) -> None:
    person, seen = await cast.sign_in("project"), []
    for _ in range(16):
        await approve(cast, 1, "gaming", "dance")
        data = await person.read("/desk/summary/glad-elg")
        seen.append((data["totals"]["approved"]["n"], shown(data["activities"])))
    assert [n for n, _ in seen] == [None] * 4 + [5] * 5 + [10] * 5 + [15] * 2
    assert seen[4][1] == {"dance": 5, "gaming": 5}


async def test_a_hidden_language_cannot_be_found_by_subtracting(cast: Cast) -> None:
    await approve(cast, 9, "gaming")
    await approve(cast, 7, "gaming", language="nn")
    await approve(cast, 2, "gaming", language="en")
    data = await (await cast.sign_in("project")).read("/desk/summary/glad-elg")
    assert shown(data["languages"]) == {"nb": 5, "nn": 5}


async def test_figures_of_an_older_ekko_do_not_move_by_one_when_the_next_wish_comes(cast: Cast) -> None:
    await approve(cast, 9, "gaming")
    await cast.store.write(lambda tx: tx.run("DELETE FROM standing"))
    person = await cast.sign_in("project")
    before = await person.read("/desk/summary/glad-elg")
    await approve(cast, 1, "gaming")
    after = await person.read("/desk/summary/glad-elg")
    assert after | {"as_of": before["as_of"]} == before


async def test_under_five_wishes_nothing_at_all_is_broken_down(cast: Cast) -> None:
    await approve(cast, 4, "gaming")
    data = await (await cast.sign_in("youth")).read("/desk/summary/glad-elg")
    assert data["totals"]["approved"] == {"id": "approved", "n": None, "hidden": "few"}
    assert (data["activities"], data["languages"], data["sources"]) == ([], [], [])


async def test_the_page_shows_the_very_figures_that_programs_get(cast: Cast) -> None:
    await approve(cast, 1234 % 7, "gaming")
    leader = await cast.sign_in("leader")
    data, page = (
        await leader.read("/desk/summary/glad-elg"),
        (await leader.get("/desk/summary/glad-elg")).text,
    )
    (row,) = re.findall(
        r'<th scope="row"><a[^>]*what=activity&amp;name=gaming">Gaming</a>.*?</tr>', page, re.S
    )
    assert f"<td>{data['activities'][0]['n']}</td>" in row
    assert "satt av en maskin og godkjent av en leder" in page


async def test_the_picture_has_the_names_and_figures_of_the_table_and_no_script(cast: Cast) -> None:
    await approve(cast, 3, "gaming")
    await approve(cast, 2, "hangout")
    leader = await cast.sign_in("leader")
    picture = await leader.get("/desk/summary/glad-elg/chart.svg", kind="activity")
    assert picture.headers["content-type"] == "image/svg+xml"
    for words in (">Gaming<", ">Et sted å være<", ">3<", ">2<"):
        assert words in picture.text
    assert "<script" not in picture.text
    dark = await leader.get("/desk/summary/glad-elg/chart.svg", kind="activity", scheme="dark")
    assert dark.text != picture.text


async def test_the_picture_hides_what_the_table_hides(cast: Cast) -> None:
    await approve(cast, 6, "gaming")
    await approve(cast, 4, "dance")
    project = await cast.sign_in("project")
    picture = (await project.get("/desk/summary/glad-elg/chart.svg", kind="activity")).text
    assert ">Gaming<" in picture
    assert "Dans" not in picture


async def test_a_round_that_is_not_there_is_a_404(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    for code in ("finnes-ikke", "rask-rev", "'; --", "%00"):
        assert (await leader.client.get(f"/desk/summary/{code}", headers=JSON)).status_code == 404


async def test_every_round_is_listed(cast: Cast) -> None:
    data = await (await cast.sign_in("youth")).read("/desk/summary")
    assert [each["code"] for each in data["rounds"]] == ["glad-elg"]
