"""The page on which leaders search what wishes say; a plain form, and nothing of it is kept."""

from functools import partial

from fastapi import APIRouter, Request, Response

from collector.desk import Desk
from collector.review import SHOWN
from collector.searching import Question, search
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
REVIEWERS = allow("admin", "leader", "duty")


@router.get("/desk/search")
async def look_for(
    request: Request,
    q: fields.SearchedFor = "",
    state: fields.SearchedState = "",
    before: fields.Before = "",
    desk: Desk = REVIEWERS,
) -> Response:
    house = house_of(request)
    question = Question(q, state, before)
    data = await house.store.read(partial(search, seal=house.seal, desk=desk, question=question))
    return show_page(request, "search.html", data | {"states": list(SHOWN)})
