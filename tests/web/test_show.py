"""Showing a screen: a page and its JSON are made of the same data."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from babel.numbers import format_decimal
from fastapi import Request, Response

from collector.texts import LANGUAGES
from collector.web.show import Pages, spaced
from tests.web.cast import JSON, Cast

SCREENS = (
    "/desk/queue",
    "/desk/queue/{wish_id}/tags",
    "/desk/learning",
    "/desk/themes",
    "/desk/cases",
    "/desk/cases/{case_id}",
    "/desk/summary",
    "/desk/summary/glad-elg",
    "/desk/me",
    "/live",
)
IN_THE_MENU = {
    "Kø": ("queue", "search", "several", "themes", "tagger", "learning"),
    "Svar": ("answer", "answers", "here", "here/new"),
    "Grupper": ("groups", "drafts"),
    "Runder": ("rounds",),
    "Saker": ("cases",),
    "Oppsummering": ("summary", "summary/glad-elg", "published", "stories/glad-elg?tag=gaming", "living"),
    "Kommunen": ("municipality", "municipality/law", "people", "telegram", "messages"),
    "Min side": ("me", "passkey"),
}


@pytest.mark.parametrize("place", IN_THE_MENU)
async def test_the_menu_says_once_where_somebody_is(cast: Cast, place: str) -> None:
    admin = await cast.sign_in("admin")
    for page in IN_THE_MENU[place]:
        drawn = (await admin.get(f"/desk/{page}")).text
        assert re.findall(r'aria-current="page">([^<]+)<', drawn) == [place], page


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_program_gets_the_very_dict_that_the_page_is_drawn_from(
    cast: Cast, pages: Pages, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    path = screen.format(wish_id=await cast.wish("et sted å være"), case_id=await cast.case())
    admin = await cast.sign_in("admin")
    data = await admin.read(path)
    drawn: list[Mapping[str, Any]] = []
    draw = pages.draw

    def draw_and_tell(request: Request, template: str, data: Mapping[str, Any], language: str) -> str:
        drawn.append(data)
        return draw(request, template, data, language)

    monkeypatch.setattr(pages, "draw", draw_and_tell)
    page = await admin.get(path)
    assert page.headers["content-type"].startswith("text/html")
    assert without_press(as_json(drawn[0])) == without_press(data)


def without_press(data: Any) -> dict[str, Any]:
    """Leave out the key of the press that a page is for: it is another each time."""
    return {name: value for name, value in data.items() if name != "press"}


def as_json(data: Any) -> Any:
    """What JSON makes of a dict: every tuple is a list."""
    if isinstance(data, Mapping):
        return {name: as_json(each) for name, each in data.items()}
    return [as_json(each) for each in data] if isinstance(data, list | tuple) else data


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/json, text/html;q=0.9", "application/json"),
        ("text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8", "text/html"),
        ("text/html, application/json", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("application/json;q=0", "text/html"),
        ("application/json;q=x", "text/html"),
    ],
)
async def test_json_is_for_whoever_prefers_it(cast: Cast, accept: str, kind: str) -> None:
    answer = await cast.stranger(Accept=accept).get("/live")
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("nn-NO,nb;q=0.9,en;q=0.8", "nn"),
        ("no", "nb"),
        ("en-GB;q=0.4, nn;q=0.7", "nn"),
        ("de, fr", "nb"),
        ("", "nb"),
        ("se", "nb"),  # awaits a native reader
        ("x" * 5000, "nb"),
        (";q=1,,;", "nb"),
    ],
)
async def test_the_page_speaks_the_browsers_language(cast: Cast, asked: str, language: str) -> None:
    page = await cast.stranger(**{"Accept-Language": asked}).get("/live")
    assert f'<html lang="{language}"' in page.text


async def test_a_language_that_is_not_ready_is_not_shown_even_when_the_cookie_asks(cast: Cast) -> None:
    page = await cast.stranger(Cookie="__Host-ekko-language=se").get("/live")
    assert '<html lang="nb"' in page.text


async def test_other_rooms_show_their_own_screens_the_same_way(cast: Cast, pages: Pages) -> None:
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"accept", b"application/json")]}
    answer: Response = pages.show(
        Request(scope), "live.html", {"needed": []}, language="en", status=418, headers={"X-Tea": "pot"}
    )
    assert (answer.status_code, answer.headers["x-tea"], answer.body) == (418, "pot", b'{"needed":[]}')
    assert JSON["Accept"] in answer.headers["content-type"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_number_is_written_as_babel_writes_it(language: str) -> None:
    for n in (0, 7, 999, 1000, 1001, 12345, 999999, 1000000, 123456789, -1, -1000, -12345):
        assert spaced(n, language) == format_decimal(n, locale=language)
