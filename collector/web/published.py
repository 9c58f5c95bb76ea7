"""The pages of published summaries: what was published, how one will look, and taking one back."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import publishing
from collector.desk import Desk
from collector.publishing import CannotPublish
from collector.summary.slices import ALL, NoSuchSlice
from collector.web import fields
from collector.web.doors import allow, public
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
READERS = allow("admin", "leader", "project", "youth")
PUBLISHERS = allow("admin", "leader")
Asked = tuple[str, str, str, str]


async def to_look_at(
    code: fields.SliceCode = ALL,
    place: fields.SlicePlace = "",
    first: fields.SliceDay = "",
    last: fields.SliceDay = "",
) -> Asked:
    """Read from an address what is to be looked at."""
    return code, place, first, last


async def to_publish(
    code: fields.SliceCodeField,
    place: fields.SlicePlaceField = "",
    first: fields.SliceDayField = "",
    last: fields.SliceDayField = "",
) -> Asked:
    """Read from a form what is to be published."""
    return code, place, first, last


@router.get("/figures/{code}", dependencies=[Depends(public)])
async def for_everybody(request: Request, code: fields.RoundCode) -> Response:
    found = await house_of(request).store.read(lambda tx: publishing.for_everybody(tx, code))
    return show_page(request, "figures.html", found)


@router.get("/desk/published")
async def every(request: Request, desk: Desk = READERS, before: fields.PublishedBefore = 0) -> Response:
    found = await house_of(request).store.read(lambda tx: publishing.list_all(tx, desk, before))
    return show_page(request, "published_list.html", found)


@router.get("/desk/published/new")
async def look_first(
    request: Request,
    desk: Desk = PUBLISHERS,
    asked: Asked = Depends(to_look_at),  # noqa: B008  FastAPI's own way
    stories: fields.WithStories = "",
    with_notes: fields.WithNotes = "",
) -> Response:
    return await show_preview(request, desk, asked, (bool(stories), bool(with_notes)))


@router.post("/desk/published/new")
async def publish(
    request: Request,
    seen: fields.Seen,
    desk: Desk = PUBLISHERS,
    asked: Asked = Depends(to_publish),  # noqa: B008
    stories: fields.WithStoriesField = "",
    with_notes: fields.WithNotesField = "",
) -> Response:
    house, beside = house_of(request), (bool(stories), bool(with_notes))
    try:
        number = await house.store.write(
            lambda tx: publishing.publish(
                tx, desk, asked, seen, house.clock(), stories=beside[0], with_notes=beside[1]
            )
        )
    except CannotPublish as wrong:
        return await show_preview(request, desk, asked, beside, wrong.key)
    except NoSuchSlice as wrong:
        return show_wrong(request, asked[0], wrong)
    return RedirectResponse(f"/desk/published/{number}?did=published", 303)


@router.get("/desk/published/{number}")
async def one(
    request: Request,
    number: fields.PublishedNumber,
    desk: Desk = READERS,
    did: fields.PublishedDid = None,
) -> Response:
    return await show_one(request, desk, number, {"did": did})


@router.post("/desk/published/{number}/withdraw")
async def withdraw(
    request: Request, number: fields.PublishedNumber, desk: Desk = PUBLISHERS, why: fields.WhyWithdrawn = ""
) -> Response:
    house = house_of(request)
    try:
        await house.store.write(lambda tx: publishing.withdraw(tx, desk, number, why, house.clock()))
    except CannotPublish as wrong:
        return await show_one(request, desk, number, {"wrong": wrong.key}, 422)
    return RedirectResponse(f"/desk/published/{number}?did=withdrawn", 303)


async def show_one(
    request: Request, desk: Desk, number: int, more: dict[str, Any], status: int = 200
) -> Response:
    """Show a published summary, or why it is not shown."""
    found = await house_of(request).store.read(lambda tx: publishing.look(tx, desk, number))
    return show_page(request, "published.html", {"did": None, "wrong": ""} | found | more, status)


async def show_preview(
    request: Request, desk: Desk, asked: Asked, beside: tuple[bool, bool], wrong: str = ""
) -> Response:
    """Show what others would see, with quotes and notes or without, and what is wrong with publishing it."""
    house, (stories, with_notes) = house_of(request), beside
    try:
        found = await house.store.read(
            lambda tx: publishing.preview(tx, desk, asked, stories=stories, with_notes=with_notes)
        )
    except NoSuchSlice as bad:
        return show_wrong(request, asked[0], bad)
    return show_page(request, "publish.html", found | {"wrong": wrong}, 409 if wrong else 200)


def show_wrong(request: Request, code: str, wrong: NoSuchSlice) -> Response:
    """Say why nothing can be summed up so."""
    return show_page(request, "summary_wrong.html", {"code": code, "wrong": wrong.key}, 400)
