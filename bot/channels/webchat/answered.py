"""The round's own page: what became of its wishes, for everybody who has its code."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from bot.host import Host
from collector import showing_answers

ShowPage = Callable[..., Response]
Before = Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")]


def answered_routes(
    host: Host, page: ShowPage, language_for: Callable[[Request], str], tidy: Callable[[str], str]
) -> APIRouter:
    """Make its one route."""
    router = APIRouter()

    @router.get("/c/{code}/answers")
    async def look(request: Request, code: str, before: Before = "") -> Response:
        found = await host.store.read(lambda tx: showing_answers.look(tx, tidy(code), before))
        if found is None:
            why = {"code": tidy(code), "why": "refused.no_round", "said": "", "key": ""}
            data = {**why, "card_first": False, "seconds": 0, "chose": None, "meant": None}
            return page(request, "chat/refused.html", data, 404)
        asked, language = found.asked, language_for(request)
        return page(
            request,
            "chat/answers.html",
            {
                "asked": {"code": asked.code, "name": asked.name, "example": asked.municipality.is_example},
                "answers": [each | {"names": names(host, each, language)} for each in found.answers],
                "older": found.older,
                "percent": found.percent,
            },
        )

    return router


def names(host: Host, shown: dict[str, Any], language: str) -> list[str]:
    """Name what an answer is about, as within a sentence."""
    return [host.speech.texts.name("tag", tag, language).lower() for tag in shown["tags"]]
