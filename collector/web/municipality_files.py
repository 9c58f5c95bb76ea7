"""The files of the municipality's record: its logo, and the outline that the map is drawn in."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response

from collector import logo, outline, recording
from collector.desk import Desk
from collector.reports.pictures.on_map import Spot, draw_map
from collector.store import municipalities, outlines
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.municipality_parts import Told, pen_of, saved, show_part
from collector.web.receiving import take_file
from collector.web.show import language_of

router = APIRouter()
ADMIN = allow("admin")


@router.get("/desk/municipality/logo")
async def show_logo(request: Request, desk: Desk = ADMIN) -> Response:
    found = await house_of(request).store.read(lambda tx: municipalities.find_logo(tx, desk.municipality.id))
    if found is None:
        raise HTTPException(404)
    return Response(bytes(found["body"]), media_type=found["kind"])


@router.post("/desk/municipality/logo")
async def put_logo(request: Request, desk: Desk = ADMIN) -> Response:
    body = await take_file(request, "logo", logo.LARGEST)
    try:
        await house_of(request).store.write(
            lambda tx: recording.save_logo(tx, desk.municipality.id, body, pen_of(request, desk))
        )
    except logo.NoLogo as problem:
        return await show_part(request, desk, "look", 422, Told("logo", wrong={"logo": problem.why}))
    return await saved(request, desk, "logo")


@router.post("/desk/municipality/logo/drop")
async def drop_logo(request: Request, desk: Desk = ADMIN) -> Response:
    await house_of(request).store.write(
        lambda tx: recording.drop_logo(tx, desk.municipality.id, pen_of(request, desk))
    )
    return await saved(request, desk, "logo")


@router.get("/desk/municipality/map.svg")
async def show_map(request: Request, desk: Desk = ADMIN, scheme: fields.Scheme = "light") -> Response:
    """Draw the places as they are placed, without figures: an admin sees at once what was typed wrong."""
    here, house = desk.municipality.id, house_of(request)
    points, land = await house.store.read(
        lambda tx: (outlines.points_of(tx, here), outlines.outline_of(tx, here))
    )
    if not points and not land.rings:
        raise HTTPException(404)
    title = house.pages.texts.say("record.map", language_of(request))
    spots = tuple(Spot(name, at, None, "") for name, at in points.items())
    picture = await asyncio.to_thread(draw_map, spots, land, scheme, title, ", ".join(points))
    return Response(picture, media_type="image/svg+xml")


@router.post("/desk/municipality/outline")
async def put_outline(request: Request, desk: Desk = ADMIN) -> Response:
    body = await take_file(request, "outline", outline.LARGEST)
    try:
        read = await asyncio.to_thread(outline.read_outline, body)
    except outline.NoOutline as problem:
        return await show_part(request, desk, "places", 422, Told("outline", wrong={"outline": problem.why}))
    await house_of(request).store.write(
        lambda tx: recording.save_outline(tx, desk.municipality.id, read, pen_of(request, desk))
    )
    return await saved(request, desk, "outline")


@router.post("/desk/municipality/outline/drop")
async def drop_outline(request: Request, desk: Desk = ADMIN) -> Response:
    await house_of(request).store.write(
        lambda tx: recording.drop_outline(tx, desk.municipality.id, pen_of(request, desk))
    )
    return await saved(request, desk, "outline")
