"""The page behind a receipt: everything that its talk wished for, what became of it, and how to erase it.

One rule: the link is the only key, it has 160 bits, and only its fingerprint is ever looked up.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from bot.host import Host
from bot.speech import Speech
from collector.model import Wish

ShowPage = Callable[..., Response]


def receipt_routes(host: Host, page: ShowPage, language_for: Callable[[Request], str]) -> APIRouter:
    """Make the receipt's two routes."""
    router = APIRouter()

    @router.get("/r/{receipt}")
    async def look(request: Request, receipt: str) -> Response:
        return await show(request, receipt)

    @router.post("/r/{receipt}/erase")
    async def erase(request: Request, receipt: str, wish: Annotated[str, Form()]) -> Response:
        erased = await host.erase_behind(receipt, wish)
        return await show(request, receipt, erased=erased)

    async def show(request: Request, receipt: str, *, erased: bool = False) -> Response:
        found = await host.wishes_behind(receipt)
        if found is None:
            return page(request, "chat/receipt.html", {"known": False, "wishes": [], "erased": False}, 404)
        wishes = [as_data(wish, host.speech, language_for(request)) for wish in found]
        data = {"known": True, "receipt": receipt, "wishes": wishes, "erased": erased}
        return page(request, "chat/receipt.html", data)

    return router


def as_data(wish: Wish, speech: Speech, language: str) -> dict[str, Any]:
    """Tell the one who wrote a wish what stands of it; what is not to be shown has no tags either."""
    words, status = speech.show_own(wish, language)
    given = [tag.id for tag in wish.tags if tag.given and tag.kind == "activity" and not wish.flagged]
    answer = speech.show_answer(wish, language)
    return {
        "id": wish.id,
        "text": words,
        "status": status,
        "answer": answer,
        "tags": given,
        "at": wish.received_at,
    }
