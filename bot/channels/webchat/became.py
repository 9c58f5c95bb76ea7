"""The municipality's own open page, «dere sa - vi gjorde», and the same for a screen on a wall."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from bot.host import Host
from collector import became
from collector.model import Municipality
from collector.reports.typeset import qr_code
from collector.signpost import signpost_in
from collector.store import rounds
from collector.store.front import Tx
from collector.web.house import house_of
from collector.web.packing import packed

ShowPage = Callable[..., Response]
Place = Annotated[str, Path(pattern=r"^[\w .-]{1,80}$")]
Tag = Annotated[str, Query(pattern=r"^[a-z-]{0,40}$")]
Code = Annotated[str, Query(alias="round", pattern=r"^[\w-]{0,60}$")]
Before = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]
Number = Annotated[int, Query(ge=0, le=1000)]
STANDS_SECONDS = 15
"""So long one answer stands on the wall before the next comes."""


def became_routes(
    host: Host, page: ShowPage, language_for: Callable[[Request], str], tidy: Callable[[str], str]
) -> APIRouter:
    """Make the routes of what became of the wishes."""
    router = APIRouter()

    @router.get("/c/{code}/did")
    async def lead(code: str) -> Response:
        asked = await host.store.read(lambda tx: rounds.find_round(tx, tidy(code)))
        if asked is None:
            raise HTTPException(404)
        return RedirectResponse(f"/did/{became.in_address(asked.municipality.name)}", 303)

    @router.get("/did/{place}")
    async def look(
        request: Request, place: Place, tag: Tag = "", code: Code = "", before: Before = ""
    ) -> Response:
        if place != became.in_address(place):
            return RedirectResponse(f"/did/{became.in_address(place)}", 303)  # typed as one writes the name

        def work(tx: Tx) -> dict[str, Any]:
            here = found(tx, request, place)
            return became.look(tx, here, host.clock(), tag, tidy(code), before)

        data = await host.store.read(work)
        return packed(
            request, page(request, "chat/became.html", with_names(host, data, language_for(request)))
        )

    @router.get("/did/{place}/wall")
    async def wall(request: Request, place: Place, n: Number = 0, still: bool = False) -> Response:
        if place != became.in_address(place):
            return RedirectResponse(f"/did/{became.in_address(place)}/wall", 303)
        data = await host.store.read(lambda tx: became.wall(tx, found(tx, request, place), host.clock(), n))
        language = language_for(request)
        shown = with_names(host, data | {"still": still, "n": n}, language)
        answer = page(request, "chat/wall.html", shown | {"address": house_of(request).address})
        if not still:
            to = f"/did/{data['at']}/wall?n={data['next']}&lang={language}"
            answer.headers["Refresh"] = f"{STANDS_SECONDS}; url={to}"
        return packed(request, answer)

    @router.get("/did/{place}/qr.svg")
    async def qr(request: Request, place: Place) -> Response:
        def work(tx: Tx) -> str | None:
            named = rounds.rounds_of(tx, found(tx, request, place).id)
            return became.newest_open({each.id: each for each in named}, host.clock())

        code = await host.store.read(work)
        path = f"/c/{code}" if code else f"/did/{place}"
        return Response(qr_code(f"{house_of(request).address}{path}"), media_type="image/svg+xml")

    return router


def found(tx: Tx, request: Request, place: str) -> Municipality:
    """Find whose page it is, and put up what that municipality points to."""
    here = became.find_place(tx, place)
    if here is None:
        raise HTTPException(404)
    request.state.signpost = signpost_in(tx, here)
    return here


def with_names(host: Host, data: dict[str, Any], language: str) -> dict[str, Any]:
    """Name what things are about, as within a sentence."""

    def name(tag: str) -> str:
        return host.speech.texts.name("tag", tag, language)

    def names(each: dict[str, Any]) -> dict[str, Any]:
        return each | {"names": [name(tag).lower() for tag in each["tags"]]}

    shown = data | {
        "tags": [each | {"name": name(each["id"])} for each in data["tags"]],
    }
    if "answers" in data:
        shown["answers"] = [names(each) for each in data["answers"]]
        shown["about"] = name(data["tag"]).lower() if data["tag"] else ""
    if data.get("answer"):
        shown["answer"] = names(data["answer"])
    return shown
