"""The page of who has access: invite, change a role, end somebody's access at once."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import access
from collector.access import LastAdmin
from collector.desk import Desk
from collector.facts import NotFit, read_name
from collector.model import LOCAL_ROLES
from collector.store.front import Work
from collector.web import fields
from collector.web.doors import allow, allow_who_just_showed, must_show
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page
from nlp.clean import clean

router = APIRouter()
ADMIN = allow("admin")
ADMIN_JUST_SHOWN = allow_who_just_showed("admin", then="people")


@router.get("/desk/people")
async def people(request: Request, desk: Desk = ADMIN, did: fields.PeopleDid = None) -> Response:
    return await show_people(request, desk, did=did)


@router.post("/desk/people")
async def invite(
    request: Request, role: fields.RoleField, name: fields.PersonName = "", desk: Desk = ADMIN_JUST_SHOWN
) -> Response:
    house = house_of(request)
    try:
        called = read_name(clean(name), "")
    except NotFit:
        called = ""
    if not called:
        typed = name.encode("utf-8", "replace").decode()
        return await show_people(request, desk, 422, why="people.why.name", typed=typed)
    token = await house.store.write(
        lambda tx: access.invite(tx, house.seal, desk, called, role, house.clock())
    )
    return await show_people(request, desk, link=link_for(request, token), typed=called)


@router.post("/desk/people/{staff_id}/link")
async def let_in_again(
    request: Request, staff_id: fields.StaffId, keys: fields.DropKeys = "", desk: Desk = ADMIN_JUST_SHOWN
) -> Response:
    house = house_of(request)
    token = await house.store.write(
        lambda tx: access.let_in_again(tx, house.seal, desk, staff_id, keys == "yes", house.clock())
    )
    return await show_people(request, desk, link=link_for(request, token))


@router.post("/desk/people/{staff_id}/role")
async def change_role(
    request: Request, staff_id: fields.StaffId, role: fields.RoleField, desk: Desk = ADMIN_JUST_SHOWN
) -> Response:
    now = house_of(request).clock()
    return await act(request, desk, lambda tx: access.change_role(tx, desk, staff_id, role, now), "role")


@router.post("/desk/people/{staff_id}/end")
async def end(request: Request, staff_id: fields.StaffId, desk: Desk = ADMIN) -> Response:
    now = house_of(request).clock()
    return await act(request, desk, lambda tx: access.end(tx, desk, staff_id, now), "ended")


def link_for(request: Request, token: str) -> str:
    """Write the link that somebody is sent."""
    address = house_of(request).address or str(request.base_url).rstrip("/")
    return f"{address}/in/{token}"


async def act(request: Request, desk: Desk, work: Work[None], did: str) -> Response:
    """Do it, or say that nobody would be left who can let others in."""
    try:
        await house_of(request).store.write(work)
    except LastAdmin:
        return await show_people(request, desk, 409, why="people.why.last")
    if prefers_json(request):
        return await show_people(request, desk, did=did)
    return RedirectResponse(f"/desk/people?did={did}", 303)


async def show_people(
    request: Request,
    desk: Desk,
    status: int = 200,
    *,
    did: str | None = None,
    why: str = "",
    link: str = "",
    typed: str = "",
) -> Response:
    """Show who has access; a link is shown this once."""
    house = house_of(request)
    found = await house.store.read(lambda tx: access.look(tx, desk, house.clock()))
    more = {"roles": list(LOCAL_ROLES), "did": did, "why": why, "link": link, "typed": typed}
    asked = {"must_show": await must_show(request, desk)}
    return show_page(request, "people.html", found | more | asked, status)
