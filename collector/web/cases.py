"""The duty adult's pages: who may not be OK, what the law says, and what was done."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import casework
from collector.desk import DecidedAlready, Desk
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
DUTY = allow("admin", "duty")


@router.get("/desk/cases")
async def cases(request: Request, desk: Desk = DUTY) -> Response:
    data = await house_of(request).store.read(lambda tx: casework.look(tx, desk))
    return show_page(request, "cases.html", data)


@router.get("/desk/cases/{wish_id}")
async def case(request: Request, wish_id: fields.WishId, desk: Desk = DUTY) -> Response:
    return await show_case(request, desk, wish_id)


@router.post("/desk/cases/{wish_id}")
async def decide(
    request: Request, wish_id: fields.WishId, decision: fields.CaseDecision, desk: Desk = DUTY
) -> Response:
    house = house_of(request)
    now = house.clock()
    try:
        await house.store.write(lambda tx: casework.decide(tx, desk, wish_id, decision, now))
    except DecidedAlready:
        return await show_case(request, desk, wish_id, taken=True)
    if prefers_json(request):
        return await show_case(request, desk, wish_id)
    return RedirectResponse("/desk/cases", 303)


async def show_case(request: Request, desk: Desk, wish_id: str, *, taken: bool = False) -> Response:
    """Show one case."""
    found = await house_of(request).store.read(lambda tx: casework.open_one(tx, desk, wish_id))
    return show_page(request, "case.html", {"case": found, "taken": taken}, 409 if taken else 200)
