"""The page for whoever has a receipt's words: what became of the wishes, and nothing else.

One rule: the words come in the body of a form, never in an address, and nothing of what they open is kept.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.alarm import cries_for_help
from bot.channels.webchat.door import Door, TooQuick
from bot.host import Host
from bot.receipts import NotOpened, Receipts, as_status
from bot.turn import Came
from collector.finding import seconds_left

ShowPage = Callable[..., Response]
Tidy = Callable[[str], str]
Text = Annotated[str, Form()]
STATUS = {"refused.no_round": 404, "words.unknown": 404, "words.shut": 429, "slow.wait": 429}


def by_words_routes(
    host: Host, page: ShowPage, language_for: Callable[[Request], str], tidy: Tidy, door: Door
) -> APIRouter:
    """Make the two routes."""
    router = APIRouter()
    receipts = Receipts(host)

    @router.get("/receipt")
    async def ask(request: Request, code: str = "") -> Response:
        data = {"code": tidy(code), "typed": "", "why": "", "number": 0, "seconds": 0, "card_first": False}
        return page(request, "chat/by_words.html", data)

    @router.post("/receipt")
    async def look(request: Request, code: Text = "", words: Text = "") -> Response:
        try:
            async with door.open(request, came(code, words)):
                found = await receipts.look_by_words(tidy(code), words)
        except TooQuick as quick:
            return refuse(request, code, words, "slow.wait", seconds=quick.seconds)
        except NotOpened as problem:
            seconds = seconds_left(host.clock()) if problem.key == "words.shut" else 0
            return refuse(request, code, words, problem.key, problem.number, seconds)
        language = language_for(request)
        told = [as_status(wish, number, host.speech, language) for number, wish in enumerate(found, 1)]
        return page(request, "chat/statuses.html", {"code": tidy(code), "wishes": told})

    def refuse(
        request: Request, code: str, words: str, why: str, number: int = 0, seconds: int = 0
    ) -> Response:
        typed = words[:400].encode("utf-8", "replace").decode()
        data = {"code": tidy(code), "typed": typed, "why": why, "number": number, "seconds": seconds}
        data["card_first"] = cries_for_help(words)
        answer = page(request, "chat/by_words.html", data, STATUS.get(why, 422))
        if seconds:
            answer.headers["Retry-After"] = str(seconds)
        return answer

    return router


def came(code: str, words: str) -> Came:
    """Name a try at the door: nobody is known by it, so each counts as a stranger's from its address."""
    key = f"receipt words:{code}:{words}"
    return Came(key, "webchat", key, "", said=words)
