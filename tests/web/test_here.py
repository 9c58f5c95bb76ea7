"""What exists already, kept by leaders: each thing once, a file whole or not at all, and told in the chat."""

from io import BytesIO
from typing import Any

import httpx
import pytest
import xlsxwriter

from collector.model import Tag
from collector.store import catalogue
from tests.web.cast import Cast, Person

SJAKK = {
    "name": "Sjakk",
    "place": "Biblioteket",
    "days": "torsdager kl. 17",
    "age": "10-15 år",
    "price": "gratis",
    "link": "https://ekko.test/sjakk",
    "tag": ["tabletop"],
}
HEAD = ["Navn", "Om", "Sted", "Dager", "Alder", "Pris", "Lenke", "Merkelapper", "Til"]


async def entries(cast: Cast) -> list[catalogue.Entry]:
    here = cast.here.municipality.id
    return await cast.store.read(lambda tx: catalogue.entries_of(tx, here))


async def choose(person: Person, body: bytes) -> httpx.Response:
    files = {"file": ("tilbud", body)}
    return await person.client.post("/desk/here/import", data={"csrf": person.csrf}, files=files)


def sheet(*rows: list[Any], head: list[str] | None = None) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([head or HEAD, *rows]):
            page.write_row(number, 0, row)
    return out.getvalue()


async def bring_in(person: Person, body: bytes) -> httpx.Response:
    page = await choose(person, body)
    assert page.status_code == 200, page.text
    file = (
        await person.client.post(
            "/desk/here/import",
            data={"csrf": person.csrf},
            files={"file": ("tilbud", body)},
            headers={"Accept": "application/json"},
        )
    ).json()["file"]
    return await person.post("/desk/here/take", {"file": file})


async def test_a_leader_adds_changes_and_takes_away(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    assert (await leader.post("/desk/here/new", SJAKK)).status_code == 303
    (kept,) = await entries(cast)
    assert kept.text == "Sjakk. Biblioteket, torsdager kl. 17, 10-15 år, gratis. https://ekko.test/sjakk"
    assert "torsdager kl. 17" in (await leader.get("/desk/here")).text
    await leader.post(f"/desk/here/{kept.id}", SJAKK | {"days": "fredager", "until": "2026-01-31"})
    (kept,) = await entries(cast)
    assert (kept.days, kept.until) == ("fredager", "2026-01-31")
    assert "Over" in (await leader.get("/desk/here")).text
    await leader.post(f"/desk/here/{kept.id}/drop")
    assert await entries(cast) == []


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"name": " \u200b"}, "Skriv hva det heter."),
        ({"tag": []}, "Velg minst én merkelapp."),
        ({"tag": ["chess"]}, "Det finnes ingen merkelapp som heter chess."),
        ({"place": "", "days": "", "link": ""}, "Skriv hva det er, hvor det er eller når det er."),
        ({"link": "javascript:alert(1)"}, "Lenka må begynne med https://"),
        ({"until": "i morgen"}, "Siste dag skrives som"),
        ({"price": "x" * 41}, "Prisen er for langt."),
    ],
)
async def test_what_cannot_be_kept_is_told_why_and_the_words_stay(
    cast: Cast, form: dict[str, Any], why: str
) -> None:
    leader = await cast.sign_in("leader")
    page = await leader.post("/desk/here/new", SJAKK | form)
    assert (page.status_code, why in page.text) == (422, True)
    assert 'value="10-15 år"' in page.text
    assert await entries(cast) == []


async def test_each_name_stands_once(cast: Cast) -> None:
    leader, kor = await cast.sign_in("leader"), await cast.entry(name="Kor")
    page = await leader.post("/desk/here/new", SJAKK | {"name": "KOR"})
    assert (page.status_code, "heter det allerede" in page.text) == (409, True)
    assert (await leader.post(f"/desk/here/{kor}", SJAKK | {"name": "KOR"})).status_code == 303
    assert [each.name for each in await entries(cast)] == ["KOR"]


async def test_a_spreadsheet_is_looked_into_first_and_then_brought_in_and_again_changes_nothing(
    cast: Cast,
) -> None:
    await cast.entry(name="Kor")
    leader = await cast.sign_in("leader")
    body = sheet(
        ["Sjakk", "Lær sjakk.", "Biblioteket", "torsdager", 13, "gratis", "", "Brettspill, gaming", ""],
        ["kor", "Syng med oss.", "", "", "", 50, "", "singing", "2030-06-18"],
    )
    page = await choose(leader, body)
    assert "1 nye, 1 endret, 0 som før. Ingenting er lagret ennå." in page.text
    assert [each.name for each in await entries(cast)] == ["Kor"]
    assert (await bring_in(leader, body)).headers["location"] == "/desk/here?did=taken"
    kor, sjakk = sorted(await entries(cast), key=lambda each: each.name.lower())
    assert (sjakk.age, sjakk.tags, kor.price, kor.until) == ("13", ("tabletop", "gaming"), "50", "2030-06-18")
    assert "0 nye, 0 endret, 2 som før." in (await choose(leader, body)).text


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "Velg en fil først."),
        (b"pris,om\n1,2\n", "Disse kolonnene mangler: name, tags."),
        (
            sheet(["A", "Ja.", "", "", "", "", "", "ludo", ""]),
            "Rad 2: Det finnes ingen merkelapp som heter ludo.",
        ),
        (sheet(["A", "", "", "", "", "", "", "dance", ""]), "Rad 2: Skriv hva det er"),
        ("name,about,tags\nKør,Ja.,dance\n".encode("latin-1"), "Bokstavene kan ikke leses."),
        (b"PK\x03\x04 no sheet at all", "kan ikke leses som et regneark"),
        (b'name,about,tags\nA,"Ja,dance\n', "et anførselstegn åpner uten å lukkes"),
        (b"name,about,tags\nA,Ja.,dance\na,Nei.,dance\n", "Rad 3: «a» står to ganger."),
        (b"x" * 1_000_001, "Fila er for stor."),
    ],
)
async def test_a_file_with_a_fault_says_which_and_nothing_of_it_is_kept(
    cast: Cast, body: bytes, why: str
) -> None:
    leader = await cast.sign_in("leader")
    page = await choose(leader, body)
    assert (page.status_code, why in page.text) == (422, True), page.text
    bad = b"name,about,tags\nGod,Ja.,dance\nVond,Ja.,ludo\n".decode()
    assert (await leader.post("/desk/here/take", {"file": bad})).status_code == 422
    assert await entries(cast) == []


async def test_a_formula_and_html_and_hidden_marks_are_only_words(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    body = '"navn","om","merkelapper","rart"\n"=1+1","<b>hei</b>\u202e","dance","x"\n'.encode()
    page = await choose(leader, body)
    assert "Disse kolonnene ble ikke lest: rart." in page.text
    assert "&lt;b&gt;hei" in page.text
    assert "<b>hei" not in page.text
    await bring_in(leader, body)
    assert [(each.name, each.about) for each in await entries(cast)] == [("=1+1", "<b>hei</b>")]


async def test_the_summary_tells_what_nothing_answers(cast: Cast) -> None:
    for tag in ("dance", "singing"):
        await cast.wish("et ønske", Tag("activity", tag), state="approved")
    await cast.entry(tags=("singing",))
    await cast.entry(name="Dans", tags=("dance",), until="2020-01-01")
    data = await (await cast.sign_in("leader")).read("/desk/summary/glad-elg")
    assert [cell["id"] for cell in data["nothing_answers"]] == ["dance"]
    hidden = await (await cast.sign_in("project")).read("/desk/summary/glad-elg")
    assert [cell["n"] for cell in hidden["nothing_answers"]] == []
