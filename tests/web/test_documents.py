"""A summary as a file: what the page shows to the same reader, no more, and never half a document."""

import asyncio
import csv
from io import BytesIO, StringIO

import docx
import httpx
import pytest
from python_calamine import CalamineWorkbook

from collector import intake
from collector.desk import Desk
from collector.here import day_of
from collector.model import Role, Tag
from collector.store import approved
from collector.store.front import Tx
from collector.summary.listing import wishes_of
from collector.summary.slices import find_slice
from collector.summary.whole import sum_up
from tests.reports.paper import words_in
from tests.web.cast import Cast, Person

ENDS = ("pdf", "docx", "xlsx", "csv")


async def approve(cast: Cast, times: int, tag: str, text: str = "noe") -> None:
    for _ in range(times):
        await cast.wish(text, Tag("activity", tag), state="approved")


async def file_of(person: Person, end: str, code: str = "glad-elg", **asked: str) -> httpx.Response:
    return await person.get(f"/desk/summary/{code}/document.{end}", **asked)


def everything_in(end: str, file: bytes) -> str:
    """Read every word of a file."""
    if end == "pdf":
        return words_in(file)
    if end == "csv":
        return file.decode("utf-8-sig")
    if end == "xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(file))
        return "\n".join(
            str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        )
    found = docx.Document(BytesIO(file))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in found.paragraphs), *cells])


@pytest.mark.parametrize("end", ENDS)
async def test_a_stranger_gets_no_file(cast: Cast, end: str) -> None:
    assert (await file_of(cast.stranger(), end)).status_code == 401


@pytest.mark.parametrize("end", ENDS)
async def test_a_file_holds_the_figures_of_the_page_and_has_a_name(cast: Cast, end: str) -> None:
    await approve(cast, 12, "gaming")
    answer = await file_of(await cast.sign_in("leader"), end)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="ekko-gladelg.{end}"'
    assert answer.headers["cache-control"] == "no-store"
    said = everything_in(end, answer.content)
    assert "Gaming" in said
    assert "12" in said


@pytest.mark.parametrize("role", ["project", "youth"])
@pytest.mark.parametrize("end", ENDS)
async def test_what_the_page_hides_no_file_tells(cast: Cast, end: str, role: Role) -> None:
    await approve(cast, 12, "gaming", "LAN i hallen")
    await approve(cast, 3, "dance", "danse på torget")
    said = everything_in(end, (await file_of(await cast.sign_in(role), end)).content)
    assert "færre enn 5" in said or ",few," in said
    for word in ("LAN i hallen", "danse på torget"):
        assert word not in said


@pytest.mark.parametrize("end", ENDS)
async def test_no_file_knows_that_there_are_cases(cast: Cast, end: str) -> None:
    await approve(cast, 6, "gaming")
    admin = await cast.sign_in("admin")
    before = (await file_of(admin, end)).content
    await cast.case("noe som ingen skal lese")
    await cast.wish("holdes igjen", state="held")
    await cast.wish("venter ennå", state="not-a-wish")
    after = (await file_of(admin, end)).content
    assert everything_in(end, after) == everything_in(end, before)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("wishes", "role", "why"), [(0, "leader", "ingen godkjente"), (4, "project", "så få")]
)
async def test_of_nothing_there_is_no_file_and_the_page_says_why(
    cast: Cast, end: str, wishes: int, role: Role, why: str
) -> None:
    await approve(cast, wishes, "gaming")
    answer = await file_of(await cast.sign_in(role), end)
    assert answer.status_code == 409
    assert "content-disposition" not in answer.headers
    assert why in answer.text


@pytest.mark.parametrize("end", ENDS)
async def test_a_round_that_is_not_there_and_a_day_that_is_none(cast: Cast, end: str) -> None:
    leader = await cast.sign_in("leader")
    await approve(cast, 6, "gaming")
    assert (await file_of(leader, end, "finnes-ikke")).status_code == 404
    assert (await file_of(leader, end, "rask-rev")).status_code == 404
    answer = await file_of(leader, end, first="i går")
    assert (answer.status_code, "En dag skrives slik" in answer.text) == (400, True)


async def test_a_file_is_of_one_moment_whatever_is_erased_while_it_is_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await approve(cast, 6, "gaming")
    leader, loop = await cast.sign_in("leader"), asyncio.get_running_loop()
    assert leader.staff is not None
    desk = Desk(leader.staff, cast.here.municipality, "", "", 0)
    monkeypatch.setattr(approved, "PAGE", 1)

    def erase_all(tx: Tx) -> None:
        for row in tx.all("SELECT id FROM wishes"):
            intake.erase(tx, row["id"], None, cast.clock())

    def work(tx: Tx) -> tuple[int, int]:
        asked = find_slice(tx, desk, "glad-elg")
        wishes = wishes_of(tx, desk, asked)
        first = [next(wishes)]
        asyncio.run_coroutine_threadsafe(cast.store.write(erase_all), loop).result()
        counted = sum_up(tx, desk, asked, "2026-09-10")["totals"]["approved"]["n"]
        return len([*first, *wishes]), counted

    assert await cast.store.read(work) == (6, 6)
    for end in ENDS:
        assert (await file_of(leader, end)).status_code == 409, "and now there is nothing to make a file of"


async def test_the_spreadsheet_has_the_wishes_for_those_who_may_read_them(cast: Cast) -> None:
    await approve(cast, 3, "gaming", "=HYPERLINK(evil)")
    for role in ("leader", "admin"):
        answer = await file_of(await cast.sign_in(role), "xlsx")
        book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        rows = book.get_sheet_by_name("Ønsker").to_python()
        assert [row[0] for row in rows[1:]] == [1, 2, 3], "the numbers that a sentence cites"
        assert [row[2] for row in rows[1:]] == ["=HYPERLINK(evil)"] * 3
    await approve(cast, 5, "gaming")
    project = await file_of(await cast.sign_in("project"), "xlsx")
    assert CalamineWorkbook.from_filelike(BytesIO(project.content)).sheet_names == ["Om", "Tall"]


async def test_the_spreadsheet_of_some_days_has_the_wishes_of_those_days(cast: Cast) -> None:
    await approve(cast, 1, "gaming", "før")
    cast.clock.now += 3 * 86_400_000
    today = day_of(cast.clock())
    await approve(cast, 1, "gaming", "i dag")
    leader = await cast.sign_in("leader")
    listed = []
    for asked in ({"first": today}, {"last": day_of(cast.clock() - 86_400_000)}, {}):
        answer = await file_of(leader, "xlsx", **asked)
        rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_name("Ønsker").to_python()
        listed.append([row[2] for row in rows[1:]])
    assert listed == [["i dag"], ["før"], ["før", "i dag"]]


async def test_the_csv_is_of_one_shape(cast: Cast) -> None:
    await approve(cast, 3, "gaming")
    written = (await file_of(await cast.sign_in("leader"), "csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(written, newline="")))
    assert rows[0] == ["part", "id", "name", "n", "hidden", "of"]
    assert ["activities", "gaming", "Gaming", "3", "", ""] in rows


@pytest.mark.parametrize("end", ["pdf", "docx", "csv", "xlsx"])
async def test_the_same_state_gives_the_same_bytes(cast: Cast, end: str) -> None:
    await approve(cast, 6, "gaming")
    leader = await cast.sign_in("leader")
    assert (await file_of(leader, end)).content == (await file_of(leader, end)).content


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        ("nn", "Dei ti største ønska"),
        ("en", "The ten greatest wishes"),
        ("se", "Utkast"),
        ("", "De ti største ønskene"),
    ],
)
async def test_a_document_can_be_in_any_language(cast: Cast, paper: str, said: str) -> None:
    await approve(cast, 6, "gaming")
    answer = await file_of(await cast.sign_in("leader"), "pdf", paper=paper)
    assert said in words_in(answer.content)


@pytest.mark.parametrize("kind", ["activity", "answered"])
async def test_a_slide_is_a_picture_to_keep(cast: Cast, kind: str) -> None:
    await approve(cast, 12, "gaming")
    answer = await (await cast.sign_in("leader")).get("/desk/summary/glad-elg/chart.png", kind=kind)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")


async def test_the_press_hears_of_a_theme_in_steps_of_ten_and_not_of_a_small_one(cast: Cast) -> None:
    await approve(cast, 12, "gaming")
    await approve(cast, 9, "dance")
    leader = await cast.sign_in("leader")
    assert (await leader.get("/desk/summary/glad-elg/theme.png", tag="gaming")).content.startswith(b"\x89PNG")
    assert (await leader.get("/desk/summary/glad-elg/theme.png", tag="dance")).status_code == 303
    assert (await leader.get("/desk/summary/glad-elg/theme.png", tag="finnes-ikke")).status_code == 303
