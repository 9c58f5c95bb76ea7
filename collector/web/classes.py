"""A class round's classes: who has answered and who has not, and the codes to hand out."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, File, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from collector import classes
from collector.classes import BadList
from collector.desk import Desk
from collector.reports.class_sheet import make_sheet
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import language_of, show_page

router = APIRouter()
MAKERS = allow("admin", "leader")
Upload = Annotated[UploadFile | None, File()]


@router.get("/desk/rounds/{code}/classes")
async def look(
    request: Request, code: fields.RoundCode, desk: Desk = MAKERS, did: fields.RoundDid = None
) -> Response:
    return await show(request, desk, code, {"did": did})


@router.post("/desk/rounds/{code}/classes")
async def add(
    request: Request,
    code: fields.RoundCode,
    desk: Desk = MAKERS,
    listed: fields.Listed = "",
    file: Upload = None,
) -> Response:
    house = house_of(request)
    try:
        found = classes.read_list(await read(file) or listed)
        await house.store.write(lambda tx: classes.make_classes(tx, desk, code, found, house.clock()))
    except BadList as bad:
        return await show(request, desk, code, {"wrong": bad.key, "line": bad.line, "typed": listed}, 422)
    return RedirectResponse(f"/desk/rounds/{code}/classes?did=classes", 303)


@router.get("/desk/rounds/{code}/classes.csv")
async def as_csv(request: Request, code: fields.RoundCode, desk: Desk = MAKERS) -> Response:
    house = house_of(request)
    written = await house.store.read(lambda tx: classes.write_codes(tx, desk, code, house.address))
    return to_save(written.encode("utf-8-sig"), "text/csv; charset=utf-8", "csv")


@router.get("/desk/rounds/{code}/classes.pdf")
async def on_paper(request: Request, code: fields.RoundCode, desk: Desk = MAKERS) -> Response:
    house = house_of(request)
    asked, found = await house.store.read(lambda tx: classes.to_hand_out(tx, desk, code))
    language = asked.language_for(language_of(request))
    sheet = await asyncio.to_thread(make_sheet, house.pages.texts, asked, found, house.address, language)
    return to_save(sheet, "application/pdf", "pdf")


async def show(request: Request, desk: Desk, code: str, more: dict[str, Any], status: int = 200) -> Response:
    """Show the classes."""
    found = await house_of(request).store.read(lambda tx: classes.look(tx, desk, code))
    blank = {"did": None, "wrong": "", "line": 0, "typed": ""}
    return show_page(request, "classes.html", blank | found | more, status)


async def read(file: UploadFile | None) -> str:
    """Read a file that was sent along."""
    try:
        return (await file.read()).decode("utf-8-sig") if file else ""
    except UnicodeDecodeError:
        raise BadList("classes.wrong.file") from None


def to_save(body: bytes, kind: str, end: str) -> Response:
    """Answer with a file to keep."""
    name = f'attachment; filename="ekko-classes.{end}"'
    return Response(body, media_type=kind, headers={"Content-Disposition": name})
