"""The pages by which one comes in with the municipality's own sign-in, and back from it.

One rule: the way back changes nothing by being looked at; its button does, and the page presses it by itself
where there is a script.
"""

from fastapi import APIRouter, Depends, Request, Response

from collector import coming_from_outside, half_way, signin
from collector.coming_from_outside import BEGUN, NotInvited, NotThisWay, SomebodyElse
from collector.half_way import NotBegun
from collector.ids import new_secret
from collector.model import Provider
from collector.oidc import NotBelieved, TooWeak, Unreachable
from collector.store.front import Tx
from collector.web import fields
from collector.web.doors import STAFF_COOKIE, public
from collector.web.house import house_of
from collector.web.show import show_page
from collector.web.sign_in import WAY_COOKIE, let_in, show_ways_in, tie

router = APIRouter(dependencies=[Depends(public)])
BACK = "/desk/in/back"
WHY: dict[type[Exception], str] = {
    NotBegun: "in.why.late",
    Unreachable: "in.why.away",
    NotBelieved: "in.why.unclear",
    TooWeak: "in.why.weak",
    NotInvited: "in.why.nobody",
    NotThisWay: "in.why.not-this-way",
    SomebodyElse: "in.why.somebody-else",
}


@router.post("/desk/in/with/{provider_id}")
async def begin(request: Request, provider_id: fields.ProviderId) -> Response:
    return await go_out(request, provider_id)


@router.post("/in/{token}/with/{provider_id}")
async def begin_invited(request: Request, token: fields.Token, provider_id: fields.ProviderId) -> Response:
    house = house_of(request)
    await house.store.read(lambda tx: signin.find_invitation(tx, house.seal, token, house.clock()))
    return await go_out(request, provider_id, token)


@router.get(BACK)
async def back(
    request: Request,
    code: fields.Returned = "",
    state: fields.Returned = "",
    iss: fields.Returned = "",
    error: fields.Returned = "",
) -> Response:
    if error or not code:
        return await show_ways_in(request, 422, "in.why.no")
    return show_page(request, "in_back.html", {"code": code, "state": state, "iss": iss})


@router.post(BACK)
async def finish(
    request: Request,
    code: fields.ReturnedField = "",
    state: fields.ReturnedField = "",
    iss: fields.ReturnedField = "",
) -> Response:
    try:
        return let_in(*await come_back(request, {"code": code, "state": state, "iss": iss}))
    except tuple(WHY) as problem:
        away = isinstance(problem, Unreachable)
        return await show_ways_in(request, 503 if away else 422, WHY[type(problem)])


async def go_out(
    request: Request, provider_id: str, invitation: str = "", whose: str = "", to: str = "/desk"
) -> Response:
    """Send somebody to the other side, and keep what they must bring back, and where they go on then.

    `whose` names the one who sits here and is to show once more who they are.
    """
    house, token = house_of(request), new_secret()
    provider = await house.store.read(lambda tx: coming_from_outside.find(tx, provider_id))
    try:
        address, begun = await house.outside.begin(provider, back_to(request), again=bool(whose))
    except (Unreachable, NotBelieved) as problem:
        return await show_ways_in(request, 503, WHY[type(problem)])
    kept = begun | {"provider": provider.id, "invitation": invitation, "whose": whose, "to": to}
    now = house.clock()
    await house.store.write(lambda tx: half_way.keep(tx, house.seal, token, BEGUN, kept, now))
    data = {"address": address, "kind": provider.kind}
    return tie(show_page(request, "in_outside.html", data), token)


async def come_back(request: Request, said: dict[str, str]) -> tuple[str, str]:
    """Ask the other side who it is, and sign them in; return the token of a new session, and where to go."""
    house = house_of(request)
    token, before = request.cookies.get(WAY_COOKIE, ""), request.cookies.get(STAFF_COOKIE, "")
    begun = await house.store.write(lambda tx: half_way.take(tx, house.seal, token, BEGUN, house.clock()))
    provider_id, invitation, whose = begun["provider"], begun["invitation"], begun["whose"]

    def find(tx: Tx) -> tuple[Provider, str]:
        return coming_from_outside.find_with_secret(tx, house.seal, provider_id)

    provider, secret = await house.store.read(find)
    subject = await house.outside.finish(provider, secret, back_to(request), begun, said)
    now = house.clock()

    def work(tx: Tx) -> str:
        if invitation:
            return coming_from_outside.accept(tx, house.seal, provider.id, subject, invitation, now, before)
        return coming_from_outside.come_in(tx, house.seal, provider.id, subject, now, before, whose)

    return await house.store.write(work), begun["to"]


def back_to(request: Request) -> str:
    """Name the address that the other side sends people back to, as it is registered there."""
    return f"{house_of(request).at.origin}{BACK}"
