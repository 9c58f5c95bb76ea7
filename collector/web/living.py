"""The pages of how many young people live here: the list, adding to it, and bringing in a spreadsheet."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import living
from collector.catalogue import Fault
from collector.catalogue_file import LARGEST, BadCatalogue
from collector.desk import Desk
from collector.here import day_of
from collector.living import FIELDS, Known, Living
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.receiving import take_file
from collector.web.show import prefers_json, show_page

router = APIRouter()
KEEPERS = allow("admin", "leader")


@router.get("/desk/living")
async def every(request: Request, desk: Desk = KEEPERS, did: fields.LivingDid = None) -> Response:
    return await show_list(request, desk, {"did": did})


@router.post("/desk/living")
async def add(
    request: Request,
    desk: Desk = KEEPERS,
    of: fields.LivingOf = "",
    n: fields.SaidInALine = "",
    year: fields.SaidInALine = "",
    source: fields.SaidInALine = "",
) -> Response:
    kind, _, name = of.partition(":")
    typed = {"kind": kind, "name": name, "n": n, "year": year, "source": source}
    house = house_of(request)
    found = living.read_one(typed, await known(request, desk))
    if isinstance(found, Fault):
        return await show_list(request, desk, {"wrong": found._asdict(), "typed": typed}, 422)
    await house.store.write(lambda tx: living.keep(tx, desk, [found], house.clock()))
    return await done(request, desk, "kept")


@router.post("/desk/living/drop")
async def drop(
    request: Request, desk: Desk = KEEPERS, kind: fields.LivingKind = "school", name: fields.PlaceName = ""
) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: living.drop(tx, desk, kind, name, house.clock()))
    return await done(request, desk, "dropped")


@router.get("/desk/living/import")
async def choose(request: Request, desk: Desk = KEEPERS) -> Response:
    return show_import(request)


@router.post("/desk/living/import")
async def look_into(request: Request, desk: Desk = KEEPERS) -> Response:
    body = await take_file(request, "file", LARGEST)
    try:
        figures = await read(request, desk, body)
    except BadCatalogue as problem:
        return show_import(request, problem)
    would = await house_of(request).store.read(lambda tx: living.compare(tx, desk, figures))
    return show_import(request, would=would, figures=figures)


@router.post("/desk/living/take")
async def take_in(request: Request, desk: Desk = KEEPERS, file: fields.HereFile = "") -> Response:
    house = house_of(request)
    try:
        figures = await read(request, desk, file.encode("utf-8", "replace"))
    except BadCatalogue as problem:
        return show_import(request, problem)
    await house.store.write(lambda tx: living.keep(tx, desk, figures, house.clock()))
    return await done(request, desk, "taken")


async def read(request: Request, desk: Desk, body: bytes) -> list[Living]:
    """Read a file by the names that are known here."""
    if not body:
        raise BadCatalogue(Fault(0, "none"))
    return living.read_file(body, await known(request, desk))


async def known(request: Request, desk: Desk) -> Known:
    """Read what a figure can be of."""
    house = house_of(request)
    today = day_of(house.clock())
    return await house.store.read(lambda tx: living.known_here(tx, desk.municipality.id, today))


async def done(request: Request, desk: Desk, did: str) -> Response:
    """Go back to the list, which says what was done."""
    if prefers_json(request):
        return await show_list(request, desk)
    return RedirectResponse(f"/desk/living?did={did}", 303)


async def show_list(
    request: Request, desk: Desk, more: dict[str, Any] | None = None, status: int = 200
) -> Response:
    """Show what is known, and the form that adds to it."""
    house = house_of(request)
    blank = {"did": None, "wrong": None, "typed": dict.fromkeys(FIELDS, "")}
    found = await house.store.read(lambda tx: living.look(tx, desk, day_of(house.clock())))
    return show_page(request, "living.html", found | blank | (more or {}), status)


def show_import(
    request: Request,
    problem: BadCatalogue | None = None,
    would: dict[str, int] | None = None,
    figures: list[Living] | None = None,
) -> Response:
    """Show where a file is chosen, what is wrong with it, or what bringing it in would do."""
    data = {
        "faults": [each._asdict() | {"key": each.key} for each in problem.faults] if problem else [],
        "would": would,
        "file": living.write_csv(figures) if figures else "",
        "shown": [each._asdict() for each in (figures or [])[:20]],
    }
    return show_page(request, "living_import.html", data, 422 if problem else 200)
