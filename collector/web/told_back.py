"""What young people said, told back to them: a page for pupils and a poster for a wall."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from collector import rounding
from collector.desk import Desk
from collector.model import Round
from collector.reports.told_back import TooFew, make_page, make_wall_poster
from collector.store import municipalities
from collector.store.front import Tx
from collector.summary import outside
from collector.web import fields
from collector.web.house import house_of
from collector.web.posters import in_a_file_name
from collector.web.show import show_page
from collector.web.summary import READERS

router = APIRouter()


@router.get("/desk/summary/{code}/pupils.pdf")
async def for_pupils(
    request: Request, code: fields.RoundCode, desk: Desk = READERS, paper: fields.PaperLanguage = "nb"
) -> Response:
    house = house_of(request)
    asked, found, _ = await house.store.read(lambda tx: find(tx, desk, code))
    say = (house.pages.texts, asked, found, house.address, paper, house.clock())
    try:
        file = await asyncio.to_thread(make_page, *say)
    except TooFew:
        return too_few(request, code)
    return to_save(file, code, f"pupils-{paper}")


@router.get("/desk/summary/{code}/wall.pdf")
async def for_a_wall(
    request: Request,
    code: fields.RoundCode,
    desk: Desk = READERS,
    size: fields.PaperSize = "a3",
    paper: fields.PaperLanguage = "nb",
) -> Response:
    house = house_of(request)
    asked, found, logo = await house.store.read(lambda tx: find(tx, desk, code))
    say = (house.pages.texts, asked, found, house.address, paper, size, logo)
    try:
        file = await asyncio.to_thread(make_wall_poster, *say)
    except TooFew:
        return too_few(request, code)
    return to_save(file, code, f"wall-{size}-{paper}")


def find(tx: Tx, desk: Desk, code: str) -> tuple[Round, dict[str, Any], bytes | None]:
    """Find a round, what everybody may see of it, and the logo."""
    asked = rounding.find_round(tx, desk.municipality, code)
    return asked, outside.tell(tx, asked), municipalities.read_logo(tx, asked.municipality.id)


def too_few(request: Request, code: str) -> Response:
    """Say that there is nothing to tell everybody yet."""
    return show_page(request, "summary_wrong.html", {"code": code, "wrong": "pupils.too-few"}, 409)


def to_save(body: bytes, code: str, what: str) -> Response:
    """Answer with a file to keep."""
    name = f'attachment; filename="ekko-{in_a_file_name(code) or "runde"}-{what}.pdf"'
    return Response(body, media_type="application/pdf", headers={"Content-Disposition": name})
