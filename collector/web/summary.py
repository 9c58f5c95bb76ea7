"""The summary's pages: the figures of a slice as tables and as JSON."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector.desk import Desk
from collector.here import day_of
from collector.store.front import Tx
from collector.summary import behind, whole
from collector.summary.slices import NoSuchSlice, find_slice
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import asked_again, show_page

router = APIRouter()
READERS = allow("admin", "leader", "project", "youth")
ANSWERERS = allow("admin", "leader")


async def asked_for(
    code: fields.RoundCode,
    place: fields.SlicePlace = "",
    first: fields.SliceDay = "",
    last: fields.SliceDay = "",
) -> tuple[str, str, str, str]:
    """Read from an address what is to be summed up."""
    return code, place, first, last


ASKED = Depends(asked_for)


@router.get("/desk/summary")
async def summaries(
    request: Request,
    code: fields.ChosenRound = "",
    place: fields.SlicePlace = "",
    first: fields.SliceDay = "",
    last: fields.SliceDay = "",
    desk: Desk = READERS,
) -> Response:
    if code:
        asked = asked_again({"place": place, "first": first, "last": last}).rstrip("&")
        return RedirectResponse(f"/desk/summary/{code}{'?' if asked else ''}{asked}", 303)
    choices = await house_of(request).store.read(lambda tx: whole.list_choices(tx, desk))
    return show_page(request, "summaries.html", {"rounds": choices["rounds"], "choices": choices})


@router.get("/desk/summary/{code}")
async def one_slice(
    request: Request, desk: Desk = READERS, asked: tuple[str, str, str, str] = ASKED
) -> Response:
    house = house_of(request)
    now = house.clock()

    def look(tx: Tx) -> dict[str, Any]:
        found = whole.sum_up(tx, desk, find_slice(tx, desk, *asked), day_of(now), now)
        return found | {"choices": whole.list_choices(tx, desk)}

    try:
        found = await house.store.read(look)
    except NoSuchSlice as wrong:
        return show_page(request, "summary_wrong.html", {"code": asked[0], "wrong": wrong.key}, 400)
    return show_page(request, "summary.html", found)


@router.get("/desk/summary/{code}/wishes")
async def wishes_behind(
    request: Request,
    desk: Desk = ANSWERERS,
    asked: tuple[str, str, str, str] = ASKED,
    what: fields.FigureKind = "approved",
    name: fields.FigureName = "",
    before: fields.Before = "",
) -> Response:
    try:
        found = await house_of(request).store.read(
            lambda tx: behind.look(tx, desk, find_slice(tx, desk, *asked), what, name, before)
        )
    except NoSuchSlice as wrong:
        return show_page(request, "summary_wrong.html", {"code": asked[0], "wrong": wrong.key}, 400)
    return show_page(request, "summary_wishes.html", found)


async def sum_up(request: Request, desk: Desk, asked: tuple[str, str, str, str]) -> dict[str, Any]:
    """Sum up what is asked for, as it stands now."""
    house = house_of(request)
    now = house.clock()
    return await house.store.read(
        lambda tx: whole.sum_up(tx, desk, find_slice(tx, desk, *asked), day_of(now), now)
    )


async def sum_up_kind(
    request: Request, desk: Desk, asked: tuple[str, str, str, str], kind: str
) -> dict[str, Any]:
    """Sum up what one picture is drawn of."""
    house = house_of(request)
    now = house.clock()
    return await house.store.read(
        lambda tx: whole.sum_up_kind(tx, desk, find_slice(tx, desk, *asked), kind, now)
    )
