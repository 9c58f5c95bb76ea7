"""The classes' page: a list becomes classes with codes of their own, and leaders see who has answered."""

from typing import Any

import pytest
import pytest_asyncio

from collector import class_answers, classes
from collector.class_answers import Brought, Opened
from collector.classes import BadList, read_list
from collector.store import classes as kept_classes
from collector.store import wishes
from nlp.reading import Reading
from tests.reports.paper import sizes_of, words_in
from tests.web.cast import Cast, Person

PAGE = "/desk/rounds/glad-elg/classes"


@pytest_asyncio.fixture
async def leader(cast: Cast) -> Person:
    await cast.ask_classes()
    return await cast.sign_in("leader")


async def code_of(leader: Person, name: str) -> str:
    page = await leader.read(PAGE)
    return str(next(each["code"] for each in page["waiting"] + page["answered"] if each["name"] == name))


async def test_a_class_round_is_made_in_the_form_and_leads_to_its_classes(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    form = {"name": "Skolene", "first_day": "2026-09-21", "language": ["nb"], "kind": "class"}
    page = await leader.post("/desk/rounds/new", form | {"round_code": "klok-hval"})
    assert page.headers["location"] == "/desk/rounds/klok-hval/classes?did=made"
    assert "Det er ingen klasser ennå" in (await leader.get("/desk/rounds/klok-hval/classes")).text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Det står ingen klasser der"),
        ("klasse;elever", "Det står ingen klasser der"),
        ("8A, 24\n8B", "Linje 2 kan ikke leses"),
        ("8A", "Linje 1 kan ikke leses"),
        ("8A, 24\n8A, 22", "linje 2 står to ganger"),
        ("8A, 0", "Linje 1 kan ikke leses"),
        ("8A, 100", "Linje 1 kan ikke leses"),
        ("x" * 21 + ", 5", "Linje 1 kan ikke leses"),
        ("\n".join(f"K{n}, 20" for n in range(201)), "for mange klasser"),
    ],
)
async def test_a_list_that_cannot_be_read_says_where_and_stays(
    cast: Cast, leader: Person, typed: str, why: str
) -> None:
    page = await leader.post(PAGE, {"listed": typed})
    assert page.status_code == 422
    assert why in page.text
    assert f">{typed}</textarea>" in page.text
    assert (await leader.read(PAGE))["all"] == 0


async def test_a_spreadsheet_saved_as_csv_is_taken_in_and_other_bytes_are_not(leader: Person) -> None:
    async def send(body: bytes) -> Any:
        files = {"file": ("klasser.csv", body, "text/csv")}
        return await leader.client.post(PAGE, data={"csrf": leader.csrf}, files=files)

    assert (await send("\ufeffklasse;elever\r\n8Æ;24\r\n8B;22\r\n".encode())).status_code == 303
    assert [each["name"] for each in (await leader.read(PAGE))["waiting"]] == ["8Æ", "8B"]
    page = await send("8Ø;24".encode("latin-1"))
    assert (page.status_code, "Filen kan ikke leses" in page.text) == (422, True)


async def test_a_class_keeps_its_code_when_the_list_comes_again(leader: Person, cast: Cast) -> None:
    await leader.post(PAGE, {"listed": "8A, 24\n8B, 22"})
    before = await code_of(leader, "8A")
    cast.clock.now += 1000
    await leader.post(PAGE, {"listed": "8A, 25\n8C, 19"})
    page = await leader.read(PAGE)
    assert [(each["name"], each["headcount"]) for each in page["waiting"]] == [
        ("8A", 25),
        ("8B", 22),
        ("8C", 19),
    ]
    assert await code_of(leader, "8A") == before


async def send(cast: Cast, code: str, raw: str, present: int = 20, **flags: float) -> Opened:
    """Send what a class agreed on, as the chat does."""
    cast.clock.now += 1000
    opened = await cast.store.write(lambda tx: class_answers.open_class(tx, code, cast.clock()))
    assert isinstance(opened, Opened)
    reading = Reading(raw.upper(), "nb", {"gaming": 0.9}, {}, {}, flags, {}, sure=True, masked=(), why={})
    brought = Brought(raw, reading, present, "vote", f"{code}:{raw}")
    await cast.store.write(
        lambda tx: class_answers.receive(tx, cast.seal, opened, brought, cast.clock()), erases=True
    )
    return opened


async def test_leaders_see_who_has_answered_and_what_was_sent_before(cast: Cast, leader: Person) -> None:
    await leader.post(PAGE, {"listed": "8A, 24\n8B, 22"})
    code = await code_of(leader, "8A")
    await send(cast, code, "en sklie")
    await send(cast, code, "to sklier", 23)
    page = await leader.read(PAGE)
    assert [each["name"] for each in page["waiting"]] == ["8B"]
    assert [(each["text"], each["present"]) for each in page["answered"][0]["sent"]] == [
        ("TO SKLIER", 23),
        ("EN SKLIE", 20),
    ]
    assert page["present"] == 23
    assert "EN SKLIE" in (await leader.get(PAGE)).text


async def test_a_new_answer_is_counted_instead_of_the_old_and_a_double_tap_once(
    cast: Cast, leader: Person
) -> None:
    await leader.post(PAGE, {"listed": "8A, 24"})
    code = await code_of(leader, "8A")
    for raw in ("en sklie", "en sklie", "to sklier"):
        await send(cast, code, raw)
    waiting = await cast.store.read(lambda tx: wishes.wishes_of_round(tx, cast.here.asked.id, "waiting"))
    assert [(wish.text, wish.source) for wish in waiting] == [("TO SKLIER", "class")]
    approved = await cast.decide(leader, waiting[0].id, "approve")
    assert approved.status_code == 303
    summary = await leader.read("/desk/summary/glad-elg")
    assert [(cell["id"], cell["n"]) for cell in summary["sources"]] == [("class", 1)]
    assert "Klasser" in (await leader.get("/desk/summary/glad-elg")).text


async def test_what_the_duty_adult_has_is_not_taken_away_by_a_new_answer(cast: Cast, leader: Person) -> None:
    await leader.post(PAGE, {"listed": "8A, 24"})
    code = await code_of(leader, "8A")
    await send(cast, code, "noe vondt", concern=0.9)
    await send(cast, code, "en sklie")
    page = await leader.get(PAGE)
    assert "NOE VONDT" not in page.text
    assert "Teksten ligger hos vaktvoksen" in page.text
    duty = await cast.sign_in("duty")
    (case,) = (await duty.read("/desk/cases"))["open"]
    assert "NOE VONDT" in (await duty.get(f"/desk/cases/{case['id']}")).text


async def test_what_the_municipality_has_answered_stands(cast: Cast, leader: Person) -> None:
    await leader.post(PAGE, {"listed": "8A, 24"})
    code = await code_of(leader, "8A")
    await send(cast, code, "en sklie")
    (wish,) = await cast.store.read(lambda tx: wishes.wishes_of_round(tx, cast.here.asked.id, "waiting"))
    await cast.decide(leader, wish.id, "approve")
    await leader.post(f"/desk/answer/{wish.id}", {"status": "done", "text": "Den står i gymsalen."})
    with pytest.raises(class_answers.AnsweredAlready):
        await send(cast, code, "to sklier")
    assert (await leader.read(PAGE))["answered"][0]["sent"][0]["text"] == "EN SKLIE"


async def test_the_codes_come_on_paper_and_lead_to_each_class(cast: Cast, leader: Person) -> None:
    listed = "\n".join(f"{n}A, 20" for n in range(1, 11))
    await leader.post(PAGE, {"listed": listed})
    sheet = (await leader.get("/desk/rounds/glad-elg/classes.pdf")).content
    assert sizes_of(sheet) == [(210, 297)] * 2
    words = words_in(sheet)
    found = await cast.store.read(lambda tx: kept_classes.classes_of(tx, cast.here.asked.id))
    assert [each.name for each in found if each.code not in words] == []


async def test_the_codes_come_as_csv_with_nothing_that_is_a_formula(leader: Person) -> None:
    await leader.post(PAGE, {"listed": "=1+1, 24\n8B, 22"})
    file = (await leader.get("/desk/rounds/glad-elg/classes.csv")).content.decode("utf-8-sig")
    head, first, second = file.splitlines()
    assert head == "class,pupils,code,address"
    assert first.startswith("'=1+1,24,")
    assert second.endswith(f"/k/{await code_of(leader, '8B')}")


async def test_a_class_round_has_cards_and_no_poster(leader: Person) -> None:
    for kind in ("pdf", "png"):
        assert (await leader.get(f"/desk/rounds/glad-elg/poster.{kind}")).status_code == 404


async def test_an_ordinary_round_has_no_classes(cast: Cast) -> None:
    assert (await (await cast.sign_in("leader")).get(PAGE)).status_code == 404


async def test_wrong_codes_are_counted_until_the_door_is_shut(cast: Cast, leader: Person) -> None:
    await leader.post(PAGE, {"listed": "8A, 24"})
    code = await code_of(leader, "8A")
    await cast.store.write(
        lambda tx: tx.run(
            "INSERT INTO misses (door, hour, n) VALUES ('class', :hour, :n)",
            hour=cast.clock() // class_answers.HOUR,
            n=class_answers.MOST_MISSES - 1,
        )
    )

    async def open_it(code: str) -> object:
        return await cast.store.write(lambda tx: class_answers.open_class(tx, code, cast.clock()))

    assert isinstance(await open_it(code), Opened)  # a right one costs nothing
    assert await open_it("feil-feil-feil") == "unknown"
    assert await open_it(code) == "shut"


def test_a_list_is_read_however_it_was_typed() -> None:
    assert read_list('"8A";"24"\n 8B\t22 \n\n10 C, 19\n') == [("8A", 24), ("8B", 22), ("10 C", 19)]
    with pytest.raises(BadList):
        read_list("\u202e")
    assert classes.safe_cell("@x") == "'@x"
