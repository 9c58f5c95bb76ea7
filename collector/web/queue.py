"""The queue's pages: one wish at a time, decided with one tap, with or without JavaScript."""

from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import casework, duty, review
from collector.desk import DecidedAlready, Desk
from collector.measured import measured
from collector.store import own_tags
from collector.store.front import Tx, Work
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page
from nlp.handed_in import is_own
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

router = APIRouter()
REVIEWERS = allow("admin", "leader", "duty")
CHOICES = {"activity": ACTIVITIES, "barrier": BARRIERS, "form": FORMS}
"""The tags a leader may give, in the order of nlp.tags."""


class Place(NamedTuple):
    """Where in the queue somebody is: which pile, in which order, and past which wish."""

    show: fields.Show
    order: fields.Order
    after: str


def asked(
    show: fields.ShowQuery = "waiting", order: fields.OrderQuery = "oldest", after: fields.After = ""
) -> Place:
    """Read the place from the address."""
    return Place(show, order, after)


def sent(
    show: fields.ShowField = "waiting", order: fields.OrderField = "oldest", after: fields.AfterField = ""
) -> Place:
    """Read the place from the form."""
    return Place(show, order, after)


Asked = Annotated[Place, Depends(asked)]
Sent = Annotated[Place, Depends(sent)]


@router.get("/desk/queue")
async def queue(
    request: Request,
    place: Asked,
    desk: Desk = REVIEWERS,
    wish: fields.ChosenWish = "",
    did: fields.DidQuery = None,
    about: fields.ChosenWish = "",
) -> Response:
    data = await open_queue(request, desk, place, wish)
    return show_page(request, "queue.html", data | {"did": told(did, about)})


@router.post("/desk/queue/{wish_id}")
async def decide(
    request: Request,
    wish_id: fields.WishId,
    place: Sent,
    what: fields.What,
    seen: fields.Seen,
    desk: Desk = REVIEWERS,
) -> Response:
    def work(tx: Tx) -> None:
        review.decide(tx, desk, wish_id, what, seen, house_of(request).clock())

    return await act(request, desk, place, work, what, wish_id)


@router.post("/desk/queue/{wish_id}/undo")
async def undo(request: Request, wish_id: fields.WishId, place: Sent, desk: Desk = REVIEWERS) -> Response:
    def work(tx: Tx) -> None:
        review.undo(tx, desk, wish_id, house_of(request).clock())

    return await act(request, desk, place, work, "undo", wish_id, stay=True)


@router.post("/desk/queue/{wish_id}/tag")
async def put_tag(
    request: Request,
    wish_id: fields.WishId,
    place: Sent,
    tag: fields.TagId,
    do: fields.Switch,
    seen: fields.Seen,
    desk: Desk = REVIEWERS,
) -> Response:
    def work(tx: Tx) -> None:
        review.put_tag(tx, desk, wish_id, tag, do == "add", seen, house_of(request).clock())

    return await act(request, desk, place, work, "retag", wish_id, stay=True)


@router.get("/desk/queue/{wish_id}/tags")
async def tags(request: Request, wish_id: fields.WishId, place: Asked, desk: Desk = REVIEWERS) -> Response:
    def work(tx: Tx) -> dict[str, Any]:
        wish = review.show_one(tx, desk, wish_id)
        own = dict.fromkeys(own_tags.names_here(tx, desk.municipality.id))
        own |= dict.fromkeys(each["id"] for each in wish["tags"] if is_own(each["id"]))  # also an ended one
        choices = CHOICES | {"activity": (*ACTIVITIES, *own)}
        stood = {each["tag"]: each for each in measured(tx, desk.municipality.id)}
        return {"wish": wish, "choices": choices, "measured": stood}

    data = await house_of(request).store.read(work)
    return show_page(request, "tags.html", data | place._asdict())


@router.post("/desk/queue/{wish_id}/tags")
async def retag(
    request: Request,
    wish_id: fields.WishId,
    place: Sent,
    seen: fields.Seen,
    desk: Desk = REVIEWERS,
    tag: fields.TagIds = [],  # noqa: B006  FastAPI copies it for every request
    then: fields.Then = "",
) -> Response:
    def work(tx: Tx) -> None:
        now = house_of(request).clock()
        review.retag(tx, desk, wish_id, frozenset(tag), seen, now)
        if then:
            review.decide(tx, desk, wish_id, then, review.show_one(tx, desk, wish_id)["seen"], now + 1)

    return await act(request, desk, place, work, then or "retag", wish_id, stay=not then)


async def act(
    request: Request,
    desk: Desk,
    place: Place,
    work: Work[None],
    did: fields.Did,
    wish_id: str,
    *,
    stay: bool = False,
) -> Response:
    """Do what was decided and go on: to the next wish, or to the same one where there is more to do."""
    status = 200
    try:
        await house_of(request).store.write(work)
    except DecidedAlready:
        did, stay, status = "taken", True, 409
    wish = wish_id if stay else ""
    if status == 200 and not is_quick(request) and not prefers_json(request):
        way = urlencode(place._asdict() | {"wish": wish, "did": did, "about": wish_id})
        return RedirectResponse(f"/desk/queue?{way}", 303)
    data = await open_queue(request, desk, place, wish)
    return show_page(request, "queue.html", data | {"did": told(did, wish_id)}, status)


async def open_queue(request: Request, desk: Desk, place: Place, wish: str) -> dict[str, Any]:
    """Read what the queue's page shows."""

    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        found = review.look(tx, desk, place.show, place.order, place.after, wish)
        unreached = duty.why_unreached(tx, desk.municipality.id, house.mails)
        return found | {"cases_waiting": casework.count_open(tx, desk), "unreached": unreached}

    return await house.store.read(work)


def told(did: fields.Did | None, wish_id: str) -> dict[str, str] | None:
    """Say what was just done, and about which wish, so that it can be undone."""
    return {"what": did, "id": wish_id} if did and wish_id else None


def is_quick(request: Request) -> bool:
    """Tell whether htmx asks and will put the answer into the page that stands."""
    return request.headers.get("hx-request") == "true"
