"""A round's figures on a screen on a wall: how many wishes there are at least, and what most are about.

One rule: it shows what everybody may see, in whole tens, and goes on by itself without a script.
"""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from bot.host import Host
from collector.model import Round
from collector.reports.typeset import qr_code
from collector.signpost import signpost_in
from collector.store import rounds
from collector.store.front import Tx
from collector.summary import outside
from collector.web.house import house_of
from collector.web.packing import packed

ShowPage = Callable[..., Response]
LOOKS_AGAIN_SECONDS = 60
SHOWN = 5


def figures_wall_routes(
    host: Host, page: ShowPage, language_for: Callable[[Request], str], tidy: Callable[[str], str]
) -> APIRouter:
    """Make the routes of a round's screen."""
    router = APIRouter()

    @router.get("/wall/{code}")
    async def wall(request: Request, code: str, still: bool = False) -> Response:
        def work(tx: Tx) -> tuple[Round, dict[str, Any]]:
            asked = found(tx, tidy(code))
            request.state.signpost = signpost_in(tx, asked.municipality)
            return asked, outside.tell(tx, asked)

        asked, seen = await host.store.read(work)
        language = language_for(request)
        data = as_shown(host, asked, seen, language) | {"still": still}
        answer = page(request, "chat/figures_wall.html", data | {"address": house_of(request).address})
        if not still:
            answer.headers["Refresh"] = f"{LOOKS_AGAIN_SECONDS}; url=/wall/{asked.code}?lang={language}"
        return packed(request, answer)

    @router.get("/wall/{code}/qr.svg")
    async def qr(request: Request, code: str) -> Response:
        asked = await host.store.read(lambda tx: found(tx, tidy(code)))
        to = leads_to(asked, host.clock())
        return Response(qr_code(f"{house_of(request).address}{to}"), media_type="image/svg+xml")

    return router


def found(tx: Tx, code: str) -> Round:
    """Find a round, or say that it is not there."""
    asked = rounds.find_round(tx, code)
    if asked is None:
        raise HTTPException(404)
    return asked


def leads_to(asked: Round, now: int) -> str:
    """Lead to the chat while the round takes wishes, and to its answers after."""
    return f"/c/{asked.code}" if asked.is_open(now) else f"/c/{asked.code}/answers"


def as_shown(host: Host, asked: Round, seen: dict[str, Any], language: str) -> dict[str, Any]:
    """Name what is shown, each with its part of the greatest."""
    shown = seen["activities"][:SHOWN]
    most = max((each["at_least"] for each in shown), default=1)
    name = host.speech.texts.name
    return {
        "round": asked.name,
        "code": asked.code,
        "municipality": asked.municipality.name,
        "example": asked.municipality.is_example,
        "open": asked.is_open(host.clock()),
        "to": leads_to(asked, host.clock()),
        "approved": seen["approved"],
        "percent": seen["percent"],
        "bars": [
            each | {"name": name("tag", each["id"], language), "part": each["at_least"] * 100 // most}
            for each in shown
        ],
    }
