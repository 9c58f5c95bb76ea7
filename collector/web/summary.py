"""The summary's pages: the figures of a round as a table, as a picture and as JSON."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import summary
from collector.desk import Desk
from collector.here import day_of
from collector.web import chart, fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import language_of, show_page

router = APIRouter()
READERS = allow("admin", "leader", "project", "youth")


@router.get("/desk/summary")
async def summaries(request: Request, desk: Desk = READERS) -> Response:
    found = await house_of(request).store.read(lambda tx: summary.list_rounds(tx, desk))
    return show_page(request, "summaries.html", {"rounds": found})


@router.get("/desk/summary/{code}")
async def one_round(request: Request, code: fields.RoundCode, desk: Desk = READERS) -> Response:
    house = house_of(request)
    found = await house.store.read(lambda tx: summary.sum_up(tx, desk, code, day_of(house.clock())))
    return show_page(request, "summary.html", found)


@router.get("/desk/summary/{code}/chart.svg")
async def picture(
    request: Request,
    code: fields.RoundCode,
    desk: Desk = READERS,
    kind: fields.ChartKind = "activity",
    scheme: fields.Scheme = "light",
) -> Response:
    house = house_of(request)
    found = await house.store.read(lambda tx: summary.sum_up(tx, desk, code, day_of(house.clock())))
    language = language_of(request)
    cells = found[next(name for name, each in summary.BY_TAG.items() if each == kind)]
    bars = tuple(
        (house.pages.name("tag", cell["id"], language), int(cell["n"])) for cell in cells if cell["n"]
    )
    if not bars:
        return RedirectResponse(house.pages.assets.path("nothing.svg"), 303)
    drawn = await asyncio.to_thread(chart.draw, bars, scheme)
    return Response(drawn, media_type="image/svg+xml")
