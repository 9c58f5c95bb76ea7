"""The page for whoever has a receipt's words: what became of the wishes, and nothing else.

One rule: the words come in the body of a form, never in an address, and nothing of what they open is kept.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.host import Host
from bot.receipts import NotOpened, Receipts, as_status
from collector.finding import seconds_left

ShowPage = Callable[..., Response]
Tidy = Callable[[str], str]
Text = Annotated[str, Form()]
STATUS = {"refused.no_round": 404, "words.unknown": 404, "words.shut": 429}


def by_words_routes(
    host: Host, page: ShowPage, language_for: Callable[[Request], str], tidy: Tidy
) -> APIRouter:
    """Make the two routes."""
    router = APIRouter()
    receipts = Receipts(host)

    @router.get("/receipt")
    async def ask(request: Request, code: str = "") -> Response:
        return page(request, "chat/by_words.html", {"code": tidy(code), "typed": "", "why": "", "number": 0})

    @router.post("/receipt")
    async def look(request: Request, code: Text = "", words: Text = "") -> Response:
        try:
            found = await receipts.look_by_words(tidy(code), words)
        except NotOpened as problem:
            return refuse(request, code, words, problem)
        language = language_for(request)
        told = [as_status(wish, number, host.speech, language) for number, wish in enumerate(found, 1)]
        return page(request, "chat/statuses.html", {"code": tidy(code), "wishes": told})

    def refuse(request: Request, code: str, words: str, problem: NotOpened) -> Response:
        typed = words[:400].encode("utf-8", "replace").decode()
        data = {"code": tidy(code), "typed": typed, "why": problem.key, "number": problem.number}
        answer = page(request, "chat/by_words.html", data, STATUS.get(problem.key, 422))
        if problem.key == "words.shut":
            answer.headers["Retry-After"] = str(seconds_left(host.clock()))
        return answer

    return router
