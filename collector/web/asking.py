"""The page of whom to ask about a tag that nothing answers."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import asking
from collector.asking import NotFit
from collector.desk import Desk
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
KEEPERS = allow("admin", "leader")


@router.get("/desk/asking/{tag}")
async def look(
    request: Request, tag: fields.AnyTag, desk: Desk = KEEPERS, did: fields.AskingDid = None
) -> Response:
    return await show_one(request, desk, tag, {"did": did})


@router.post("/desk/asking/{tag}")
async def keep(
    request: Request,
    tag: fields.AnyTag,
    desk: Desk = KEEPERS,
    skill: fields.SaidInALine = "",
    ask: fields.TagIds = [],  # noqa: B006  FastAPI copies it for every request
    contact: fields.SaidInALine = "",
) -> Response:
    house = house_of(request)
    try:
        written = asking.read(tag, skill, ask, contact)
    except NotFit as why:
        typed = {"wrong": why.key, "typed": {"skill": skill, "ask": ask, "contact": contact}}
        return await show_one(request, desk, tag, typed, 422)
    await house.store.write(lambda tx: asking.keep(tx, desk, written, house.clock()))
    return await done(request, desk, tag, "kept")


@router.post("/desk/asking/{tag}/back")
async def back(request: Request, tag: fields.AnyTag, desk: Desk = KEEPERS) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: asking.back(tx, desk, tag, house.clock()))
    return await done(request, desk, tag, "back")


async def done(request: Request, desk: Desk, tag: str, did: str) -> Response:
    """Show the page again, which says what was done."""
    if prefers_json(request):
        return await show_one(request, desk, tag)
    return RedirectResponse(f"/desk/asking/{tag}?did={did}", 303)


async def show_one(
    request: Request, desk: Desk, tag: str, more: dict[str, Any] | None = None, status: int = 200
) -> Response:
    """Show whom to ask about a tag."""
    found = await house_of(request).store.read(lambda tx: asking.look(tx, desk, tag))
    blank = {"did": None, "wrong": None, "typed": None}
    return show_page(request, "asking.html", found | blank | (more or {}), status)
