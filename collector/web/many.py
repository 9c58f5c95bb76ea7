"""The page on which a leader decides about a wish and those like it in one press."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import many
from collector.desk import DecidedAlready, Desk
from collector.ids import new_id
from collector.many import Chosen, Done
from collector.store import own_tags, presses
from collector.store.front import Tx
from collector.web import fields
from collector.web.house import house_of
from collector.web.queue import (
    REVIEWERS,
    AskedPlace,
    Sent,
    SentForm,
    act,
    choices_with,
    tag_named,
    told,
    where,
)
from collector.web.show import language_of, prefers_json, show_page

router = APIRouter()


@router.get("/desk/queue/{wish_id}/alike")
async def alike(
    request: Request, wish_id: fields.WishId, place: AskedPlace, desk: Desk = REVIEWERS
) -> Response:
    return await _show(request, desk, Sent(place, ""), wish_id)


@router.post("/desk/queue/{wish_id}/alike")
async def decide_many(
    request: Request,
    wish_id: fields.WishId,
    form: SentForm,
    what: fields.ForMany,
    wish: fields.Ticks = [],  # noqa: B006  FastAPI copies it for every request
    into: fields.Into = "",
    named: fields.TypedTag = "",
    desk: Desk = REVIEWERS,
) -> Response:
    house = house_of(request)
    chosen = [Chosen(*each.split(":")) for each in wish]
    own = await house.store.read(lambda tx: own_tags.names_here(tx, desk.municipality.id))
    tag = tag_named(house.pages, named, choices_with(own), language_of(request)) or ""
    if what == "tag" and not tag:
        return await _show(request, desk, form, wish_id, "no-tag")

    def work(tx: Tx) -> Done:
        now = house.clock()
        many.find(tx, desk, wish_id)
        if form.press and not presses.keep_press(tx, desk.staff.id, form.press, wish_id, what, now):
            if presses.is_same(tx, desk.staff.id, form.press, wish_id, what):
                return Done((), 0)  # it was done: the page sent it twice
            raise DecidedAlready
        return _done(tx, desk, what, into or wish_id, chosen, tag, now)

    try:
        done = await house.store.write(work)
    except many.TooMany:
        return await _show(request, desk, form, wish_id, "too-many")
    except DecidedAlready:
        return await _show(request, desk, form, wish_id, "taken", 409)
    did: fields.Did = "merge" if what == "merge" else "many"
    about = done.wish_ids[0] if done.wish_ids else wish_id
    n, left = len(done.wish_ids), done.left
    if prefers_json(request):
        data = await _read(request, desk, form, wish_id)
        return show_page(request, "alike.html", data | {"did": told(did, about, n, left)})
    counted = {"did": did, "about": about, "n": str(n), "left": str(left)} if n or left else {}
    way = where(form.place) | {"wish": "" if what == "approve" else into or wish_id} | counted
    return RedirectResponse(f"/desk/queue?{urlencode(way)}", 303)


@router.post("/desk/queue/{wish_id}/part")
async def part(
    request: Request, wish_id: fields.WishId, form: SentForm, seen: fields.Seen, desk: Desk = REVIEWERS
) -> Response:
    def work(tx: Tx) -> None:
        many.part(tx, desk, wish_id, seen, house_of(request).clock())

    return await act(request, desk, form, work, "part", wish_id, stay=True)


def _done(tx: Tx, desk: Desk, what: str, into: str, chosen: Sequence[Chosen], tag: str, now: int) -> Done:
    """Do the one thing that was pressed, for all that were ticked."""
    if what == "approve":
        return many.approve(tx, desk, chosen, now)
    return many.tag(tx, desk, chosen, tag, now) if what == "tag" else many.merge(tx, desk, into, chosen, now)


async def _show(
    request: Request, desk: Desk, form: Sent, wish_id: str, did: fields.Did | None = None, status: int = 200
) -> Response:
    data = await _read(request, desk, form, wish_id)
    return show_page(request, "alike.html", data | {"did": told(did, wish_id)}, status)


async def _read(request: Request, desk: Desk, form: Sent, wish_id: str) -> dict[str, Any]:
    house = house_of(request)
    now = house.clock()

    def work(tx: Tx) -> dict[str, Any]:
        choices = choices_with(own_tags.names_here(tx, desk.municipality.id))
        return many.look(tx, desk, wish_id, now) | {"choices": choices, "press": new_id(now)}

    return await house.store.read(work) | where(form.place) | {"most": many.AT_ONCE}
