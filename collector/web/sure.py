"""The page where somebody who has been signed in for a while shows once more who they are.

One rule: it leads back to the page that asked, and to one of a few that stand here.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import sure
from collector.desk import Desk, OutOfReach
from collector.half_way import NotBegun
from collector.passkeys import NotThisPasskey
from collector.web import fields
from collector.web.doors import anybody_on_the_way_in, must_show
from collector.web.house import house_of
from collector.web.in_from_outside import go_out
from collector.web.show import show_page
from collector.web.sign_in import let_in

router = APIRouter()
ON_THE_WAY = anybody_on_the_way_in()
THEN: dict[fields.AskedFrom, str] = {
    "passkey": "/desk/passkey",
    "me": "/desk/me",
    "people": "/desk/people",
}
WHY = {NotBegun: "in.why.late", NotThisPasskey: "sure.why.not-yours"}


@router.get("/desk/sure")
async def show(request: Request, to: fields.AskedFromQuery = "me", desk: Desk = ON_THE_WAY) -> Response:
    if not await must_show(request, desk):
        return RedirectResponse(THEN[to], 303)
    return await show_sure(request, desk, to)


@router.post("/desk/sure/begin")
async def begin(request: Request, desk: Desk = ON_THE_WAY) -> Response:
    house = house_of(request)
    options = await house.store.write(lambda tx: sure.begin(tx, house.seal, house.at, desk, house.clock()))
    return Response(options, media_type="application/json")


@router.post("/desk/sure")
async def finish(
    request: Request, to: fields.AskedFromField = "me", shown: fields.Shown = "", desk: Desk = ON_THE_WAY
) -> Response:
    house, now = house_of(request), house_of(request).clock()
    if not shown:
        return await show_sure(request, desk, to, 422, "in.why.nothing")
    try:
        begun = await house.store.write(lambda tx: sure.take(tx, house.seal, desk, now))
        session = await house.store.write(
            lambda tx: sure.finish(tx, house.seal, house.at, desk, begun, shown, now)
        )
    except (NotBegun, NotThisPasskey) as problem:
        return await show_sure(request, desk, to, 422, WHY[type(problem)])
    return let_in(session, shown_and_on(to))


@router.post("/desk/sure/with/{provider_id}")
async def finish_outside(
    request: Request,
    provider_id: fields.ProviderId,
    to: fields.AskedFromField = "me",
    desk: Desk = ON_THE_WAY,
) -> Response:
    known = await house_of(request).store.read(lambda tx: sure.ways(tx, desk))
    if provider_id not in {each["id"] for each in known}:
        raise OutOfReach
    return await go_out(request, provider_id, whose=desk.staff.id, to=shown_and_on(to))


def shown_and_on(to: fields.AskedFrom) -> str:
    """Name the page where somebody goes on who has just shown who they are."""
    return THEN[to] if to == "passkey" else f"{THEN[to]}?did=sure"


async def show_sure(
    request: Request, desk: Desk, to: fields.AskedFrom, status: int = 200, why: str = ""
) -> Response:
    """Ask who it is, by the ways that this very person has."""
    house = house_of(request)
    has_passkey, ways = await house.store.read(lambda tx: (sure.has_passkey(tx, desk), sure.ways(tx, desk)))
    data = {
        "to": to,
        "why": why,
        "origin": house.at.origin,
        "has_passkey": has_passkey,
        "ways": [{"id": each["id"], "kind": each["kind"]} for each in ways],
    }
    return show_page(request, "sure.html", data, status)
