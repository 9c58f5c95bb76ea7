"""The national team's page: counts of what is open, none under ten, and no way to a wish."""

from typing import Any

import pytest

from collector.model import Tag
from tests.both_engines import store
from tests.web.cast import Cast, Place

__all__ = ["store"]
GAMING, DANCE, OWN = Tag("activity", "gaming"), Tag("activity", "dance"), Tag("activity", "x-bingen")


async def open_all(cast: Cast) -> None:
    await cast.store.write(lambda tx: tx.run("UPDATE municipalities SET is_open = 1, is_example = 0"))


async def wishes(cast: Cast, n: int, *tags: Tag, place: Place | None = None) -> None:
    for _ in range(n):
        await cast.wish("hemmelig", *tags, state="approved", place=place)


async def read(cast: Cast) -> Any:
    return await (await cast.sign_in("national")).read("/desk/national")


def shown(cells: list[dict[str, Any]]) -> dict[str, int | str]:
    return {cell["id"]: cell["hidden"] or cell["n"] for cell in cells}


async def test_counts_of_all_open_municipalities_are_added_up(cast: Cast) -> None:
    await wishes(cast, 18, GAMING)
    await wishes(cast, 12, GAMING, place=cast.there)
    await wishes(cast, 11, DANCE, place=cast.there)
    await open_all(cast)
    data = await read(cast)
    assert (data["municipalities"], data["approved"]["n"]) == (2, 30)
    assert shown(data["activities"]) == {"gaming": 20}
    assert shown(data["by_municipality"]) == {"Eksempelvik": 10, "Annendal": 20}


async def test_nothing_under_ten_is_shown_nor_what_would_give_it_away(cast: Cast) -> None:
    await wishes(cast, 9, GAMING)
    await open_all(cast)
    data = await read(cast)
    assert data["approved"]["hidden"] == data["answered"]["hidden"] == "few"
    assert data["activities"] == []
    assert shown(data["by_municipality"]) == {"Eksempelvik": "few", "Annendal": "few"}


async def test_a_national_figure_does_not_tell_of_a_municipality_that_hides_it(cast: Cast) -> None:
    for place in (cast.here, cast.there):
        await wishes(cast, 9, GAMING, place=place)
        await wishes(cast, 1, DANCE, place=place)
    await open_all(cast)
    data = await read(cast)
    assert data["approved"]["n"] == 20
    assert data["activities"] == []  # eighteen games, nine there and nine here: ten would tell of both


async def test_national_figures_move_only_when_a_municipality_tells_its_own_anew(cast: Cast) -> None:
    await wishes(cast, 30, GAMING)
    await open_all(cast)
    before = await read(cast)
    await wishes(cast, 9, GAMING)
    assert await read(cast) == before
    await wishes(cast, 1, GAMING)
    assert shown((await read(cast))["activities"]) == {"gaming": 40}


async def test_what_is_shut_or_an_example_is_not_counted(cast: Cast) -> None:
    await wishes(cast, 12, GAMING)
    await wishes(cast, 12, GAMING, place=cast.there)
    assert (await read(cast))["municipalities"] == 0
    here = cast.here.municipality.id
    await cast.store.write(
        lambda tx: tx.run("UPDATE municipalities SET is_open = 1, is_example = 0 WHERE id = :id", id=here)
    )
    assert (await read(cast))["approved"]["n"] == 10


async def test_a_municipalitys_own_tags_and_its_cases_stay_at_home(cast: Cast) -> None:
    await wishes(cast, 12, OWN)
    for _ in range(12):
        await cast.case()
    await open_all(cast)
    page = (await (await cast.sign_in("national")).get("/desk/national")).text
    assert "bingen" not in page
    assert "hemmelig" not in page
    assert (await read(cast))["approved"]["n"] == 10


@pytest.mark.parametrize(
    "path", ["/desk/queue", "/desk/cases", "/desk/summary", "/desk/people", "/desk/answer"]
)
async def test_nothing_else_opens_to_the_national_team(cast: Cast, path: str) -> None:
    person = await cast.sign_in("national")
    assert (await person.get("/desk")).headers["location"] == "/desk/national"
    assert (await person.get(path)).status_code == 403


async def test_no_admin_of_a_municipality_gives_or_takes_that_role(cast: Cast) -> None:
    admin, person = await cast.sign_in("admin", name="Anne"), await cast.sign_in("national", name="Nina")
    assert person.staff is not None
    assert (await admin.post("/desk/people", {"name": "Lars", "role": "national"})).status_code == 400
    assert "Nina" not in (await admin.get("/desk/people")).text
    for path, form in (("role", {"role": "leader"}), ("end", {}), ("link", {})):
        answer = await admin.post(f"/desk/people/{person.staff.id}/{path}", form)
        assert answer.status_code == 404
    assert (await person.get("/desk/national")).status_code == 200
