"""The page of the second look: a random twenty of what others corrected, one at a time."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import second_look
from collector.desk import DecidedAlready, Desk
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
LOOKERS = allow("admin", "leader")


@router.get("/desk/learning")
async def learning(request: Request, desk: Desk = LOOKERS) -> Response:
    return await show_look(request, desk)


@router.post("/desk/learning")
async def begin(request: Request, desk: Desk = LOOKERS) -> Response:
    house = house_of(request)
    drawn = await house.store.read(lambda tx: second_look.draw(tx, desk))
    await house.store.write(lambda tx: second_look.begin(tx, desk, house.clock(), drawn))
    return await go_on(request, desk)


@router.post("/desk/learning/{wish_id}")
async def say(
    request: Request, wish_id: fields.WishId, verdict: fields.Verdict, desk: Desk = LOOKERS
) -> Response:
    is_right = verdict == "right"
    try:
        await house_of(request).store.write(lambda tx: second_look.say(tx, desk, wish_id, is_right=is_right))
    except DecidedAlready:
        return await show_look(request, desk, taken=True)
    return await go_on(request, desk)


async def go_on(request: Request, desk: Desk) -> Response:
    """Go on to the next wish."""
    if prefers_json(request):
        return await show_look(request, desk)
    return RedirectResponse("/desk/learning", 303)


async def show_look(request: Request, desk: Desk, *, taken: bool = False) -> Response:
    """Show where the look stands."""
    found = await house_of(request).store.read(lambda tx: second_look.look(tx, desk))
    return show_page(request, "learning.html", found | {"taken": taken}, 409 if taken else 200)
