"""The page where leaders choose what stands for a theme: quotes to release, to retell or to pass over."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import choosing_stories
from collector.choosing_stories import Choice, NoStory
from collector.desk import DecidedAlready, Desk
from collector.store.front import Tx, Work
from collector.summary.slices import find_slice
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
CHOOSERS = allow("admin", "leader")


async def chosen(wish_id: fields.WishId, tag: fields.TagId = "", shown: fields.AnswerText = "") -> Choice:
    """Read which wish is to stand for which theme."""
    return Choice(wish_id, tag, shown.replace("\r\n", "\n"))


Chosen = Annotated[Choice, Depends(chosen)]


@router.get("/desk/stories/{code}")
async def look(
    request: Request,
    code: fields.RoundCode,
    desk: Desk = CHOOSERS,
    tag: fields.ThemeAsked = "",
    did: fields.StoryDid = None,
) -> Response:
    return await show_theme(request, desk, code, tag, {"did": did})


@router.post("/desk/stories/{code}/{wish_id}")
async def choose(
    request: Request,
    code: fields.RoundCode,
    choice: Chosen,
    desk: Desk = CHOOSERS,
    do: fields.StoryDo = "skip",
    words: fields.AnswerText = "",
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> None:
        find_slice(tx, desk, code)
        if do == "retell":
            choosing_stories.retell(tx, desk, choice, words, house.clock())
        else:
            act = choosing_stories.quote if do == "release" else choosing_stories.skip
            act(tx, desk, choice, house.clock())

    try:
        return await act_on(request, desk, code, choice.tag, work, do)
    except NoStory as why:
        wrong = {"wrong": why.key, "wrong_at": choice.wish_id, "typed": words}
        return await show_theme(request, desk, code, choice.tag, wrong, 422)


@router.post("/desk/stories/{code}/{wish_id}/back")
async def back(request: Request, code: fields.RoundCode, choice: Chosen, desk: Desk = CHOOSERS) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> None:
        find_slice(tx, desk, code)
        choosing_stories.take_back(tx, desk, choice.wish_id, house.clock())

    return await act_on(request, desk, code, choice.tag, work, "back")


async def act_on(request: Request, desk: Desk, code: str, tag: str, work: Work[None], did: str) -> Response:
    """Do it and show the theme again; where somebody was first, what stands now is shown."""
    try:
        await house_of(request).store.write(work, erases=did in {"retell", "back"})
    except DecidedAlready:
        return await show_theme(request, desk, code, tag, {"taken": True}, 409)
    if prefers_json(request):
        return await show_theme(request, desk, code, tag)
    return RedirectResponse(f"/desk/stories/{code}?tag={tag}&did={did}", 303)


async def show_theme(
    request: Request, desk: Desk, code: str, tag: str, more: dict[str, Any] | None = None, status: int = 200
) -> Response:
    """Show one theme."""
    blank = {"did": None, "taken": False, "wrong": None, "wrong_at": "", "typed": ""}

    def work(tx: Tx) -> dict[str, Any]:
        return choosing_stories.look(tx, desk, find_slice(tx, desk, code), tag)

    found = await house_of(request).store.read(work)
    return show_page(request, "stories.html", found | blank | (more or {}), status)
