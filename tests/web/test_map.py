"""The map: an admin puts places on it, and the summary draws what its table tells, to each reader alike."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from collector.logo import PNG
from collector.store import outlines
from collector.web.manners import LARGER_BODIES
from tests.both_engines import store
from tests.municipality.island import ISLAND, SQUARE
from tests.web.cast import Cast, Person
from tests.web.voices import say

__all__ = ["store"]
OUTLINE = "/desk/municipality/outline"
MAP = "/desk/municipality/map.svg"
LINES = "Vika; 64,05; 6,1\nNes 64.15, 6.3\nDalen"


async def save_places(admin: Person, lines: str) -> Any:
    forms = (await admin.read("/desk/municipality/places"))["forms"]
    return await admin.post("/desk/municipality/places", {"seen": forms[0]["seen"], "lines": lines})


async def send(admin: Person, body: bytes) -> Any:
    return await admin.client.post(
        OUTLINE, data={"csrf": admin.csrf}, files={"outline": ("omriss.json", body)}
    )


async def put_on_map(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert (await save_places(admin, LINES)).status_code == 303
    assert (await send(admin, ISLAND)).status_code == 303
    for place, many in (("Vika", 12), ("Nes", 3), ("Dalen", 2)):
        for n in range(many):
            await say(cast, f"ønske {n} fra {place}", names=(place,))


async def test_an_admin_sees_the_places_on_the_map_as_they_were_typed(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert (await admin.get(MAP)).status_code == 404
    assert MAP not in (await admin.get("/desk/municipality/places")).text
    await save_places(admin, LINES)
    assert f'src="{MAP}"' in (await admin.get("/desk/municipality/places")).text
    drawn = await admin.get(MAP)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert ">Vika<" in drawn.text
    assert ">Nes<" in drawn.text
    assert "Dalen" not in drawn.text
    (form, *_) = (await admin.read("/desk/municipality/places"))["forms"]
    assert [row["line"] for row in form["rows"]] == ["Dalen", "Nes; 64.15; 6.3", "Vika; 64.05; 6.1"]


async def test_a_point_outside_norway_is_refused_and_the_line_stays_in_the_box(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    answer = await save_places(admin, "Nes\nVika; 6,1; 64,05")
    assert answer.status_code == 422
    assert "Vika; 6,1; 64,05" in answer.text
    assert "først nord og så øst" in answer.text
    assert (await admin.read("/desk/municipality/places"))["forms"][0]["rows"] == []


async def test_a_line_that_is_wrong_is_told_by_its_own_number(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    told = (await save_places(admin, "Nes\nDalen; 64,1; 6,2\n\n64.318, 6.74\nVika 7134000 278000")).text
    assert "Linje 3, <bdi>64.318; 6.74</bdi>: Skriv navnet på stedet foran punktet" in told
    assert "Linje 4, <bdi>Vika; 7134000 278000</bdi>: Punktet må være i grader (ikke UTM)" in told


async def test_an_outline_is_kept_drawn_and_taken_away(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    assert (await send(admin, ISLAND)).status_code == 303
    here = cast.here.municipality.id
    kept = await cast.store.read(lambda tx: outlines.outline_of(tx, here))
    assert set(kept.rings[0]) == {(north, east) for east, north in SQUARE}
    assert (await admin.get(MAP)).status_code == 200
    assert (await admin.post(f"{OUTLINE}/drop")).status_code == 303
    assert await cast.store.read(lambda tx: outlines.outline_of(tx, here)) == outlines.Outline()


@pytest.mark.parametrize(
    ("body", "said"), [(b"", "Velg en fil først"), (PNG, "ikke GeoJSON"), (ISLAND[:-9], "ikke GeoJSON")]
)
async def test_what_is_no_outline_is_refused_in_words_and_the_old_one_stays(
    cast: Cast, body: bytes, said: str
) -> None:
    admin = await cast.sign_in("admin")
    await send(admin, ISLAND)
    answer = await send(admin, body)
    assert answer.status_code == 422
    assert said in answer.text
    assert (await cast.store.read(lambda tx: outlines.outline_of(tx, cast.here.municipality.id))).rings


async def test_a_file_that_is_far_too_large_is_refused_in_words(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    answer = await send(admin, bytes(LARGER_BODIES[OUTLINE]))
    assert answer.status_code == 413
    assert "et omriss 6 MB" in answer.text


async def test_the_map_has_the_figures_of_the_table(cast: Cast) -> None:
    await put_on_map(cast)
    leader = await cast.sign_in("leader")
    data = await leader.read("/desk/summary/glad-elg")
    at = {each["id"]: each["at"] for each in data["places"]}
    assert at == {"Vika": [64.05, 6.1], "Nes": [64.15, 6.3], "Dalen": None}
    assert "kind=map" in (await leader.get("/desk/summary/glad-elg")).text
    drawn = (await leader.get("/desk/summary/glad-elg/chart.svg", kind="map")).text
    assert ">Vika 12<" in drawn
    assert ">Nes 3<" in drawn
    slide = await leader.get("/desk/summary/glad-elg/chart.png", kind="map")
    assert slide.content.startswith(PNG)
    pdf = await leader.get("/desk/summary/glad-elg/document.pdf")
    assert "Vika 12" in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)


@pytest.mark.parametrize("role", ["project", "youth"])
async def test_the_map_hides_what_the_table_hides(cast: Cast, role: Any) -> None:
    await put_on_map(cast)
    person = await cast.sign_in(role)
    cells = {each["id"]: each for each in (await person.read("/desk/summary/glad-elg"))["places"]}
    drawn = (await person.get("/desk/summary/glad-elg/chart.svg", kind="map")).text
    assert f">Vika {cells['Vika']['n']}<" in drawn
    assert "Nes 3" not in drawn
    assert ("Nes" in drawn) == ("Nes" in cells)


async def test_where_no_place_has_a_point_there_is_no_map(cast: Cast) -> None:
    admin = await cast.sign_in("admin")
    await save_places(admin, "Vika\nNes")
    await send(admin, ISLAND)
    await say(cast, "et ønske", names=("Vika",))
    data = await admin.read("/desk/summary/glad-elg")
    assert data["outline"] is None
    assert "kind=map" not in (await admin.get("/desk/summary/glad-elg")).text
    assert (await admin.get("/desk/summary/glad-elg/chart.svg", kind="map")).status_code == 303


async def test_another_municipality_has_its_own_map(cast: Cast) -> None:
    await put_on_map(cast)
    stranger = await cast.sign_in("admin", cast.there)
    assert (await stranger.get(MAP)).status_code == 404
    await save_places(stranger, "Vika; 61; 9")
    drawn = (await stranger.get(MAP)).text
    assert "Nes" not in drawn
