"""What a group notes at a summary: lines, who wrote them, and two who change one at once."""

from pathlib import Path

import pytest

from collector.keeping.journal import open_journal, read_journals
from collector.keeping.replaying import replay
from collector.model import Role
from collector.store import notes as kept
from collector.store.erased import Erased
from collector.store.sqlite import SqliteStore
from tests.both_engines import store
from tests.keeping.village import holds
from tests.web.cast import JSON, Cast, Person

__all__ = ["store"]
AT = "/desk/summary/glad-elg"


async def write(person: Person, words: str, which: str = "believe", at: str = AT) -> int:
    return (await person.post(f"{at}/notes", {"which": which, "words": words})).status_code


async def lines(person: Person, which: str = "believe", at: str = AT) -> list[str]:
    return [each["words"] for each in (await person.read(at))["notes"][which]]


async def first(person: Person, which: str = "believe") -> str:
    return str((await person.read(AT))["notes"][which][0]["id"])


async def do(person: Person, note_id: str, what: str) -> int:
    version = (await person.read(f"/desk/notes/{note_id}"))["version"]
    return (await person.post(f"/desk/notes/{note_id}/do", {"version": version, "do": what})).status_code


async def test_a_stranger_and_the_duty_adult_write_nothing(cast: Cast) -> None:
    assert await write(cast.stranger(), "Hei") == 401
    assert await write(await cast.sign_in("duty"), "Hei") == 403


@pytest.mark.parametrize("role", ["admin", "leader", "project", "youth"])
async def test_whoever_reads_the_summary_may_add_a_line(cast: Cast, role: Role) -> None:
    person = await cast.sign_in(role, name="Prosjekt-Per")
    assert await write(person, "  Flere vil ha LAN (#12).\n Ring Kari på 900 12 345 ", "wonder") == 303
    (note,) = (await person.read(AT))["notes"]["wonder"]
    assert note["words"] == "Flere vil ha LAN (#12). Ring [navn] på [telefon]"
    assert (note["cites"], note["by"], note["struck"]) == ([12], "Prosjekt-Per", False)
    assert "Prosjekt-Per" in (await person.get(AT)).text


async def test_a_double_tap_adds_one_line(cast: Cast) -> None:
    project = await cast.sign_in("project")
    for _ in range(2):
        await write(project, "Vi tror det")
    assert await lines(project) == ["Vi tror det"]


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "a\u202etxt.exe\u200b", "**fet**"]
)
async def test_a_line_is_text_and_nothing_else(cast: Cast, hostile: str) -> None:
    project = await cast.sign_in("project")
    await write(project, hostile)
    for path in (AT, f"/desk/notes/{await first(project)}"):
        page = (await project.get(path)).text
        assert "<script>alert" not in page
        assert ">49<" not in page
        assert "\u202e" not in page
        assert "\u200b" not in page


@pytest.mark.parametrize("words", ["", " \u200b ", "x" * 501])
async def test_what_is_no_line_is_said_why_and_stays_in_the_box(cast: Cast, words: str) -> None:
    project = await cast.sign_in("project")
    answer = await project.post(f"{AT}/notes", {"which": "believe", "words": words})
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    assert words.strip() in answer.text
    assert await lines(project) == []


async def test_a_line_is_edited_undone_struck_and_let_stand(cast: Cast) -> None:
    leader, project = await cast.sign_in("leader", name="Lise"), await cast.sign_in("project", name="Per")
    await write(project, "Først")
    note = await first(project)
    assert (await leader.post(f"/desk/notes/{note}", {"version": 0, "words": "Siden"})).status_code == 303
    (told,) = (await project.read(AT))["notes"]["believe"]
    assert (told["words"], told["by"], told["edited_by"]) == ("Siden", "Per", "Lise")
    assert await do(project, note, "undo") == 303
    assert await lines(project) == ["Først"]
    assert await do(project, note, "undo") == 409
    assert await do(project, note, "strike") == 303
    assert "<s>Først</s>" in (await leader.get(AT)).text
    assert await do(leader, note, "unstrike") == 303
    assert "<s>" not in (await leader.get(AT)).text
    rows = await cast.store.read(lambda tx: tx.all("SELECT what, about FROM audit ORDER BY place"))
    steps = ["note-added", "note-edited", "note-undone", "note-strike", "note-unstrike"]
    assert [(row["what"], row["about"]) for row in rows] == [(step, note) for step in steps]


async def test_of_two_who_edit_at_once_the_second_is_told_and_keeps_her_words(cast: Cast) -> None:
    one, two = await cast.sign_in("project"), await cast.sign_in("leader")
    await write(one, "Først")
    note = await first(one)
    assert (await one.post(f"/desk/notes/{note}", {"version": 0, "words": "Fra den ene"})).status_code == 303
    late = await two.post(f"/desk/notes/{note}", {"version": 0, "words": "Fra den andre"})
    assert late.status_code == 409
    assert "Noen andre endret linja" in late.text
    assert "Fra den ene" in late.text
    assert "Fra den andre</textarea>" in late.text
    assert await lines(one) == ["Fra den ene"]
    assert (await two.post(f"/desk/notes/{note}", {"version": 1, "words": "Begge"})).status_code == 303
    assert (await one.post(f"/desk/notes/{note}/do", {"version": 1, "do": "strike"})).status_code == 409


async def test_lines_change_places(cast: Cast) -> None:
    project = await cast.sign_in("project")
    for words in ("en", "to", "tre"):
        await write(project, words)
    ids = [each["id"] for each in (await project.read(AT))["notes"]["believe"]]
    assert await do(project, ids[2], "up") == 303
    assert await lines(project) == ["en", "tre", "to"]
    assert await do(project, ids[0], "up") == 303
    assert await do(project, ids[0], "down") == 303
    assert await lines(project) == ["tre", "en", "to"]
    await write(project, "fire")
    assert await lines(project) == ["tre", "en", "to", "fire"]


async def test_young_people_change_their_own_lines_and_no_others(cast: Cast) -> None:
    project, youth = await cast.sign_in("project"), await cast.sign_in("youth")
    await write(project, "Prosjektets")
    theirs = await first(project)
    assert (await youth.post(f"/desk/notes/{theirs}", {"version": 0, "words": "Vårt"})).status_code == 404
    assert (await youth.post(f"/desk/notes/{theirs}/do", {"version": 0, "do": "strike"})).status_code == 404
    await write(youth, "Ungdommens", "wonder")
    own = await first(youth, "wonder")
    assert (await youth.post(f"/desk/notes/{own}", {"version": 0, "words": "Vårt"})).status_code == 303
    assert await lines(project) == ["Prosjektets"]


async def test_a_round_and_everything_here_have_lines_of_their_own(cast: Cast) -> None:
    project = await cast.sign_in("project")
    await write(project, "Om runden")
    await write(project, "Om alt", at="/desk/summary/all")
    assert await lines(project) == ["Om runden"]
    assert await lines(project, at="/desk/summary/all") == ["Om alt"]
    assert await lines(await cast.sign_in("project", cast.there), at="/desk/summary/all") == []


async def test_a_full_list_says_so(cast: Cast) -> None:
    project = await cast.sign_in("project")
    for n in range(50):
        await cast.note(words=f"linje {n}")
    answer = await project.post(f"{AT}/notes", {"which": "believe", "words": "en til"}, JSON)
    assert (answer.status_code, answer.json()["wrong"]) == (422, "notes.why.many")


async def test_a_line_that_was_erased_leaves_no_byte_and_stays_away_from_an_old_copy(
    cast: Cast, tmp_path: Path
) -> None:
    if not isinstance(cast.store, SqliteStore):
        pytest.skip("the bytes of an embedded database")
    canary = "kanarifugltrill"
    project = await cast.sign_in("project")
    await write(project, canary)
    note = await first(project)
    assert await do(project, note, "drop") == 409, "it is struck first"
    await do(project, note, "strike")
    assert holds(tmp_path, canary)
    old = await cast.store.read(lambda tx: kept.find(tx, cast.here.municipality.id, note))
    assert old is not None
    assert await do(project, note, "drop") == 303
    assert not holds(tmp_path, canary)
    await cast.store.write(lambda tx: kept.add(tx, cast.here.municipality.id, old))
    journal = open_journal(tmp_path / "journal", cast.seal)
    journal.append([Erased("note", note)], cast.clock())
    remembered = read_journals([journal.path], cast.seal)
    done = await cast.store.write(lambda tx: replay(tx, remembered, None), erases=True)  # type: ignore[arg-type]
    assert done == {"note": 1}
    assert not holds(tmp_path, canary)
