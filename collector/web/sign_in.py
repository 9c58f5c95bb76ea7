"""The page behind an invitation link: looking at it changes nothing, the button uses it up."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import signin
from collector.web import fields
from collector.web.doors import STAFF_COOKIE, public
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter(dependencies=[Depends(public)])


@router.get("/in/{token}")
async def welcome(request: Request, token: fields.Token) -> Response:
    house = house_of(request)
    invited = await house.store.read(lambda tx: signin.find_invitation(tx, house.seal, token, house.clock()))
    data = {"name": invited.name, "role": invited.role, "municipality": invited.municipality_name}
    return show_page(request, "welcome.html", data)


@router.post("/in/{token}")
async def come_in(request: Request, token: fields.Token) -> Response:
    house = house_of(request)
    before = request.cookies.get(STAFF_COOKIE, "")
    session = await house.store.write(lambda tx: signin.accept(tx, house.seal, token, house.clock(), before))
    response = RedirectResponse("/desk", 303)
    response.set_cookie(STAFF_COOKIE, session, path="/", secure=True, httponly=True, samesite="lax")
    return response
