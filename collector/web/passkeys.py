"""The page where one makes a passkey, and the button that drops one.

One rule: this is all that a link alone opens where real people's words are.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import half_way, passkeys
from collector.desk import Desk
from collector.facts import NotFit, read_name
from collector.half_way import NotBegun
from collector.model import ROLES
from collector.passkeys import LastWay, NotThisPasskey, TooMany
from collector.web import fields
from collector.web.doors import allow_who_just_showed, anybody_on_the_way_in_who_just_showed
from collector.web.house import house_of
from collector.web.me import show_me
from collector.web.show import language_of, show_page
from collector.web.sign_in import let_in
from nlp.clean import clean

router = APIRouter()
ON_THE_WAY = anybody_on_the_way_in_who_just_showed("passkey")
ANYBODY = allow_who_just_showed(*ROLES, then="me")
WHY = {NotBegun: "in.why.late", NotThisPasskey: "in.why.not-made", TooMany: "in.why.many"}


@router.get("/desk/passkey")
async def passkey(request: Request, desk: Desk = ON_THE_WAY) -> Response:
    return show_passkey(request, desk)


@router.post("/desk/passkey/begin")
async def begin(request: Request, desk: Desk = ON_THE_WAY) -> Response:
    house = house_of(request)
    options = await house.store.write(
        lambda tx: passkeys.begin_make(tx, house.seal, house.at, desk, house.clock())
    )
    return Response(options, media_type="application/json")


@router.post("/desk/passkey")
async def make(
    request: Request, shown: fields.Shown = "", name: fields.PasskeyName = "", desk: Desk = ON_THE_WAY
) -> Response:
    house, now = house_of(request), house_of(request).clock()
    if not shown:
        return show_passkey(request, desk, 422, "in.why.nothing")
    called = name_for(request, name)
    try:
        begun = await house.store.write(
            lambda tx: half_way.take(tx, house.seal, desk.session, passkeys.MAKE, now)
        )
        session = await house.store.write(
            lambda tx: passkeys.finish_make(tx, house.seal, house.at, desk, begun, shown, called, now)
        )
    except (NotBegun, NotThisPasskey, TooMany) as problem:
        return show_passkey(request, desk, 422, WHY[type(problem)])
    return let_in(session, "/desk" if desk.way == "link" else "/desk/me?did=made")


@router.post("/desk/passkey/{passkey_id}/drop")
async def drop(request: Request, passkey_id: fields.PasskeyId, desk: Desk = ANYBODY) -> Response:
    house = house_of(request)
    try:
        await house.store.write(lambda tx: passkeys.drop(tx, desk, passkey_id, house.clock()))
    except LastWay:
        return await show_me(request, desk, 409, why="keys.why.last")
    return RedirectResponse("/desk/me?did=dropped", 303)


def name_for(request: Request, typed: str) -> str:
    """Call a passkey what its owner does, or simply a passkey."""
    try:
        called = read_name(clean(typed), "")
    except NotFit:
        called = ""
    return called or house_of(request).pages.texts.say("keys.one", language_of(request))


def show_passkey(request: Request, desk: Desk, status: int = 200, why: str = "") -> Response:
    """Show the page where one makes a passkey, and why it came to nothing."""
    data = {
        "why": why,
        "must": desk.lacks_second_part,
        "first": desk.way == "link",
        "origin": house_of(request).at.origin,
    }
    return show_page(request, "passkey.html", data, status)
