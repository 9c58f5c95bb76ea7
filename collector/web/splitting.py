"""The page on which a leader splits a wish that holds several: a box for each part, no script needed."""

from asyncio import to_thread
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from collector import review, splitting
from collector.desk import Desk
from collector.ids import new_id
from collector.rewording import NotFit
from collector.store.front import Tx
from collector.walking import Place
from collector.web import fields
from collector.web.house import house_of
from collector.web.queue import REVIEWERS, AskedPlace, SentForm, act, where
from collector.web.show import show_page

router = APIRouter()


@router.get("/desk/queue/{wish_id}/split")
async def divide(
    request: Request, wish_id: fields.WishId, place: AskedPlace, desk: Desk = REVIEWERS
) -> Response:
    return _show(request, place, await _look(request, desk, wish_id))


@router.post("/desk/queue/{wish_id}/split")
async def split(
    request: Request,
    wish_id: fields.WishId,
    form: SentForm,
    seen: fields.Seen,
    desk: Desk = REVIEWERS,
    part: fields.Parts = [],  # noqa: B006  FastAPI copies it for every request
) -> Response:
    house = house_of(request)
    found = await _look(request, desk, wish_id)
    if found["cannot"] and found["wish"]["seen"] == seen:
        return _show(request, form.place, found, 422)
    try:
        readings = await to_thread(splitting.read_parts, house.reader, found["wish"]["text"], part)
    except NotFit as problem:
        return _show(request, form.place, found | {"why": problem.why}, 422, part)

    def work(tx: Tx) -> None:
        wish = review.take(tx, desk, wish_id, seen)
        splitting.split(tx, house.seal, desk, wish, readings, house.clock())

    return await act(request, desk, form, work, "split", wish_id, stay=True)


async def _look(request: Request, desk: Desk, wish_id: str) -> dict[str, Any]:
    return await house_of(request).store.read(lambda tx: splitting.look(tx, desk, wish_id))


def _show(
    request: Request, place: Place, found: dict[str, Any], status: int = 200, typed: Sequence[str] = ()
) -> Response:
    """Show the boxes with what was typed, or with what we propose."""
    boxes = [*typed, "", "", ""][: splitting.MOST] if typed else splitting.propose(found["wish"]["text"])
    more = where(place) | {"boxes": boxes, "press": new_id(house_of(request).clock())}
    return show_page(request, "split.html", {"why": "", **found, **more}, status)
