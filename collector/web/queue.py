"""The queue's pages: one wish at a time, decided with one tap, with or without JavaScript."""

from asyncio import to_thread
from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import casework, duty, review, undoing, walking
from collector.desk import DecidedAlready, Desk
from collector.giving_away import next_likeliest, words_behind
from collector.ids import new_id
from collector.measured import measured
from collector.store import own_tags, presses
from collector.store.front import StoreFull, Tx, Work
from collector.walking import Place
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import Pages, language_of, prefers_json, show_page
from nlp.handed_in import is_own
from nlp.tags import ACTIVITIES, BARRIERS, FORMS

router = APIRouter()
REVIEWERS = allow("admin", "leader", "duty")
CHOICES = {"activity": ACTIVITIES, "barrier": BARRIERS, "form": FORMS}
"""The tags a leader may give, in the order of nlp.tags."""


class Sent(NamedTuple):
    """What every form of the queue carries: where somebody is, and the key of this one press."""

    place: Place
    press: str


def asked(
    show: fields.ShowQuery = "waiting", order: fields.OrderQuery = "unsure", after: fields.After = ""
) -> Place:
    """Read the place from the address."""
    return Place(show, order, after)


def sent(
    show: fields.ShowField = "waiting",
    order: fields.OrderField = "unsure",
    after: fields.AfterField = "",
    press: fields.Press = "",
) -> Sent:
    """Read the place and the press from the form."""
    return Sent(Place(show, order, after), press)


AskedPlace = Annotated[Place, Depends(asked)]
SentForm = Annotated[Sent, Depends(sent)]


@router.get("/desk/queue")
async def queue(
    request: Request,
    place: AskedPlace,
    desk: Desk = REVIEWERS,
    wish: fields.ChosenWish = "",
    did: fields.DidQuery = None,
    about: fields.ChosenWish = "",
    n: fields.HowMany = 0,
    left: fields.HowMany = 0,
) -> Response:
    data = await open_queue(request, desk, place._replace(wish_id=wish))
    return show_page(request, "queue.html", data | {"did": told(did, about, n, left)})


@router.post("/desk/queue/{wish_id}")
async def decide(
    request: Request,
    wish_id: fields.WishId,
    form: SentForm,
    what: fields.What,
    seen: fields.Seen,
    desk: Desk = REVIEWERS,
) -> Response:
    def work(tx: Tx) -> None:
        review.decide(tx, desk, wish_id, what, seen, house_of(request).clock())

    return await act(request, desk, form, work, what, wish_id)


@router.post("/desk/queue/{wish_id}/undo")
async def undo(request: Request, wish_id: fields.WishId, form: SentForm, desk: Desk = REVIEWERS) -> Response:
    def work(tx: Tx) -> None:
        undoing.undo(tx, house_of(request).seal, desk, wish_id, house_of(request).clock())

    return await act(request, desk, form, work, "undo", wish_id, stay=True, erases=True)


@router.post("/desk/queue/{wish_id}/tag")
async def put_tag(
    request: Request,
    wish_id: fields.WishId,
    form: SentForm,
    do: fields.Switch,
    seen: fields.Seen,
    tag: fields.TagId = "",
    named: fields.TypedTag = "",
    desk: Desk = REVIEWERS,
) -> Response:
    house = house_of(request)
    own = await house.store.read(lambda tx: own_tags.names_here(tx, desk.municipality.id))
    tag = tag or tag_named(house.pages, named, choices_with(own), language_of(request)) or ""
    if not tag:
        data = await open_queue(request, desk, form.place._replace(wish_id=wish_id))
        return show_page(request, "queue.html", data | {"did": told("no-tag", wish_id)})

    def work(tx: Tx) -> None:
        review.put_tag(tx, desk, wish_id, tag, do == "add", seen, house.clock())

    return await act(request, desk, form, work, "retag", wish_id, stay=True)


@router.get("/desk/queue/{wish_id}/tags")
async def tags(
    request: Request, wish_id: fields.WishId, place: AskedPlace, desk: Desk = REVIEWERS
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        wish = review.show_one(tx, desk, wish_id)
        own = dict.fromkeys(own_tags.names_here(tx, desk.municipality.id))
        own |= dict.fromkeys(each["id"] for each in wish["tags"] if is_own(each["id"]))  # also an ended one
        stood = {each["tag"]: each for each in measured(tx, desk.municipality.id)}
        return {"wish": wish, "choices": choices_with(own), "measured": stood}

    data = await house.store.read(work)
    return show_page(request, "tags.html", data | where(place) | {"press": new_id(house.clock())})


@router.post("/desk/queue/{wish_id}/tags")
async def retag(
    request: Request,
    wish_id: fields.WishId,
    form: SentForm,
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

    return await act(request, desk, form, work, then or "retag", wish_id, stay=not then)


async def act(
    request: Request,
    desk: Desk,
    form: Sent,
    work: Work[None],
    did: fields.Did,
    wish_id: str,
    *,
    stay: bool = False,
    erases: bool = False,
) -> Response:
    """Do what was decided and go on: to the next wish, or to the same one where there is more to do."""
    status, now = 200, house_of(request).clock()

    def once(tx: Tx) -> None:
        """Do it, unless this very press did it before: a page sends it again where no answer came."""
        if not form.press or presses.keep_press(tx, desk.staff.id, form.press, wish_id, did, now):
            work(tx)
        elif not presses.is_same(tx, desk.staff.id, form.press, wish_id, did):
            raise DecidedAlready

    try:
        await house_of(request).store.write(once, erases=erases)
    except DecidedAlready:
        did, stay, status = "taken", True, 409
    place = form.place._replace(wish_id=wish_id if stay else "")
    if status == 200 and not is_quick(request) and not prefers_json(request):
        way = urlencode(where(place) | {"wish": place.wish_id, "did": did, "about": wish_id})
        return RedirectResponse(f"/desk/queue?{way}", 303)
    data = await open_queue(request, desk, place)
    return show_page(request, "queue.html", data | {"did": told(did, wish_id)}, status)


async def open_queue(request: Request, desk: Desk, place: Place) -> dict[str, Any]:
    """Read what the queue's page shows, and keep the wish that it shows from the others meanwhile."""
    house = house_of(request)
    now = house.clock()

    def work(tx: Tx, *, claim: bool) -> dict[str, Any]:
        found = walking.look(tx, desk, place, now, claim=claim)
        unreached = duty.why_unreached(tx, desk.municipality.id, house.mails)
        choices = choices_with(own_tags.names_here(tx, desk.municipality.id))
        waits = {"cases_waiting": casework.count_open(tx, desk), "unreached": unreached}
        return found | waits | {"choices": choices, "press": new_id(now)}

    try:
        found = await house.store.write(partial(work, claim=True))
    except StoreFull:
        found = await house.store.read(partial(work, claim=False))
    if found["wish"]:
        about = [tag["id"] for tag in (*found["wish"]["tags"], *found["wish"]["suggested"])]
        text = found["wish"]["text"]
        found["wish"]["why"] = await to_thread(words_behind, house.reader, text, about)
        found["wish"]["likely"] = await to_thread(next_likeliest, house.reader, text, about)
    return found


def where(place: Place) -> dict[str, str]:
    """Write a place as an address and a form carry it."""
    return {"show": place.show, "order": place.order, "after": place.after}


def choices_with(own: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """List the tags a leader may give, those of the municipality's own among them."""
    return CHOICES | {"activity": (*ACTIVITIES, *own)}


def tag_named(pages: Pages, typed: str, choices: dict[str, tuple[str, ...]], language: str) -> str | None:
    """Find the one tag that somebody means by what was typed: its name, or how only its name begins."""
    said = " ".join(typed.split()).casefold()
    names = {tag: pages.name("tag", tag, language).casefold() for tags in choices.values() for tag in tags}
    same = [tag for tag, name in names.items() if name == said]
    begun = [tag for tag, name in names.items() if said and name.startswith(said)]
    found = same or begun
    return found[0] if len(found) == 1 else None


def told(did: fields.Did | None, wish_id: str, n: int = 0, left: int = 0) -> dict[str, Any] | None:
    """Say what was just done, and about which wish, so that it can be undone; of many, about how many."""
    counted = {"n": n, "left": left} if n or left else {}
    return {"what": did, "id": wish_id} | counted if did and wish_id else None


def is_quick(request: Request) -> bool:
    """Tell whether htmx asks and will put the answer into the page that stands."""
    return request.headers.get("hx-request") == "true"
