"""The rounds' pages: which there are, making one, seeing it as young people will, changing it, ending it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import rounding
from collector.desk import DecidedAlready, Desk
from collector.model import ASKABLE, OFFERED, Round
from collector.rounding import NotYet, Plan
from collector.store import counts, rounds
from collector.store.front import Tx
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
MAKERS = allow("admin", "leader")


async def written(
    name: fields.SaidInALine = "",
    round_code: fields.SaidInALine = "",
    first_day: fields.SaidInALine = "",
    last_day: fields.SaidInALine = "",
    language: fields.Ticked = [],  # noqa: B006  FastAPI copies it for every request
    ask: fields.Ticked = [],  # noqa: B006
    question_nb: fields.Said = "",
    question_nn: fields.Said = "",
    question_en: fields.Said = "",
    for_whom_nb: fields.Said = "",
    for_whom_nn: fields.Said = "",
    for_whom_en: fields.Said = "",
    kind: fields.Kind = "open",
) -> Plan:
    """Read the form."""
    question = {"nb": question_nb, "nn": question_nn, "en": question_en}
    for_whom = {"nb": for_whom_nb, "nn": for_whom_nn, "en": for_whom_en}
    asks = tuple(each for each in ASKABLE if each in ask)
    spoken = tuple(each for each in OFFERED if each in language)
    return Plan(name, round_code, first_day, last_day, spoken, asks, question, for_whom, kind)


Written = Annotated[Plan, Depends(written)]


@router.get("/desk/rounds")
async def every(request: Request, desk: Desk = MAKERS, did: fields.RoundDid = None) -> Response:
    house = house_of(request)
    found = await house.store.read(lambda tx: rounds.rounds_of(tx, desk.municipality.id))
    return show_page(
        request, "rounds.html", {"rounds": [as_listed(each, house.clock()) for each in found], "did": did}
    )


@router.get("/desk/rounds/new")
async def begin(request: Request, desk: Desk = MAKERS) -> Response:
    house = house_of(request)
    plan = await house.store.read(lambda tx: rounding.begin_plan(tx, desk.municipality, house.clock()))
    return show_form(request, plan)


@router.post("/desk/rounds/look")
async def look(request: Request, plan: Written, desk: Desk = MAKERS) -> Response:
    """Show a round that is not made yet as young people would meet it; nothing is kept."""
    house = house_of(request)
    try:
        asked = rounding.draft(desk.municipality, plan, house.clock())
        await house.store.read(lambda tx: rounding.refuse_code(tx, asked.code, "", house.clock()))
    except NotYet as problem:
        return show_form(request, plan, problem.wrong)
    return show_form(request, plan, seen=as_met(request, asked))


@router.post("/desk/rounds/new")
async def make(request: Request, plan: Written, desk: Desk = MAKERS) -> Response:
    house = house_of(request)
    try:
        asked = await house.store.write(
            lambda tx: rounding.open_round(tx, desk.municipality, plan, house.clock())
        )
    except NotYet as problem:
        return show_form(request, plan, problem.wrong)
    there = "/classes" if asked.kind == "class" else ""
    return RedirectResponse(f"/desk/rounds/{asked.code}{there}?did=made", 303)


@router.get("/desk/rounds/{code}")
async def one(
    request: Request, code: fields.RoundCode, desk: Desk = MAKERS, did: fields.RoundDid = None
) -> Response:
    house = house_of(request)

    def read(tx: Tx) -> dict[str, Any]:
        asked = rounding.find_round(tx, desk.municipality, code)
        return about(tx, request, asked)

    return show_page(request, "round.html", await house.store.read(read) | {"did": did})


@router.get("/desk/rounds/{code}/change")
async def reconsider(request: Request, code: fields.RoundCode, desk: Desk = MAKERS) -> Response:
    asked, begun = await stands(request, desk, code)
    return show_form(request, rounding.plan_of(asked), asked=asked, begun=begun)


@router.post("/desk/rounds/{code}/change")
async def change(
    request: Request, code: fields.RoundCode, plan: Written, desk: Desk = MAKERS, seen: fields.Version = 0
) -> Response:
    house, here = house_of(request), desk.municipality
    try:
        changed = await house.store.write(
            lambda tx: rounding.change_round(tx, here, code, plan, seen, house.clock())
        )
    except NotYet as problem:
        asked, begun = await stands(request, desk, code)
        return show_form(request, plan, problem.wrong, asked=asked, begun=begun)
    except DecidedAlready:
        asked, begun = await stands(request, desk, code)
        now = as_typed(rounding.plan_of(asked))
        return show_form(request, plan, asked=asked, begun=begun, other=now, status=409)
    return RedirectResponse(f"/desk/rounds/{changed.code}?did=changed", 303)


@router.post("/desk/rounds/{code}/close")
async def close(request: Request, code: fields.RoundCode, desk: Desk = MAKERS) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: rounding.close_round(tx, desk.municipality, code, house.clock()))
    return RedirectResponse(f"/desk/rounds/{code}?did=closed", 303)


async def stands(request: Request, desk: Desk, code: str) -> tuple[Round, bool]:
    """Read a round as it stands, and whether somebody has written in it."""

    def read(tx: Tx) -> tuple[Round, bool]:
        asked = rounding.find_round(tx, desk.municipality, code)
        return asked, rounds.has_begun(tx, asked.id)

    return await house_of(request).store.read(read)


def show_form(
    request: Request,
    plan: Plan,
    wrong: dict[str, str] | None = None,
    *,
    seen: list[dict[str, Any]] | None = None,
    asked: Round | None = None,
    begun: bool = False,
    other: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """Show the form with what was typed, what is wrong with it, and how the round would look."""
    data = {
        "plan": as_typed(plan),
        "wrong": wrong or {},
        "seen": seen,
        "code": asked.code if asked else "",
        "version": asked.version if asked else 0,
        "begun": begun,
        "other": other,
        "askable": list(ASKABLE),
    }
    return show_page(request, "round_form.html", data, 422 if wrong else status)


def about(tx: Tx, request: Request, asked: Round) -> dict[str, Any]:
    """Tell all about one round."""
    house = house_of(request)
    figures = counts.figures_of(tx, asked.id).get("state", {})
    return {
        "round": as_listed(asked, house.clock()),
        "plan": as_typed(rounding.plan_of(asked)),
        "begun": rounds.has_begun(tx, asked.id),
        "takes": asked.municipality.takes_wishes,
        "came": sum(figures.values()),
        "address": f"{house.address}/c/{asked.code}",
        "seen": as_met(request, asked),
    }


def as_listed(asked: Round, now: int) -> dict[str, Any]:
    """Make what a list shows of a round."""
    return {
        "code": asked.code,
        "name": asked.name,
        "state": rounding.state_of(asked, now),
        "opens_at": asked.opens_at,
        "ends_at": asked.closes_at - 1 if asked.closes_at else None,
        "kind": asked.kind,
        "languages": list(asked.languages),
    }


def as_typed(plan: Plan) -> dict[str, Any]:
    """Make what a form shows of a plan."""
    return {
        "name": plan.name,
        "code": plan.code,
        "first_day": plan.first_day,
        "last_day": plan.last_day,
        "languages": list(plan.languages),
        "asks": list(plan.asks),
        "question": dict(plan.question or {}),
        "for_whom": dict(plan.for_whom or {}),
        "kind": plan.kind,
    }


def as_met(request: Request, asked: Round) -> list[dict[str, Any]]:
    """Make what young people meet first, in each of the round's languages, in the chat's own words."""
    opening = house_of(request).opening
    return [{"language": each, "lines": list(opening(asked, each))} for each in asked.languages]
