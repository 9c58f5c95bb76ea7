"""The page on which a leader reads several wishes, mends their tags and approves them in one press."""

from asyncio import to_thread
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import many, several
from collector.desk import DecidedAlready, Desk
from collector.giving_away import next_likeliest
from collector.ids import new_id
from collector.many import Chosen, Done
from collector.store import presses
from collector.store.front import StoreFull, Tx
from collector.web import fields
from collector.web.house import house_of
from collector.web.queue import REVIEWERS, is_quick, told
from collector.web.show import prefers_json, show_page
from nlp.reader import Reader

router = APIRouter()


@router.get("/desk/several")
async def some(
    request: Request,
    desk: Desk = REVIEWERS,
    after: fields.After = "",
    about: fields.ChosenWish = "",
    n: fields.HowMany = 0,
    left: fields.HowMany = 0,
) -> Response:
    data = await _open(request, desk, after)
    return show_page(request, "several.html", data | {"did": told("many", about, n, left)})


@router.post("/desk/several")
async def approve(
    request: Request,
    wish: fields.Ticks = [],  # noqa: B006  FastAPI copies it for every request
    tag: fields.TagTicks = [],  # noqa: B006
    after: fields.AfterField = "",
    press: fields.Press = "",
    desk: Desk = REVIEWERS,
) -> Response:
    house, chosen = house_of(request), [Chosen(*each.split(":")) for each in wish]
    about = {each.wish_id: frozenset(t[27:] for t in tag if t[:26] == each.wish_id) for each in chosen}
    first = chosen[0].wish_id if chosen else ""

    def work(tx: Tx) -> Done:
        now = house.clock()
        if press and first and not presses.keep_press(tx, desk.staff.id, press, first, "approve", now):
            if presses.is_same(tx, desk.staff.id, press, first, "approve"):
                return Done((), 0)  # it was done: the page sent it twice
            raise DecidedAlready
        return several.approve(tx, desk, chosen, about, now)

    try:
        done = await house.store.write(work)
    except (DecidedAlready, many.TooMany) as refused:
        why: fields.Did = "too-many" if isinstance(refused, many.TooMany) else "taken"
        data = await _open(request, desk, "") | {"did": told(why, first)}
        return show_page(request, "several.html", data, 409)
    lead, n = done.wish_ids[0] if done.wish_ids else first, len(done.wish_ids)
    if prefers_json(request) or is_quick(request):
        said = {"did": told("many", lead, n, done.left)}
        return show_page(request, "several.html", await _open(request, desk, after) | said)
    counted = {"about": lead, "n": str(n), "left": str(done.left)} if chosen else {}
    return RedirectResponse(f"/desk/several?{urlencode({'after': after} | counted)}", 303)


async def _open(request: Request, desk: Desk, after: str) -> dict[str, Any]:
    """Read what the page shows, and keep those wishes from the others meanwhile."""
    house = house_of(request)
    now = house.clock()
    work = partial(several.look, desk=desk, after=after, now=now)
    try:
        found = await house.store.write(partial(work, claim=True))
    except StoreFull:
        found = await house.store.read(work)
    await to_thread(_offer, house.reader, found["wishes"])
    return found | {"press": new_id(now), "most": many.AT_ONCE}


def _offer(reader: Reader, shown: list[dict[str, Any]]) -> None:
    """Offer for each wish what it may be about besides."""
    for each in shown:
        had = [tag["id"] for tag in (*each["tags"], *each["suggested"])]
        each["likely"] = next_likeliest(reader, each["text"], had)
