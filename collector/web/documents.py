"""A summary as a file: to print, to edit, to count with; and one page for pupils, one poster for a wall.

One rule: a file holds what the page shows to the same reader, all of it from one moment, or there is none.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from collector.desk import Desk
from collector.here import day_of
from collector.reports.paper.parts import Paper
from collector.reports.paper.pdf import make_pdf
from collector.reports.paper.whole import NothingToShow, make_paper
from collector.reports.paper.word import make_docx
from collector.reports.paper.words import Words
from collector.reports.rows import make_csv
from collector.reports.sheet import write_sheets
from collector.store.front import Tx
from collector.summary import whole
from collector.summary.listing import wishes_of
from collector.summary.slices import NoSuchSlice, find_slice
from collector.web import fields
from collector.web.house import house_of
from collector.web.pictures import words_of
from collector.web.posters import in_a_file_name
from collector.web.show import show_page
from collector.web.summary import ASKED, READERS, sum_up

router = APIRouter()
Asked = tuple[str, str, str, str]
Found = dict[str, Any]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 256 * 1024


@router.get("/desk/summary/{code}/document.pdf")
async def as_pdf(
    request: Request, desk: Desk = READERS, asked: Asked = ASKED, paper: fields.PaperOrPage = ""
) -> Response:
    try:
        made, words, _ = await paper_of(request, desk, asked, paper)
    except (NothingToShow, NoSuchSlice) as wrong:
        return why_not(request, asked, wrong)
    file = await asyncio.to_thread(make_pdf, made, words.texts)
    return to_save(file, asked, "application/pdf", "pdf")


@router.get("/desk/summary/{code}/document.docx")
async def as_docx(
    request: Request, desk: Desk = READERS, asked: Asked = ASKED, paper: fields.PaperOrPage = ""
) -> Response:
    try:
        made, _, _ = await paper_of(request, desk, asked, paper)
    except (NothingToShow, NoSuchSlice) as wrong:
        return why_not(request, asked, wrong)
    return to_save(await asyncio.to_thread(make_docx, made), asked, WORD, "docx")


@router.get("/desk/summary/{code}/document.csv")
async def as_csv(
    request: Request, desk: Desk = READERS, asked: Asked = ASKED, paper: fields.PaperOrPage = ""
) -> Response:
    try:
        _, words, found = await paper_of(request, desk, asked, paper)
    except (NothingToShow, NoSuchSlice) as wrong:
        return why_not(request, asked, wrong)
    return to_save(make_csv(found, words), asked, "text/csv; charset=utf-8", "csv")


@router.get("/desk/summary/{code}/document.xlsx")
async def as_xlsx(
    request: Request, desk: Desk = READERS, asked: Asked = ASKED, paper: fields.PaperOrPage = ""
) -> Response:
    house, words = house_of(request), words_of(request, paper)
    today = day_of(house.clock())
    # Without a name, so that nothing is left of it whatever happens; it ends with the answer.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        await house.store.read(lambda tx: fill_sheets(tx, file, desk, asked, words, today))
    except (NothingToShow, NoSuchSlice) as wrong:
        file.close()
        return why_not(request, asked, wrong)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    ended = BackgroundTask(file.close)
    return StreamingResponse(pieces(file), media_type=EXCEL, headers=named(asked, "xlsx"), background=ended)


def fill_sheets(tx: Tx, file: IO[bytes], desk: Desk, asked: Asked, words: Words, today: str) -> None:
    """Write the spreadsheet of one moment: its figures and its wishes are of the same state."""
    file.seek(0)
    file.truncate()  # a work may be done over
    slice_ = find_slice(tx, desk, *asked)
    found = whole.sum_up(tx, desk, slice_, today)
    made = make_paper(found, words.texts, words.language, desk.municipality, today)
    wishes = wishes_of(tx, desk, slice_) if desk.sees_small_numbers else None
    write_sheets(file, made, found, words, wishes)


async def paper_of(request: Request, desk: Desk, asked: Asked, language: str) -> tuple[Paper, Words, Found]:
    """Make the document of what is asked for."""
    found = await sum_up(request, desk, asked)
    words, today = words_of(request, language), day_of(house_of(request).clock())
    return make_paper(found, words.texts, words.language, desk.municipality, today), words, found


def why_not(request: Request, asked: Asked, wrong: NothingToShow | NoSuchSlice) -> Response:
    """Say on a page why there is no such file."""
    status = 409 if isinstance(wrong, NothingToShow) else 400
    return show_page(request, "summary_wrong.html", {"code": asked[0], "wrong": wrong.key}, status)


def to_save(body: bytes, asked: Asked, kind: str, end: str) -> Response:
    """Answer with a file to keep."""
    return Response(body, media_type=kind, headers=named(asked, end))


def named(asked: Asked, end: str) -> dict[str, str]:
    """Name the file after what it is about."""
    what = in_a_file_name(asked[0]) or "runde"
    return {"Content-Disposition": f'attachment; filename="ekko-{what}.{end}"'}


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Hand a file over piece by piece."""
    while piece := file.read(PIECE):
        yield piece
