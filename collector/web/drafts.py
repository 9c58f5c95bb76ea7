"""The pages of what young people's groups wrote: a leader sends it, changes it or gives it back."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import answering, drafting, inbox
from collector.answering import NoAnswer
from collector.desk import DecidedAlready, Desk
from collector.grouping import NotFit
from collector.model import ANSWER_STATUSES
from collector.store.front import Tx, Work
from collector.web import fields
from collector.web.answering import read, tell
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
LEADERS = allow("admin", "leader")


@router.get("/desk/drafts")
async def waiting(
    request: Request,
    desk: Desk = LEADERS,
    after: fields.AnswersAfter = "",
    did: fields.DraftDid = None,
) -> Response:
    return await show_waiting(request, desk, after, did)


@router.get("/desk/drafts/{line_id}")
async def one(request: Request, line_id: fields.LineId, desk: Desk = LEADERS) -> Response:
    return await show_one(request, desk, line_id)


@router.post("/desk/drafts/{line_id}/look")
async def look(
    request: Request,
    line_id: fields.LineId,
    desk: Desk = LEADERS,
    status: fields.AnswerField = "",
    text: fields.AnswerText = "",
) -> Response:
    return await show_one(request, desk, line_id, typed=(status, text))


@router.post("/desk/drafts/{line_id}")
async def release(
    request: Request,
    line_id: fields.LineId,
    seen: fields.DraftSeen,
    stands: fields.AnswerSeen = "",
    status: fields.AnswerField = "",
    text: fields.AnswerText = "",
    despite: fields.Despite = "",
    desk: Desk = LEADERS,
) -> Response:
    house, written = house_of(request), read(status, text)
    if isinstance(written, NoAnswer) or (written.hidden and not despite):
        return await show_one(request, desk, line_id, typed=(status, text))

    def work(tx: Tx) -> None:
        drafting.release(tx, desk, line_id, written, seen, stands, house.clock(), house.carry)

    return await act(request, desk, line_id, work, "sent")


@router.post("/desk/drafts/{line_id}/back")
async def give_back(
    request: Request,
    line_id: fields.LineId,
    seen: fields.DraftSeen,
    reason: fields.GroupWords = "",
    desk: Desk = LEADERS,
) -> Response:
    now = house_of(request).clock()
    try:
        inbox.read_words(reason)
    except NotFit as why:
        return await show_one(request, desk, line_id, wrong=why.key, reason=reason)

    def work(tx: Tx) -> None:
        drafting.give_back(tx, desk, line_id, seen, reason, now)

    return await act(request, desk, line_id, work, "back")


@router.post("/desk/drafts/{line_id}/tag")
async def answer_proposal(
    request: Request,
    line_id: fields.LineId,
    tag: fields.TagId,
    do: fields.ProposalAnswer,
    desk: Desk = LEADERS,
) -> Response:
    now = house_of(request).clock()

    def work(tx: Tx) -> None:
        drafting.answer_proposal(tx, desk, line_id, tag, give=do == "give", now=now)

    try:
        await house_of(request).store.write(work)
    except DecidedAlready:
        return await show_waiting(request, desk, "", None, 409)
    return await go_on(request, desk, "tag" if do == "give" else "no-tag")


async def act(request: Request, desk: Desk, line_id: str, work: Work[None], did: str) -> Response:
    """Do it and go back to the list; what somebody else did meanwhile is shown."""
    try:
        await house_of(request).store.write(work)
    except DecidedAlready:
        return await show_one(request, desk, line_id, wrong="drafts.taken", status=409)
    return await go_on(request, desk, did)


async def go_on(request: Request, desk: Desk, did: str) -> Response:
    """Go back to the list."""
    if prefers_json(request):
        return await show_waiting(request, desk, "", did)
    return RedirectResponse(f"/desk/drafts?did={did}", 303)


async def show_waiting(
    request: Request, desk: Desk, after: str, did: str | None, status: int = 200
) -> Response:
    """Show what waits for a leader."""
    house = house_of(request)
    data = await house.store.read(lambda tx: drafting.look(tx, desk, house.clock(), after))
    return show_page(request, "drafts.html", data | {"did": did, "taken": status == 409}, status)


async def show_one(
    request: Request,
    desk: Desk,
    line_id: str,
    *,
    typed: tuple[fields.AnswerStatusOrNone, str] | None = None,
    wrong: str = "",
    reason: str = "",
    status: int = 200,
) -> Response:
    """Show a draft as it will be read, and why it cannot be sent as it is."""
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        found = drafting.open_one(tx, desk, line_id, house.clock())
        said, text = typed or (found["written"]["status"], found["written"]["text"])
        draft = read(said, text)
        if isinstance(draft, NoAnswer):
            shown: dict[str, Any] = {"status": said, "text": text, "hidden": []}
            return found | {"draft": shown, "told": None, "wrong": wrong or draft.key}
        wish, answer = answering.preview(tx, desk, found["wish"]["id"], draft, house.clock())
        shown = {"status": draft.status, "text": draft.text, "hidden": list(draft.hidden)}
        return found | {"draft": shown, "told": tell(request, answer, wish), "wrong": wrong}

    found = await house.store.read(work) | {"statuses": list(ANSWER_STATUSES), "reason": reason}
    if status == 200 and found["wrong"]:
        status = 422
    return show_page(request, "draft.html", found, status)
