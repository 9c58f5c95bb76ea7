"""The summary of a round."""

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
        "senders": 0,
    }


async def test_what_is_only_suggested_is_not_counted(cast: Cast) -> None:
    await cast.wish("noe", Tag("activity", "dance", 0.4, given=False), state="approved")
    data = await (await cast.sign_in("leader")).read("/desk/summary/glad-elg")
    assert data["activities"] == []


@pytest.mark.parametrize("role", ["admin", "leader", "project", "youth"])
async def test_no_summary_knows_that_there_are_cases(cast: Cast, role: Role) -> None:
    person = await cast.sign_in(role)
    before = (await person.get("/desk/summary/glad-elg")).text, await person.read("/desk/summary/glad-elg")
    await cast.case()
    after = (await person.get("/desk/summary/glad-elg")).text, await person.read("/desk/summary/glad-elg")
    assert after == before


@pytest.mark.parametrize("role", ["project", "youth"])
async def test_whoever_may_not_read_wishes_sees_no_figure_under_five(cast: Cast, role: Role) -> None:
    await approve(cast, 6, "gaming")
    await approve(cast, 4, "dance")
    person = await cast.sign_in(role)
    data = await person.read("/desk/summary/glad-elg")
    assert shown(data["activities"]) == {"gaming": 6, "dance": "few"}
    page = (await person.get("/desk/summary/glad-elg")).text
    assert "færre enn 5" in page
    assert "Tall under fem vises ikke." in page


async def test_a_hidden_language_cannot_be_found_by_subtracting(cast: Cast) -> None:
    await approve(cast, 9, "gaming")
    await approve(cast, 7, "gaming", language="nn")
    await approve(cast, 2, "gaming", language="en")
    data = await (await cast.sign_in("project")).read("/desk/summary/glad-elg")
    assert shown(data["languages"]) == {"nb": 9, "nn": "cover", "en": "few"}


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
    assert f'<th scope="row">Gaming</th><td>{data["activities"][0]["n"]}</td>' in page
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
