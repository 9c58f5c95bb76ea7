"""The page where a leader has a summary mailed on a chosen day, sees what went out, and ends it."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import mailing
from collector.desk import Desk
from collector.here import day_of
from collector.mailing import HOURS, LANGUAGES, MOST_PEOPLE, NotSo, Plan
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
MAKERS = allow("admin", "leader")


@router.get("/desk/summary/{code}/mail")
async def look(
    request: Request, code: fields.RoundCode, desk: Desk = MAKERS, did: fields.MailingDid = None
) -> Response:
    return await show(request, desk, code, {"did": did})


@router.post("/desk/summary/{code}/mail")
async def begin(
    request: Request,
    code: fields.RoundCode,
    when: fields.MailingWhen,
    hour: fields.MailingHour,
    weekday: fields.MailingWeekday = 0,
    day: fields.SaidInALine = "",
    who: fields.MailingWho = [],  # noqa: B006 - FastAPI copies it
    mail: fields.MailingMails = [],  # noqa: B006
    language: fields.Language = "nb",
    desk: Desk = MAKERS,
) -> Response:
    house = house_of(request)
    to = {one: at.strip() for one, at in zip(who, mail, strict=False) if one}
    plan = Plan(weekday if when == "week" else None, day.strip(), hour, to, language)
    try:
        if len({one for one in who if one}) < len([one for one in who if one]):
            raise NotSo("mailing.wrong.twice")
        if not house.mails:
            raise NotSo("mailing.none")
        await house.store.write(lambda tx: mailing.begin(tx, desk, code, plan, house.clock()))
    except NotSo as wrong:
        typed: dict[str, Any] = {
            "when": when,
            "weekday": weekday,
            "day": plan.day,
            "hour": hour,
            "language": language,
        }
        typed |= {"to": [{"id": one, "mail": at} for one, at in to.items()]}
        return await show(request, desk, code, {"wrong": wrong.key, "typed": typed}, 422)
    return RedirectResponse(f"/desk/summary/{code}/mail?did=begun", 303)


@router.post("/desk/summary/{code}/mail/end")
async def end(
    request: Request, code: fields.RoundCode, mailing_id: fields.MailingId, desk: Desk = MAKERS
) -> Response:
    house = house_of(request)
    await house.store.read(lambda tx: mailing.look(tx, desk, code))
    await house.store.write(lambda tx: mailing.end(tx, desk, mailing_id, house.clock()), erases=True)
    return RedirectResponse(f"/desk/summary/{code}/mail?did=ended", 303)


async def show(request: Request, desk: Desk, code: str, more: dict[str, Any], status: int = 200) -> Response:
    """Show what is mailed, and the form for more."""
    house = house_of(request)
    found = await house.store.read(lambda tx: mailing.look(tx, desk, code))
    typed = {
        "when": "week",
        "weekday": 3,
        "day": day_of(house.clock()),
        "hour": 8,
        "language": "nb",
        "to": [],
    }
    blank = {"did": None, "wrong": "", "typed": typed, "mails": house.mails}
    choices = {"hours": HOURS, "languages_offered": LANGUAGES, "most": MOST_PEOPLE}
    return show_page(request, "summary_mail.html", found | blank | choices | more, status)
