"""The page behind a receipt: all that its talk wished for, what became of it, and how to change or erase it.

One rule: the link is the only key, it has 160 bits, and only its fingerprint is ever looked up.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from bot.alarm import needs_card
from bot.host import Host
from bot.problems import Refused
from bot.receipts import Behind, Receipts
from bot.speech import Speech
from collector.ids import new_secret
from collector.model import Wish
from collector.store.front import StoreProblem

ShowPage = Callable[..., Response]
Text = Annotated[str, Form()]
STATUS = {"refused.empty": 422, "refused.too_long": 413, "refused.busy": 503}


def receipt_routes(host: Host, page: ShowPage, language_for: Callable[[Request], str]) -> APIRouter:
    """Make the receipt's routes."""
    router = APIRouter()
    receipts = Receipts(host)

    @router.get("/r/{receipt}")
    async def look(request: Request, receipt: str) -> Response:
        return await show(request, receipt)

    @router.post("/r/{receipt}/erase")
    async def erase(request: Request, receipt: str, wish: Text) -> Response:
        erased = await host.erase_behind(receipt, wish)
        return await show(request, receipt, did="receipt.erased" if erased else "")

    @router.post("/r/{receipt}/words")
    async def reword(request: Request, receipt: str, wish: Text, key: Text, said: Text = "") -> Response:
        try:
            did = await receipts.reword(receipt, wish, said, key)
        except Refused as refused:
            return hand_back(request, receipt, wish, said, key, refused.key)
        except StoreProblem:
            return hand_back(request, receipt, wish, said, key, "refused.busy")
        return await show(request, receipt, did=did, card_first=did == "concern.kept")

    async def show(request: Request, receipt: str, *, did: str = "", card_first: bool = False) -> Response:
        behind = await receipts.open(receipt)
        data = as_data(behind, receipt, host.speech, language_for(request))
        data |= {"did": did, "card_first": card_first, "key": new_secret()}
        return page(request, "chat/receipt.html", data, 200 if behind else 404)

    def hand_back(request: Request, receipt: str, wish: str, said: str, key: str, why: str) -> Response:
        """Say why the words were not changed; they stand in the box."""
        card_first = needs_card(host.reader, said)
        said = said.encode("utf-8", "replace").decode()  # half a character cannot be sent back
        words = {"receipt": receipt, "wish": wish, "said": said, "key": key, "why": why}
        data = {**words, "card_first": card_first}
        return page(request, "chat/not_changed.html", data, STATUS[why])

    return router


def as_data(behind: Behind | None, receipt: str, speech: Speech, language: str) -> dict[str, Any]:
    """Tell whoever holds the link everything that stands behind it."""
    if behind is None:
        return {"known": False, "wishes": [], "words": []}
    wishes = [wish_as_data(wish, speech, language) for wish in behind.wishes]
    words = speech.show_words(behind.record, language).splitlines()
    return {"known": True, "receipt": receipt, "wishes": wishes, "words": words}


def wish_as_data(wish: Wish, speech: Speech, language: str) -> dict[str, Any]:
    """Tell the one who wrote a wish what stands of it; what is not to be shown has no tags either."""
    words, status = speech.show_own(wish, language)
    given = [tag.id for tag in wish.tags if tag.given and tag.kind == "activity" and not wish.flagged]
    return {
        "id": wish.id,
        "text": words,
        "status": status,
        "answer": speech.show_answer(wish, language),
        "tags": given,
        "at": wish.received_at,
        "hidden": wish.flagged,
    }
