"""The pages by which staff come in: an invitation's link, which works once, and a passkey ever after.

One rule: looking at a page changes nothing, the button does; and no page tells why a passkey was refused more
closely than whoever holds it needs.
"""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import coming_from_outside, half_way, passkeys, signin
from collector.half_way import NotBegun
from collector.passkeys import NotThisPasskey
from collector.store import providers
from collector.web import fields
from collector.web.doors import STAFF_COOKIE, public
from collector.web.house import house_of
from collector.web.show import show_page

WAY_COOKIE = "__Host-ekko-way"
"""Ties what was begun to the browser that began it."""
router = APIRouter(dependencies=[Depends(public)])


@router.get("/in/{token}")
async def welcome(request: Request, token: fields.Token) -> Response:
    house = house_of(request)
    invited = await house.store.read(lambda tx: signin.find_invitation(tx, house.seal, token, house.clock()))
    data = {"name": invited.name, "role": invited.role, "municipality": invited.municipality_name}
    ways = await house.store.read(
        lambda tx: coming_from_outside.offered(tx, invited.municipality_id, invited.role)
    )
    return show_page(request, "welcome.html", data | {"ways": ways, "token": token})


@router.post("/in/{token}")
async def come_in(request: Request, token: fields.Token) -> Response:
    house = house_of(request)
    before = request.cookies.get(STAFF_COOKIE, "")
    session = await house.store.write(lambda tx: signin.accept(tx, house.seal, token, house.clock(), before))
    return let_in(session)


@router.get("/desk/in")
async def ways_in(request: Request) -> Response:
    return await show_ways_in(request)


@router.post("/desk/in/begin")
async def begin(request: Request) -> Response:
    house = house_of(request)
    token, options = await house.store.write(
        lambda tx: passkeys.begin_in(tx, house.seal, house.at, house.clock())
    )
    return tie(Response(options, media_type="application/json"), token)


@router.post("/desk/in")
async def show_passkey(request: Request, shown: fields.Shown = "") -> Response:
    house, now = house_of(request), house_of(request).clock()
    token, before = request.cookies.get(WAY_COOKIE, ""), request.cookies.get(STAFF_COOKIE, "")
    if not shown:
        return await show_ways_in(request, 422, "in.why.nothing")
    try:
        begun = await house.store.write(lambda tx: half_way.take(tx, house.seal, token, passkeys.IN, now))
        session = await house.store.write(
            lambda tx: passkeys.finish_in(tx, house.seal, house.at, begun, shown, now, before)
        )
    except NotBegun:
        return await show_ways_in(request, 422, "in.why.late")
    except NotThisPasskey:
        return await show_ways_in(request, 422, "in.why.unknown")
    return let_in(session)


async def show_ways_in(request: Request, status: int = 200, why: str = "") -> Response:
    """Show the page where one signs in, and why it came to nothing."""
    house = house_of(request)
    found = await house.store.read(providers.everywhere)
    ways = [{"id": row["id"], "kind": row["kind"], "municipality": row["name"]} for row in found]
    data = {"why": why, "origin": house.at.origin, "ways": ways}
    return show_page(request, "ways_in.html", data, status)


def tie(response: Response, token: str) -> Response:
    """Let this browser alone end what it began."""
    minutes = half_way.BEGUN_FOR // 1000
    response.set_cookie(
        WAY_COOKIE, token, max_age=minutes, path="/", secure=True, httponly=True, samesite="lax"
    )
    return response


def let_in(session: str, to: str = "/desk") -> Response:
    """Give the browser its new session, and let go of what was begun."""
    response = RedirectResponse(to, 303)
    response.set_cookie(STAFF_COOKIE, session, path="/", secure=True, httponly=True, samesite="lax")
    response.delete_cookie(WAY_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return response
