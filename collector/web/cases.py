"""The duty adult's pages: who may not be OK, what the law says, and what was done."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import casework, contacting, duty, rewording
from collector.desk import DecidedAlready, Desk
from collector.store import municipalities
from collector.store.front import Tx, Work
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
DUTY = allow("admin", "duty")


@router.get("/desk/cases")
async def cases(request: Request, desk: Desk = DUTY) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        return casework.look(tx, desk) | {
            "unreached": duty.why_unreached(tx, desk.municipality.id, house.mails)
        }

    return show_page(request, "cases.html", await house.store.read(work))


@router.get("/desk/cases/{wish_id}")
async def case(request: Request, wish_id: fields.WishId, desk: Desk = DUTY) -> Response:
    return await show_case(request, desk, wish_id)


@router.post("/desk/cases/{wish_id}")
async def decide(
    request: Request, wish_id: fields.WishId, decision: fields.CaseDecision, desk: Desk = DUTY
) -> Response:
    now = house_of(request).clock()
    return await act(
        request, desk, wish_id, lambda tx: casework.decide(tx, desk, wish_id, decision, now), "/desk/cases"
    )


@router.post("/desk/cases/{wish_id}/take")
async def take(request: Request, wish_id: fields.WishId, desk: Desk = DUTY) -> Response:
    now = house_of(request).clock()
    return await act(
        request,
        desk,
        wish_id,
        lambda tx: casework.take(tx, desk, wish_id, now),
        f"/desk/cases/{wish_id}",
    )


@router.post("/desk/cases/{wish_id}/reword")
async def reword(
    request: Request, wish_id: fields.WishId, words: fields.Reworded = "", desk: Desk = DUTY
) -> Response:
    house = house_of(request)
    now = house.clock()
    await house.store.read(lambda tx: casework.open_one(tx, desk, wish_id))  # is it here at all?
    try:
        raw, reading = rewording.read_anew(house.reader, words)
    except rewording.NotFit as problem:
        return await show_case(request, desk, wish_id, 422, {"words": words, "why": problem.why})

    def work(tx: Tx) -> None:
        rewording.reword(tx, house.seal, desk, wish_id, raw, reading, now)

    return await act(request, desk, wish_id, work, "/desk/cases")


async def act(request: Request, desk: Desk, wish_id: str, work: Work[None], way_on: str) -> Response:
    """Do what was decided and go on, or show that somebody else was first."""
    try:
        await house_of(request).store.write(work)
    except DecidedAlready:
        return await show_case(request, desk, wish_id, 409)
    if prefers_json(request):
        return await show_case(request, desk, wish_id)
    return RedirectResponse(way_on, 303)


async def show_case(
    request: Request,
    desk: Desk,
    wish_id: str,
    status: int = 200,
    anew: dict[str, str] | None = None,
) -> Response:
    """Show one case, and `anew`: the words that could not go to the queue and why."""
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        case = casework.open_one(tx, desk, wish_id)
        facts = municipalities.facts_of(tx, desk.municipality.id)
        return {
            "case": case | {"contact": contacting.open_for(tx, house.seal, desk, wish_id)},
            "unreached": duty.why_unreached(tx, desk.municipality.id, house.mails),
            "report_link": facts.get("report-link", ""),
            "watch": facts.get("watch-number", ""),
        }

    found = await house.store.read(work)
    return show_page(request, "case.html", found | {"taken": status == 409, "anew": anew}, status)
