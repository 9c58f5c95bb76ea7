"""A summary's pictures: for the page, for paper, for a slide, and one for the press."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector.desk import Desk
from collector.here import day_of
from collector.reports.paper.words import Words
from collector.reports.picked import picture_for, source_line, theme_for
from collector.reports.pictures.set_in_type import draw_slide, draw_theme
from collector.summary import outside
from collector.summary.slices import NoSuchSlice, find_slice
from collector.web import fields
from collector.web.house import house_of
from collector.web.posters import in_a_file_name
from collector.web.show import language_of, show_page
from collector.web.summary import ASKED, READERS, sum_up, sum_up_kind

router = APIRouter()
Asked = tuple[str, str, str, str]


@router.get("/desk/summary/{code}/chart.svg")
async def as_lines(
    request: Request,
    desk: Desk = READERS,
    asked: Asked = ASKED,
    kind: fields.ChartKind = "activity",
    scheme: fields.Scheme = "light",
) -> Response:
    found = await found_or_why_not(request, desk, asked, kind)
    if isinstance(found, Response):
        return found
    picture = picture_for(found, words_of(request), kind)
    if picture is None:
        return nothing(request)
    return Response(await asyncio.to_thread(picture.draw, scheme), media_type="image/svg+xml")


@router.get("/desk/summary/{code}/chart.png")
async def as_slide(
    request: Request, desk: Desk = READERS, asked: Asked = ASKED, kind: fields.ChartKind = "activity"
) -> Response:
    found = await found_or_why_not(request, desk, asked, kind)
    if isinstance(found, Response):
        return found
    words = words_of(request)
    picture = picture_for(found, words, kind)
    if picture is None:
        return nothing(request)
    source = source_line(found, words, desk.municipality, day_of(house_of(request).clock()))
    return png(await asyncio.to_thread(draw_slide, picture, source, words.language), asked[0], kind)


@router.get("/desk/summary/{code}/theme.png")
async def for_the_press(
    request: Request, desk: Desk = READERS, asked: Asked = ASKED, tag: fields.ThemeTag = ""
) -> Response:
    found = await found_or_why_not(request, desk, asked)
    if isinstance(found, Response):
        return found
    words = words_of(request)
    public = await house_of(request).store.read(
        lambda tx: outside.wished_for(tx, find_slice(tx, desk, *asked))
    )
    theme = theme_for(found, words, tag, public.get(tag))
    if theme is None:
        return nothing(request)
    source = source_line(found, words, desk.municipality, day_of(house_of(request).clock()))
    return png(await asyncio.to_thread(draw_theme, theme, source, words.language), asked[0], tag)


async def found_or_why_not(
    request: Request, desk: Desk, asked: Asked, kind: str = ""
) -> dict[str, Any] | Response:
    """Sum up what is asked for, or one kind of it, or answer with the page that says why it cannot be."""
    try:
        return await (sum_up_kind(request, desk, asked, kind) if kind else sum_up(request, desk, asked))
    except NoSuchSlice as wrong:
        return show_page(request, "summary_wrong.html", {"code": asked[0], "wrong": wrong.key}, 400)


def words_of(request: Request, language: str = "") -> Words:
    """Find the words of the reader's language, or of the one that was chosen."""
    return Words(house_of(request).pages.texts, language or language_of(request))


def nothing(request: Request) -> Response:
    """Answer where there is nothing to draw."""
    return RedirectResponse(house_of(request).pages.assets.path("nothing.svg"), 303)


def png(body: bytes, code: str, what: str) -> Response:
    """Answer with a picture to keep."""
    name = f'attachment; filename="ekko-{in_a_file_name(code)}-{what}.png"'
    return Response(body, media_type="image/png", headers={"Content-Disposition": name})
