"""One's own page: where one is signed in, the language, and the way out."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import linking, passkeys, quick_review, signin
from collector.desk import Desk
from collector.store import links
from collector.store.front import Row
from collector.web import fields
from collector.web.doors import STAFF_COOKIE, anybody, anybody_on_the_way_in
from collector.web.house import house_of
from collector.web.show import LANGUAGE_COOKIE, language_of, show_page

router = APIRouter()
ANYBODY = anybody()
ON_THE_WAY = anybody_on_the_way_in()
A_YEAR = 365 * 24 * 3600


@router.get("/desk")
async def home(request: Request, desk: Desk = ANYBODY) -> Response:
    return RedirectResponse(first_page(desk), 303)


@router.get("/desk/me")
async def me(request: Request, desk: Desk = ANYBODY, did: fields.MeDid = None) -> Response:
    return await show_me(request, desk, did=did)


@router.post("/desk/me/telegram")
async def telegram(request: Request, desk: Desk = ANYBODY) -> Response:
    house = house_of(request)
    if not house.leaders_bot:
        return await show_me(request, desk)  # there is nobody to send a code to
    language = language_of(request)
    code = await house.store.write(
        lambda tx: signin.make_link_code(tx, house.seal, desk, house.clock(), language)
    )
    return await show_me(request, desk, code=code)


@router.post("/desk/me/telegram/choose")
async def choose_digest(
    request: Request,
    hour: fields.DigestHour,
    day: fields.DigestDay,
    language: fields.Language,
    desk: Desk = ANYBODY,
) -> Response:
    house = house_of(request)
    weekday = None if day == "every" else int(day)
    chosen = await house.store.write(
        lambda tx: linking.choose(tx, desk, hour, weekday, language, house.clock())
    )
    return RedirectResponse(f"/desk/me{'?did=chosen' if chosen else ''}#telegram", 303)


@router.post("/desk/me/telegram/drop")
async def unlink_telegram(request: Request, desk: Desk = ANYBODY) -> Response:
    await house_of(request).store.write(lambda tx: links.unlink_staff(tx, desk.staff.id))
    return RedirectResponse("/desk/me?did=unlinked#telegram", 303)


@router.post("/desk/me/elsewhere")
async def sign_out_elsewhere(request: Request, desk: Desk = ANYBODY) -> Response:
    await house_of(request).store.write(lambda tx: signin.sign_out_elsewhere(tx, desk))
    return RedirectResponse("/desk/me?did=ended", 303)


@router.post("/desk/me/sessions/{session_name}/end")
async def sign_out_there(
    request: Request, session_name: fields.SessionName, desk: Desk = ANYBODY
) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: signin.sign_out_of(tx, desk, session_name, house.clock()))
    return RedirectResponse("/desk/me?did=ended", 303)


@router.post("/desk/me/language")
async def choose_language(request: Request, language: fields.Language, desk: Desk = ON_THE_WAY) -> Response:
    response = RedirectResponse("/desk/me", 303)
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=A_YEAR, path="/", secure=True, httponly=True, samesite="lax"
    )
    return response


@router.post("/desk/out")
async def sign_out(request: Request, desk: Desk = ON_THE_WAY) -> Response:
    await house_of(request).store.write(lambda tx: signin.sign_out(tx, desk))
    request.state.desk = None
    response = show_page(request, "signed_out.html", {"signed_out": True})
    response.delete_cookie(STAFF_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return response


def first_page(desk: Desk) -> str:
    """Say where somebody begins: where something is missing, a case may wait, or the day's work lies."""
    if desk.may_administer and not desk.municipality.takes_wishes:
        return "/desk/municipality"
    if desk.may_see_inbox:
        return "/desk/inbox"
    if desk.may_see_national:
        return "/desk/national"
    if desk.may_see_contact:
        return "/desk/cases"
    return "/desk/queue" if desk.may_review else "/desk/summary"


async def show_me(
    request: Request,
    desk: Desk,
    status: int = 200,
    *,
    code: str | None = None,
    did: str | None = None,
    why: str = "",
) -> Response:
    """Show one's own page; a link code is shown this once."""
    house = house_of(request)
    found, kept, linked, reads_here = await house.store.read(
        lambda tx: (
            signin.sessions(tx, desk, house.clock()),
            passkeys.listed(tx, desk),
            links.link_of(tx, desk.staff.id),
            quick_review.is_on(tx, desk.municipality.id),
        )
    )
    data = {
        "name": desk.staff.name,
        "role": desk.staff.role,
        "municipality": desk.municipality.name,
        "sessions": found,
        "passkeys": kept,
        "did": did,
        "why": why,
        "csrf": desk.csrf,
        "telegram": telegram_as_shown(linked)
        | {"may": desk.may_review, "reads_here": reads_here, "has_bot": house.leaders_bot},
        "telegram_code": code,
    }
    return show_page(request, "me.html", data, status)


def telegram_as_shown(linked: Row | None) -> dict[str, Any]:
    """Make what the page says of somebody's Telegram."""
    choices = {"hours": list(linking.HOURS), "days": ["every", *map(str, linking.WEEKDAYS)]}
    if linked is None:
        return {"linked": False, **choices}
    day = "every" if linked["weekday"] is None else str(linked["weekday"])
    return {"linked": True, "hour": linked["hour"], "day": day, "language": linked["language"], **choices}
