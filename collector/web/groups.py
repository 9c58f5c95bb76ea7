"""The pages of young people's groups, for leaders: who is in them, what goes to which, what no group has."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import grouping, ruling
from collector.desk import Desk
from collector.grouping import NotFit
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
LEADERS = allow("admin", "leader")


@router.get("/desk/groups")
async def groups(request: Request, desk: Desk = LEADERS, did: fields.GroupDid = None) -> Response:
    return await show_groups(request, desk, did=did)


@router.post("/desk/groups")
async def make(
    request: Request,
    name: fields.PlaceName = "",
    place: fields.PlaceName = "",
    member: fields.Members = [],  # noqa: B006  FastAPI copies it for every request
    desk: Desk = LEADERS,
) -> Response:
    house = house_of(request)
    try:
        written = grouping.read_group(name, place, member)
        await house.store.write(lambda tx: grouping.make(tx, desk, written, house.clock()))
    except NotFit as why:
        return await show_groups(request, desk, why.status, why=why.key, typed={"name": name, "place": place})
    return await go_on(request, desk, "made")


@router.post("/desk/groups/places")
async def say_where(
    request: Request, asked: fields.AskedCode, place: fields.PlaceName = "", desk: Desk = LEADERS
) -> Response:
    house = house_of(request)
    try:
        await house.store.write(lambda tx: ruling.say_where(tx, desk, asked, place, house.clock()))
    except NotFit as why:
        return await show_groups(request, desk, 422, why=why.key)
    return await go_on(request, desk, "placed")


@router.get("/desk/groups/none")
async def in_no_group(
    request: Request, desk: Desk = LEADERS, after: fields.AnswersAfter = "", did: fields.GroupDid = None
) -> Response:
    return await show_in_no_group(request, desk, after, did)


@router.post("/desk/groups/none/{wish_id}")
async def send(
    request: Request,
    wish_id: fields.WishId,
    group: fields.GroupField,
    after: fields.AnswerSeen = "",
    desk: Desk = LEADERS,
) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: ruling.send(tx, desk, wish_id, group, house.clock()))
    if prefers_json(request):
        return await show_in_no_group(request, desk, after, "sent")
    return RedirectResponse(f"/desk/groups/none?did=sent&after={after}", 303)


@router.get("/desk/groups/{group_id}")
async def group(
    request: Request,
    group_id: fields.GroupId,
    desk: Desk = LEADERS,
    pile: fields.GroupLines = "new",
    after: fields.AnswersAfter = "",
    did: fields.GroupDid = None,
) -> Response:
    house = house_of(request)
    data = await house.store.read(
        lambda tx: grouping.open_group(tx, desk, group_id, house.clock(), pile, after)
    )
    return show_page(request, "group.html", data | {"did": did, "why": ""})


@router.post("/desk/groups/{group_id}")
async def change(
    request: Request,
    group_id: fields.GroupId,
    name: fields.PlaceName = "",
    place: fields.PlaceName = "",
    member: fields.Members = [],  # noqa: B006  FastAPI copies it for every request
    desk: Desk = LEADERS,
) -> Response:
    house = house_of(request)
    try:
        written = grouping.read_group(name, place, member)
        await house.store.write(lambda tx: grouping.change(tx, desk, group_id, written, house.clock()))
    except NotFit as why:
        data = await house.store.read(lambda tx: grouping.open_group(tx, desk, group_id, house.clock()))
        return show_page(request, "group.html", data | {"did": None, "why": why.key}, why.status)
    return RedirectResponse(f"/desk/groups/{group_id}?did=changed", 303)


@router.post("/desk/groups/{group_id}/end")
async def end(request: Request, group_id: fields.GroupId, desk: Desk = LEADERS) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: ruling.end_group(tx, desk, group_id, house.clock()))
    return await go_on(request, desk, "ended")


async def show_in_no_group(request: Request, desk: Desk, after: str, did: fields.GroupDid | None) -> Response:
    """Show what no group has."""
    house = house_of(request)
    data = await house.store.read(lambda tx: ruling.in_no_group(tx, desk, house.clock(), after))
    return show_page(request, "groups_none.html", data | {"did": did})


async def go_on(request: Request, desk: Desk, did: str) -> Response:
    """Go back to the list of groups."""
    if prefers_json(request):
        return await show_groups(request, desk, did=did)
    return RedirectResponse(f"/desk/groups?did={did}", 303)


async def show_groups(
    request: Request,
    desk: Desk,
    status: int = 200,
    *,
    did: str | None = None,
    why: str = "",
    typed: dict[str, str] | None = None,
) -> Response:
    """Show the list of groups."""
    house = house_of(request)
    data = await house.store.read(lambda tx: grouping.look(tx, desk, house.clock()))
    written = {key: said.encode("utf-8", "replace").decode() for key, said in (typed or {}).items()}
    return show_page(request, "groups.html", data | {"did": did, "why": why, "typed": written}, status)
