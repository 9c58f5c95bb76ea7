"""Missing voices: how many live here, who was heard of them, and where to go next."""

import re
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from collector.ids import new_id
from collector.model import ClassAnswer, Role, SchoolClass
from collector.store import classes, groups, heard, municipalities, rounds
from collector.store.front import Tx
from tests.both_engines import store
from tests.web.cast import JSON, Cast, Person
from tests.web.voices import say

__all__ = ["store"]
HEAD = "gruppe;navn;antall;år;kilde\n"


async def know(cast: Cast, *asks: str, schools: tuple[tuple[str, int], ...] = ()) -> None:
    """Let the municipality have schools and places, and its round ask for more."""
    here = cast.here.municipality.id
    listed = [{"name": name, "grade_from": 1, "grade_to": 10, "pupils": n} for name, n in schools]

    def work(tx: Tx) -> None:
        municipalities.put_list(tx, here, "schools", listed)
        municipalities.put_list(tx, here, "places", [{"name": "Vika"}, {"name": "Nes"}])
        rounds.let_ask(tx, cast.here.asked.id, asks)

    await cast.store.write(work)


async def living(cast: Cast, *rows: tuple[str, str, int]) -> None:
    figures = [(*row, 2025, "SSB") for row in rows]
    await cast.store.write(lambda tx: heard.put_living(tx, cast.here.municipality.id, figures, "", 0))


async def missing(person: Person, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = (await person.read("/desk/summary/glad-elg", **asked))["missing"]
    return found


def shown(found: dict[str, Any]) -> dict[str, Any]:
    return {each["name"]: each["hidden"] or each["heard"] for each in found["groups"]}


async def bring_in(person: Person, body: bytes | str) -> Any:
    files = {"file": ("tall.csv", body if isinstance(body, bytes) else body.encode())}
    return await person.client.post(
        "/desk/living/import", data={"csrf": person.csrf}, files=files, headers=JSON
    )


async def test_only_leaders_say_how_many_live_here(cast: Cast) -> None:
    assert (await cast.stranger().get("/desk/living")).status_code == 401
    assert (await (await cast.sign_in("project")).get("/desk/living")).status_code == 403


async def test_where_nobody_knows_how_many_live_here_that_is_said(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    found = await missing(leader)
    assert (found["known"], found["groups"], found["next"]) == (False, [], [])
    assert "kan ikke si hvem som mangler" in (await leader.get("/desk/summary/glad-elg")).text


async def test_the_lowest_share_comes_first_and_figures_are_told_in_steps(cast: Cast) -> None:
    schools = (
        ("Nes skole", 240),
        ("Vik skole", 60),
        ("Berg skole", 20),
        ("Fjell skole", 10),
        ("Øy skole", 500),
    )
    await know(cast, "school", schools=schools)
    for school, n in (("Nes skole", 6), ("Vik skole", 3), ("Berg skole", 12), ("Fjell skole", 9)):
        for each in range(n):
            await say(cast, f"ønske {each} fra {school}", school=school)
    leader = await cast.sign_in("leader")
    found = await missing(leader)
    assert shown(found) == {
        "Nes skole": 5,
        "Vik skole": "few",
        "Berg skole": 10,
        "Fjell skole": 5,
        "Øy skole": "few",
    }
    assert [(each["name"], each["why"]) for each in found["next"]] == [
        ("Øy skole", "few"),
        ("Nes skole", "share"),
        ("Vik skole", "few"),
    ]
    page = (await leader.get("/desk/summary/glad-elg")).text
    assert "Fra Øy skole har vi hørt få eller ingen av de 500 elevene. Kontakt elevrådet?" in page
    assert "Fra Vik skole har vi hørt få eller ingen av de 60 elevene. Kontakt elevrådet?" in page


@pytest.mark.parametrize("role", ["admin", "leader", "project", "youth"])
async def test_nobody_sees_a_figure_under_five(cast: Cast, role: Role) -> None:
    await know(cast, "school", "age", schools=(("Nes skole", 240),))
    await living(cast, ("age", "13-15", 100), ("place", "Vika", 90))
    for n in range(4):
        await say(cast, f"ønske {n}", school="Nes skole", age="13-15", names=("Vika",))
    person = await cast.sign_in(role)
    assert shown(await missing(person)) == {"Nes skole": "few", "13-15": "few"}
    assert [each["percent"] for each in (await missing(person))["groups"]] == [None] * 2
    assert (await missing(person))["unasked"] == ["place"], "whether few or none named Vika is not told"


@pytest.mark.parametrize("role", ["leader", "project"])
async def test_figures_of_who_was_heard_stand_still_and_move_in_steps_for_everybody(
    cast: Cast, role: Role
) -> None:
    await know(cast, "school", schools=(("Nes skole", 240),))
    person, seen = await cast.sign_in(role), []
    for n in range(21):
        await say(cast, f"ønske {n}", school="Nes skole" if n % 7 else "")
        seen.append((await missing(person))["groups"][0]["heard"])
    assert seen == [None] * 9 + [5] * 5 + [10] * 5 + [15] * 2


@pytest.mark.parametrize("role", ["leader", "project"])
async def test_whoever_named_a_place_was_heard_from_there(cast: Cast, role: Role) -> None:
    await living(cast, ("place", "Vika", 90))
    for n in range(12):
        await say(cast, f"ønske {n}", names=("Vika",))
    assert shown(await missing(await cast.sign_in(role))) == {"Vika": 10}


async def test_the_order_of_what_is_hidden_tells_nothing(cast: Cast) -> None:
    await know(cast, "school", schools=(("A skole", 300), ("B skole", 200)))
    await say(cast, "ett ønske", school="B skole")
    leader = await cast.sign_in("leader")
    before = [each["name"] for each in (await missing(leader))["next"]]
    for n in range(3):
        await say(cast, f"flere {n}", school="B skole")
    await say(cast, "ett ønske", school="A skole")
    after = (await missing(leader))["next"]
    assert before == ["A skole", "B skole"]
    assert [each["name"] for each in after] == ["A skole", "B skole"]


async def test_a_sender_is_one_however_much_she_wishes_for(cast: Cast) -> None:
    await know(cast, "school", schools=(("Nes skole", 6),))
    for n in range(10):
        await say(cast, f"ønske {n}", school="Nes skole" if n < 5 else "")
    talk = (await cast.store.read(lambda tx: tx.all("SELECT id FROM talks")))[0]["id"]
    for n in range(9):
        await say(cast, f"enda et {n}", talk=talk)
    leader = await cast.sign_in("leader")
    (group,) = (await missing(leader))["groups"]
    assert (group["heard"], group["percent"], group["over"]) == (5, 83, False)
    for n in range(11):
        await say(cast, f"nye {n}", school="Nes skole" if n < 5 else "")
    (group,) = (await missing(leader))["groups"]
    assert (group["heard"], group["percent"], group["over"]) == (10, 100, True)
    page = (await leader.get("/desk/summary/glad-elg")).text
    assert "så mange som bor her, eller flere" in page
    assert not re.search(r"\b166\b", page)


async def test_a_class_counts_as_many_as_were_there_where_its_round_was_held(cast: Cast) -> None:
    await know(cast, schools=(("Nes skole", 100), ("Vik skole", 90)))
    wish = await cast.wish("En kiosk", state="approved")
    later = await cast.wish("En annen kiosk")
    here = cast.here.asked.id

    def work(tx: Tx) -> None:
        groups.put_round_place(tx, here, "Nes skole")
        for n, (name, wish_id, present) in enumerate((("8A", wish, 24), ("8B", later, 20))):
            made = SchoolClass(new_id(n), here, f"kode-{n}", name, 25)
            classes.put_class(tx, made, 0)
            classes.add_answer(
                tx, ClassAnswer(new_id(n), made.id, 1, present, "vote", 0, wish_id), f"key-{n}"
            )

    await cast.store.write(work)
    await cast.ask_classes()
    leader = await cast.sign_in("leader")
    assert shown(await missing(leader)) == {"Nes skole": 24, "Vik skole": "few"}, "8B's answer waits"
    await cast.decide(leader, later, "approve")
    assert shown(await missing(leader)) == {"Nes skole": 44, "Vik skole": "few"}


async def test_what_nobody_was_asked_is_not_said_to_be_missing(cast: Cast) -> None:
    await know(cast, schools=(("Nes skole", 240),))
    await living(cast, ("age", "13-15", 100), ("place", "Vika", 90))
    await cast.wish("noe", state="approved")
    leader = await cast.sign_in("leader")
    found = await missing(leader)
    assert (found["groups"], found["next"], found["unasked"]) == ([], [], ["school", "age", "place"])
    assert "Ingen er spurt om skole" in (await leader.get("/desk/summary/glad-elg")).text


async def test_where_few_told_it_the_figures_are_said_to_say_little(cast: Cast) -> None:
    await know(cast, "school", schools=(("Nes skole", 240),))
    await say(cast, "noe", school="Nes skole")
    for n in range(9):
        await say(cast, f"noe {n}")
    found = await missing(await cast.sign_in("leader"))
    assert found["unsure"] == ["school"]
    assert found["lacking"] == ["age", "place"]


async def test_a_part_of_a_round_is_told_to_be_of_the_whole(cast: Cast) -> None:
    await know(cast, "school", schools=(("Nes skole", 240),))
    leader = await cast.sign_in("leader")
    assert (await missing(leader, first="2026-01-01"))["of_the_whole"] is True
    assert "gjelder hele runden" in (await leader.get("/desk/summary/glad-elg", first="2026-01-01")).text


async def test_a_figure_is_kept_changed_and_taken_away(cast: Cast) -> None:
    await know(cast, "school", schools=(("Nes skole", 240),))
    leader = await cast.sign_in("leader")
    for n in ("210", "1 220"):
        form = {"of": "school:nes SKOLE", "n": n, "year": "2026", "source": "=GSI <b>"}
        assert (await leader.post("/desk/living", form)).status_code == 303
    figures = (await leader.read("/desk/living"))["figures"]
    assert [(each["name"], each["n"]) for each in figures] == [("Nes skole", 1220)]
    (group,) = (await missing(leader))["groups"]
    assert (group["lives"], group["source"], group["year"]) == (1220, "=GSI <b>", 2026)
    assert "=GSI &lt;b&gt;" in (await leader.get("/desk/summary/glad-elg")).text
    assert (
        await leader.post("/desk/living/drop", {"kind": "school", "name": "Nes skole"})
    ).status_code == 303
    assert (
        await leader.post("/desk/living/drop", {"kind": "school", "name": "Nes skole"})
    ).status_code == 404
    assert [each["lives"] for each in (await missing(leader))["groups"]] == [240]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"of": "school:Annen skole"}, "unknown.school"),
        ({"of": "age:12"}, "unknown.age"),
        ({"of": "place:Storvika"}, "unknown.place"),
        ({"of": "hest:Nes skole"}, "kind"),
        ({"n": "0"}, "n"),
        ({"n": "-4"}, "n"),
        ({"n": "²"}, "n"),
        ({"n": "99999999"}, "n"),
        ({"year": "1999"}, "year"),
        ({"year": "2099"}, "year"),
        ({"source": " "}, "source"),
        ({"source": "x" * 121}, "source"),
    ],
)
async def test_what_is_no_figure_is_said_why_and_kept_in_the_form(
    cast: Cast, wrong: dict[str, str], why: str
) -> None:
    await know(cast, schools=(("Nes skole", 240),))
    leader = await cast.sign_in("leader")
    form = {"of": "school:Nes skole", "n": "9", "year": "2026", "source": "GSI", **wrong}
    answer = await leader.post("/desk/living", form, JSON)
    assert (answer.status_code, answer.json()["wrong"]["key"]) == (422, why)
    assert (await leader.read("/desk/living"))["figures"] == []
    assert (await leader.post("/desk/living", form)).status_code == 422


async def test_a_file_is_looked_at_before_it_is_taken(cast: Cast) -> None:
    await know(cast, "school", "age", schools=(("Nes skole", 240),))
    leader = await cast.sign_in("leader")
    rows = "Skole;nes skole;250;2026;GSI\n\nAlder;13–15;400;2025;SSB\nSted;Vika;90;2025;SSB\n"
    look = await bring_in(leader, "\ufeff" + HEAD + rows)
    assert (look.status_code, look.json()["would"]) == (200, {"added": 3, "changed": 0, "same": 0})
    assert (await leader.read("/desk/living"))["figures"] == []
    assert (await leader.post("/desk/living/take", {"file": look.json()["file"]})).status_code == 303
    assert len((await leader.read("/desk/living"))["figures"]) == 3
    again = await bring_in(leader, HEAD + rows.replace("90", "91"))
    assert again.json()["would"] == {"added": 0, "changed": 1, "same": 2}


async def test_a_spreadsheet_does_as_well(cast: Cast) -> None:
    await know(cast)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for n, row in enumerate((["kind", "name", "n", "year", "source"], ["age", "10-12", 300, 2025, "SSB"])):
        sheet.write_row(n, 0, row)
    book.close()
    look = await bring_in(await cast.sign_in("leader"), out.getvalue())
    assert look.json()["shown"] == [{"kind": "age", "name": "10-12", "n": 300, "year": 2025, "source": "SSB"}]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("", [(0, "none")]),
        (HEAD, [(0, "empty")]),
        ("gruppe;navn\nskole;Nes\n", [(1, "columns")]),
        (
            HEAD + "alder;13-15;x;2025;SSB\nalder;99;4;2025;SSB\nhest;a;4;2025;SSB\n",
            [(2, "n"), (3, "unknown.age"), (4, "kind")],
        ),
        (HEAD + "alder;13-15;4;2025;SSB\nalder;13-15;5;2025;SSB\n", [(3, "twice")]),
        (b"\xff\xfe\x00", [(0, "letters")]),
        (b"PK\x03\x04 nothing", [(0, "sheet")]),
        ("x" * 1_000_001, [(0, "large")]),
    ],
)
async def test_every_fault_of_a_file_is_named_by_its_line(
    cast: Cast, body: bytes | str, faults: list[tuple[int, str]]
) -> None:
    await know(cast)
    leader = await cast.sign_in("leader")
    answer = await bring_in(leader, body)
    assert answer.status_code == 422
    assert [(each["line"], each["key"]) for each in answer.json()["faults"]] == faults
    assert (await leader.read("/desk/living"))["figures"] == []
    page = await leader.client.post(
        "/desk/living/import", data={"csrf": leader.csrf}, files={"file": ("x", body)}
    )
    assert page.status_code == 422
