"""The pages of a municipality's own tags: made of a theme, given, taken back, renamed, ended."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import tag_making
from collector.desk import DecidedAlready, Desk, OutOfReach
from collector.store.front import Tx, Work
from collector.store.learning import own_names
from collector.tag_making import MOST_AT_ONCE, NoName
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page
from nlp.clean import clean

router = APIRouter()
LEADERS = allow("admin", "leader")
PAGE = "/desk/tags"
LIKELY = 0.3
"""From here on a wish is shown as one that may have the tag."""
TICKED = 0.7
"""From here on it is ticked already."""


@router.post(PAGE)
async def make(
    request: Request,
    desk: Desk = LEADERS,
    wish: fields.Chosen = [],  # noqa: B006  FastAPI copies it for every request
    nb: fields.TagName = "",
    nn: fields.TagName = "",
    en: fields.TagName = "",
) -> Response:
    names, now = typed(nb, nn, en), house_of(request).clock()
    try:
        tag = await house_of(request).store.write(lambda tx: tag_making.make(tx, desk, names, wish, now))
    except NoName:
        return RedirectResponse("/desk/themes?why=name", 303)
    except OutOfReach:
        return RedirectResponse("/desk/themes?why=none", 303)
    await call_anew(request)
    if prefers_json(request):
        return await show_tag(request, desk, tag)
    return RedirectResponse(f"{PAGE}/{tag}?did=made", 303)


@router.get(PAGE + "/{tag}")
async def one(
    request: Request,
    tag: fields.OwnTag,
    desk: Desk = LEADERS,
    before: fields.Before = "",
    did: fields.TagDid = None,
    n: fields.HowMany = 0,
) -> Response:
    return await show_tag(request, desk, tag, before=before, did=did, n=n)


@router.post(PAGE + "/{tag}/give")
async def give(
    request: Request,
    tag: fields.OwnTag,
    desk: Desk = LEADERS,
    wish: fields.Chosen = [],  # noqa: B006  FastAPI copies it for every request
    before: fields.BeforeField = "",
) -> Response:
    house = house_of(request)
    ones, texts = await house.store.read(lambda tx: tag_making.chosen(tx, desk, tag, wish))
    found = await house.sorters.chances(tag, ones, list(texts.values()))
    chances = dict(zip(texts, found, strict=True))
    return await act(
        request, desk, tag, lambda tx: tag_making.give(tx, desk, tag, chances, house.clock()), "given", before
    )


@router.post(PAGE + "/{tag}/back")
async def take_back(
    request: Request, tag: fields.OwnTag, run: fields.RunId, desk: Desk = LEADERS
) -> Response:
    now = house_of(request).clock()
    return await act(request, desk, tag, lambda tx: tag_making.take_back(tx, desk, tag, run, now), "back")


@router.post(PAGE + "/{tag}/name")
async def rename(
    request: Request,
    tag: fields.OwnTag,
    desk: Desk = LEADERS,
    nb: fields.TagName = "",
    nn: fields.TagName = "",
    en: fields.TagName = "",
) -> Response:
    names, now = typed(nb, nn, en), house_of(request).clock()

    def work(tx: Tx) -> int:
        tag_making.rename(tx, desk, tag, names, now)
        return 0

    try:
        return await act(request, desk, tag, work, "named")
    except NoName:
        return await show_tag(request, desk, tag, 422, why="name")


@router.post(PAGE + "/{tag}/end")
async def end(request: Request, tag: fields.OwnTag, answer: fields.YesOrNo, desk: Desk = LEADERS) -> Response:
    now = house_of(request).clock()

    def work(tx: Tx) -> int:
        (tag_making.end if answer == "yes" else tag_making.begin_again)(tx, desk, tag, now)
        return 0

    return await act(request, desk, tag, work, "ended" if answer == "yes" else "again")


def typed(nb: str, nn: str, en: str) -> Mapping[str, str]:
    """Read the names as they were typed."""
    return {"nb": clean(nb), "nn": clean(nn), "en": clean(en)}


async def call_anew(request: Request) -> None:
    """Call tags what they are called now, in this process at once; the others see it within seconds."""
    house = house_of(request)
    house.pages.texts.call_tags(await house.store.read(own_names))


async def act(
    request: Request,
    desk: Desk,
    tag: str,
    work: Work[int],
    did: Literal["given", "back", "named", "ended", "again"],
    before: str = "",
) -> Response:
    """Do it and show the tag as it then is."""
    try:
        n = await house_of(request).store.write(work)
    except DecidedAlready:
        return await show_tag(request, desk, tag, 409, why="taken")
    await call_anew(request)
    if prefers_json(request):
        return await show_tag(request, desk, tag, before=before)
    return RedirectResponse(f"{PAGE}/{tag}?did={did}&n={n}&before={before}", 303)


async def show_tag(
    request: Request,
    desk: Desk,
    tag: str,
    status: int = 200,
    *,
    before: str = "",
    did: str | None = None,
    n: int = 0,
    why: str = "",
) -> Response:
    """Show a tag, and the old wishes that may have it, the likeliest first."""
    house = house_of(request)
    found = await house.store.read(lambda tx: tag_making.candidates(tx, desk, tag, before))
    chances = await house.sorters.chances(tag, found.ones, [row["text"] for row in found.wishes])
    likely = [
        {
            "id": row["id"],
            "text": row["text"],
            "language": row["language"],
            "state": row["state"],
            "chance": p,
        }
        for row, p in zip(found.wishes, chances, strict=True)
        if p >= LIKELY
    ]
    data: dict[str, Any] = found.tag | {
        "wishes": sorted(likely, key=lambda each: -float(each["chance"])),
        "ticked": TICKED,
        "looked_at": len(found.wishes),
        "before": before,
        "next": found.wishes[-1]["id"] if len(found.wishes) == MOST_AT_ONCE else None,
        "did": did,
        "n": n,
        "why": why,
    }
    return show_page(request, "tag.html", data, status)
