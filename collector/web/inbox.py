"""The inbox's pages, for a young people's group: one pile at a time, and one wish with all it takes."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import answering, drafting, inbox, ranking
from collector.answering import NoAnswer
from collector.desk import DecidedAlready, Desk
from collector.grouping import NotFit
from collector.model import ANSWER_STATUSES
from collector.store import own_tags
from collector.store.front import Tx, Work
from collector.web import fields
from collector.web.answering import read
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

router = APIRouter()
YOUTH = allow("youth")


@router.get("/desk/inbox")
async def look(
    request: Request,
    desk: Desk = YOUTH,
    group: fields.GroupOrNone = "",
    pile: fields.GroupPile = "new",
    after: fields.AnswersAfter = "",
    did: fields.InboxDid = None,
) -> Response:
    house = house_of(request)
    data = await house.store.read(lambda tx: inbox.look(tx, desk, house.clock(), group, pile, after))
    return show_page(request, "inbox.html", data | {"did": did})


@router.get("/desk/inbox/{line_id}")
async def one(
    request: Request, line_id: fields.LineId, desk: Desk = YOUTH, did: fields.InboxDid = None
) -> Response:
    return await show_one(request, desk, line_id, {"did": did})


@router.post("/desk/inbox/{line_id}")
async def move(
    request: Request, line_id: fields.LineId, what: fields.InboxMove, desk: Desk = YOUTH
) -> Response:
    now = house_of(request).clock()
    return await act(request, desk, line_id, lambda tx: inbox.move(tx, desk, line_id, what, now), what)


@router.post("/desk/inbox/{line_id}/pass")
async def pass_on(
    request: Request, line_id: fields.LineId, group: fields.GroupField, desk: Desk = YOUTH
) -> Response:
    now = house_of(request).clock()
    return await act(
        request, desk, line_id, lambda tx: inbox.pass_on(tx, desk, line_id, group, now), "passed", leaves=True
    )


@router.post("/desk/inbox/{line_id}/return")
async def give_back(
    request: Request, line_id: fields.LineId, text: fields.GroupWords = "", desk: Desk = YOUTH
) -> Response:
    now = house_of(request).clock()
    return await act(
        request,
        desk,
        line_id,
        lambda tx: inbox.give_back(tx, desk, line_id, text, now),
        "returned",
        {"reason": text},
        leaves=True,
    )


@router.post("/desk/inbox/{line_id}/comment")
async def comment(
    request: Request, line_id: fields.LineId, text: fields.GroupWords = "", desk: Desk = YOUTH
) -> Response:
    now = house_of(request).clock()
    return await act(
        request,
        desk,
        line_id,
        lambda tx: inbox.comment(tx, desk, line_id, text, now),
        "said",
        {"comment": text},
    )


@router.post("/desk/inbox/{line_id}/comment/drop")
async def take_comment_back(
    request: Request, line_id: fields.LineId, comment: fields.CommentField, desk: Desk = YOUTH
) -> Response:
    def work(tx: Tx) -> None:
        inbox.take_comment_back(tx, desk, line_id, comment)

    return await act(request, desk, line_id, work, "unsaid", erases=True)


@router.post("/desk/inbox/{line_id}/tag")
async def propose_tag(
    request: Request, line_id: fields.LineId, tag: fields.TagId, desk: Desk = YOUTH
) -> Response:
    now = house_of(request).clock()
    return await act(request, desk, line_id, lambda tx: inbox.propose_tag(tx, desk, line_id, tag, now), "tag")


@router.post("/desk/inbox/{line_id}/rank")
async def rank(
    request: Request, line_id: fields.LineId, place: fields.RankPlace, desk: Desk = YOUTH
) -> Response:
    return await act(request, desk, line_id, lambda tx: inbox.rank(tx, desk, line_id, int(place)), "ranked")


@router.post("/desk/inbox/{line_id}/answer")
async def draft(
    request: Request,
    line_id: fields.LineId,
    status: fields.AnswerField = "",
    text: fields.AnswerText = "",
    desk: Desk = YOUTH,
) -> Response:
    house, written = house_of(request), read(status, text)
    typed = {"status": status, "text": text}
    if isinstance(written, NoAnswer):
        return await show_one(request, desk, line_id, {"why": written.key, "typed": typed}, 422)

    def work(tx: Tx) -> None:
        drafting.write(tx, desk, line_id, written, house.clock())

    return await act(request, desk, line_id, work, "drafted", typed)


@router.get("/desk/ranking/{group_id}")
async def show_ranking(request: Request, group_id: fields.GroupId, desk: Desk = YOUTH) -> Response:
    data = await house_of(request).store.read(lambda tx: ranking.of_mine(tx, desk, group_id))
    return show_page(request, "ranking.html", data)


async def act(
    request: Request,
    desk: Desk,
    line_id: str,
    work: Work[None],
    did: str,
    typed: dict[str, str] | None = None,
    *,
    leaves: bool = False,
    erases: bool = False,
) -> Response:
    """Do it and go on, or say why not and keep what was typed."""
    house = house_of(request)
    try:
        await house.store.write(work, erases=erases)
    except NotFit as why:
        return await show_one(request, desk, line_id, {"why": why.key, "typed": typed}, 422)
    except DecidedAlready:
        return await show_one(request, desk, line_id, {"why": "inbox.taken", "typed": typed}, 409)
    if prefers_json(request) and not leaves:
        return await show_one(request, desk, line_id, {"did": did})
    way = "/desk/inbox" if leaves else f"/desk/inbox/{line_id}"
    return RedirectResponse(f"{way}?{urlencode({'did': did})}", 303)


async def show_one(
    request: Request, desk: Desk, line_id: str, more: dict[str, Any], status: int = 200
) -> Response:
    """Show one wish of the inbox."""
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        return inbox.open_one(tx, desk, line_id, house.clock()) | {
            "choices": [*ACTIVITIES, *own_tags.names_here(tx, desk.municipality.id), *BARRIERS, *FORMS],
            "statuses": list(ANSWER_STATUSES),
            "longest": answering.LONGEST,
        }

    found = await house.store.read(work)
    blank = {"did": None, "why": "", "typed": None}
    return show_page(request, "inbox_one.html", found | blank | more, status)
