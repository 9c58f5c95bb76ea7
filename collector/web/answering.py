"""The answers' pages: which wishes wait for one, writing it, seeing it as it will be read, sending it."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import answering, grouping, telling
from collector.answering import Draft, NoAnswer
from collector.desk import DecidedAlready, Desk
from collector.model import ANSWER_STATUSES, Answer, Wish
from collector.store.front import Tx, Work
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import READY_LANGUAGES, prefers_json, show_page

router = APIRouter()
ANSWERERS = allow("admin", "leader")
BLANK = {"draft": None, "told": None, "wrong": None, "taken": False, "statuses": list(ANSWER_STATUSES)}


@router.get("/desk/answer")
async def waiting(
    request: Request,
    desk: Desk = ANSWERERS,
    after: fields.AnswersAfter = "",
    did: fields.AnswerDid = None,
) -> Response:
    house = house_of(request)
    data = await house.store.read(lambda tx: answering.look(tx, desk, house.clock(), after))
    return show_page(request, "answers.html", data | {"did": did})


@router.get("/desk/answer/{wish_id}")
async def one(request: Request, wish_id: fields.WishId, desk: Desk = ANSWERERS) -> Response:
    return await show_one(request, desk, wish_id)


@router.post("/desk/answer/{wish_id}/look")
async def look(
    request: Request,
    wish_id: fields.WishId,
    desk: Desk = ANSWERERS,
    status: fields.AnswerField = "",
    text: fields.AnswerText = "",
) -> Response:
    return await show_draft(request, desk, wish_id, status, text)


@router.post("/desk/answer/{wish_id}")
async def send(
    request: Request,
    wish_id: fields.WishId,
    seen: fields.AnswerSeen = "",
    desk: Desk = ANSWERERS,
    status: fields.AnswerField = "",
    text: fields.AnswerText = "",
    despite: fields.Despite = "",
    also: fields.AlsoWishes = [],  # noqa: B006  FastAPI copies it for every request
) -> Response:
    written = read(status, text)
    if isinstance(written, NoAnswer) or (written.hidden and not despite):
        return await show_draft(request, desk, wish_id, status, text)
    house = house_of(request)

    def work(tx: Tx) -> None:
        answering.give(tx, desk, wish_id, written, seen, house.clock(), house.carry)
        answering.give_also(tx, desk, also, written, house.clock(), house.carry)

    return await act(request, desk, wish_id, work, "sent", {"status": status, "text": text})


@router.post("/desk/answer/{wish_id}/back")
async def back(
    request: Request, wish_id: fields.WishId, seen: fields.AnswerSeen = "", desk: Desk = ANSWERERS
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> None:
        answering.take_back(tx, desk, wish_id, seen, house.clock(), house.carry)

    return await act(request, desk, wish_id, work, "back", None)


@router.post("/desk/answer/{wish_id}/release")
async def release(
    request: Request,
    wish_id: fields.WishId,
    desk: Desk = ANSWERERS,
    shown: fields.AnswerText = "",
    let: fields.Despite = "",
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> None:
        if let:
            answering.let_stand_in_public(tx, desk, wish_id, shown.replace("\r\n", "\n"), house.clock())
        else:
            answering.take_out_of_public(tx, desk, wish_id, house.clock())

    return await act(request, desk, wish_id, work, "released" if let else "withdrawn", None)


async def act(
    request: Request, desk: Desk, wish_id: str, work: Work[None], did: str, written: dict[str, str] | None
) -> Response:
    """Do it and go back to the list; what somebody else did meanwhile is shown, and the words are kept."""
    try:
        await house_of(request).store.write(work)
    except DecidedAlready:
        return await show_one(request, desk, wish_id, {"taken": True, "draft": written}, 409)
    if prefers_json(request):
        return await show_one(request, desk, wish_id)
    return RedirectResponse(f"/desk/answer?did={did}", 303)


async def show_one(
    request: Request, desk: Desk, wish_id: str, more: dict[str, Any] | None = None, status: int = 200
) -> Response:
    """Show the page of one wish."""
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        found = answering.open_one(tx, desk, wish_id)
        return found | {"groups_did": grouping.what_groups_did(tx, desk, wish_id, house.clock())}

    return show_page(request, "answer.html", await house.store.read(work) | BLANK | (more or {}), status)


async def show_draft(
    request: Request, desk: Desk, wish_id: str, status: fields.AnswerStatusOrNone, text: str
) -> Response:
    """Show an answer as it will be read, or why it cannot be sent; nothing of it is kept."""
    house, written = house_of(request), read(status, text)
    if isinstance(written, NoAnswer):
        more = {"draft": {"status": status, "text": text}, "wrong": written.key}
        return await show_one(request, desk, wish_id, more, 422)
    wish, answer = await house.store.read(
        lambda tx: answering.preview(tx, desk, wish_id, written, house.clock())
    )
    shown = {"status": written.status, "text": written.text, "hidden": list(written.hidden)}
    return await show_one(request, desk, wish_id, {"draft": shown, "told": tell(request, answer, wish)})


def tell(request: Request, answer: Answer, wish: Wish) -> dict[str, str]:
    """Say an answer in the language that its wish was written in, where Ekko speaks it."""
    language = wish.language if wish.language in READY_LANGUAGES else READY_LANGUAGES[0]
    return {
        "language": language,
        "words": telling.tell(house_of(request).pages.texts, answer, wish, language),
    }


def read(status: fields.AnswerStatusOrNone, text: str) -> Draft | NoAnswer:
    """Read what was written, or say why it cannot be sent."""
    if not status:
        return NoAnswer("answering.needs-status")
    try:
        return answering.draft(status, text)
    except NoAnswer as why:
        return why
