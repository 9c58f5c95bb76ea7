"""A round's posters, as a file to print and as a picture to look at first."""

import asyncio

from fastapi import APIRouter, Request, Response

from collector import rounding
from collector.codes import bare
from collector.desk import Desk, OutOfReach
from collector.model import Round
from collector.reports.poster import draw_poster, make_poster
from collector.store import municipalities
from collector.store.front import Tx
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of

router = APIRouter()
MAKERS = allow("admin", "leader")


@router.get("/desk/rounds/{code}/poster.pdf")
async def to_print(
    request: Request,
    code: fields.RoundCode,
    desk: Desk = MAKERS,
    size: fields.PaperSize = "a4",
    paper: fields.PaperLanguage = "nb",
) -> Response:
    house = house_of(request)
    asked, logo = await house.store.read(lambda tx: find_open_to_all(tx, desk, code))
    file = await asyncio.to_thread(make_poster, house.pages.texts, asked, house.address, size, paper, logo)
    name = f'attachment; filename="ekko-{in_a_file_name(asked.code)}-{size}-{paper}.pdf"'
    return Response(file, media_type="application/pdf", headers={"Content-Disposition": name})


@router.get("/desk/rounds/{code}/poster.png")
async def to_look_at(
    request: Request, code: fields.RoundCode, desk: Desk = MAKERS, paper: fields.PaperLanguage = "nb"
) -> Response:
    house = house_of(request)
    asked, logo = await house.store.read(lambda tx: find_open_to_all(tx, desk, code))
    words = house.pages.texts
    picture = await asyncio.to_thread(draw_poster, words, asked, house.address, "a4", paper, logo)
    return Response(picture, media_type="image/png")


def find_open_to_all(tx: Tx, desk: Desk, code: str) -> tuple[Round, bytes | None]:
    """Find a round that a poster leads to, and the logo; a class round has cards with codes instead."""
    asked = rounding.find_round(tx, desk.municipality, code)
    if asked.kind == "class":
        raise OutOfReach
    return asked, municipalities.read_logo(tx, asked.municipality.id)


def in_a_file_name(code: str) -> str:
    """Write a code so that every machine can keep it in a file's name.

    >>> in_a_file_name("blå-ørn"), in_a_file_name("привет-мир")
    ('blaorn', '')
    """
    return bare(code).encode("ascii", "ignore").decode()
