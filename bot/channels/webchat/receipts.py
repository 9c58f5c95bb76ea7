"""The page behind a receipt: all that its talk wished for, what became of it, and how to change or erase it.

One rule: the link is the only key, it has 160 bits, and only its fingerprint is ever looked up. New words
come in by the chat's own door; erasing passes by it, so that it is never kept waiting.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from bot.alarm import cries_for_help, needs_card
from bot.channels.webchat.door import Door, TooQuick
from bot.dialogs.words import word_asked_for
from bot.host import Host
from bot.problems import Refused
from bot.receipts import Behind, Receipts
from bot.speech import Speech
from bot.turn import Came
from collector.ids import new_secret
from collector.model import Wish
from collector.store.front import StoreProblem

ShowPage = Callable[..., Response]
Text = Annotated[str, Form()]
STATUS = {
    "refused.empty": 422,
    "refused.too_long": 413,
    "refused.closed": 410,
    "refused.shut": 403,
    "refused.busy": 503,
    "slow.wait": 429,
}
NOT_HERE = "words.not_here"
"""What is said of a wish that went meanwhile, as when the form that erased it is sent again."""


def receipt_routes(
    host: Host, page: ShowPage, language_for: Callable[[Request], str], door: Door
) -> APIRouter:
    """Make the receipt's routes."""
    router = APIRouter()
    receipts = Receipts(host)

    @router.get("/r/{receipt}")
    async def look(request: Request, receipt: str) -> Response:
        return await show(request, receipt)

    @router.post("/r/{receipt}/erase")
    async def erase(request: Request, receipt: str, wish: Text) -> Response:
        erased = await host.erase_behind(receipt, wish)
        return await show(request, receipt, did="receipt.erased" if erased else NOT_HERE)

    @router.post("/r/{receipt}/words")
    async def reword(request: Request, receipt: str, wish: Text, key: Text, said: Text = "") -> Response:
        try:
            async with door.open(request, came(receipt, wish, said, key)):
                did = await receipts.reword(receipt, wish, said, key)
        except TooQuick as quick:
            return slow_down(request, receipt, wish, said, key, quick.seconds)
        except Refused as refused:
            return hand_back(request, receipt, wish, said, key, refused.key)
        except StoreProblem:
            return hand_back(request, receipt, wish, said, key, "refused.busy")
        card_first = did == "concern.kept" or word_asked_for(said) == "help"
        return await show(request, receipt, did=did or NOT_HERE, card_first=card_first)

    async def show(request: Request, receipt: str, *, did: str = "", card_first: bool = False) -> Response:
        behind = await receipts.open(receipt)
        did = did if behind else ""
        data = as_data(behind, receipt, host, language_for(request))
        data |= {"did": did, "card_first": card_first, "key": new_secret()}
        return page(request, "chat/receipt.html", data, 200 if behind else 404)

    def slow_down(request: Request, receipt: str, wish: str, said: str, key: str, seconds: int) -> Response:
        """Refuse what came too soon, with little work: there may be much of it."""
        data = {"card_first": cries_for_help(said), "seconds": seconds}
        answer = hand_back(request, receipt, wish, said, key, "slow.wait", **data)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def hand_back(
        request: Request, receipt: str, wish: str, said: str, key: str, why: str, **more: Any
    ) -> Response:
        """Say why the words were not changed; they stand in the box."""
        more = more or {"card_first": needs_card(host.reader, said), "seconds": 0}
        said = said.encode("utf-8", "replace").decode()  # half a character cannot be sent back
        data = {"receipt": receipt, "wish": wish, "said": said, "key": key, "why": why, **more}
        return page(request, "chat/not_changed.html", data, STATUS[why])

    return router


def came(receipt: str, wish: str, said: str, key: str) -> Came:
    """Name new words at the door: whoever holds a receipt is one who talks, known by that alone."""
    return Came(f"{receipt}:{wish}:{key}:{said}", "webchat", f"receipt:{receipt}", "", said=said)


def as_data(behind: Behind | None, receipt: str, host: Host, language: str) -> dict[str, Any]:
    """Tell whoever holds the link everything that stands behind it."""
    if behind is None:
        return {"known": False, "wishes": [], "words": []}
    wishes = [wish_as_data(wish, host.speech, language, behind.wishes) for wish in behind.wishes]
    words = host.speech.show_words(behind.record, language).splitlines()
    stands = {"closed": False, "shut": False}
    if (asked := behind.asked) is not None:
        stands = {"closed": not asked.is_open(host.clock()), "shut": not asked.municipality.takes_wishes}
    return {"known": True, "receipt": receipt, "wishes": wishes, "words": words, **stands}


def whole_of(wish: Wish, wishes: Iterable[Wish]) -> str:
    """Say all that new words take the place of: every part of what was split."""
    return "\n".join(each.text for each in wishes if each.part_of == wish.part_of)


def wish_as_data(wish: Wish, speech: Speech, language: str, wishes: Iterable[Wish] = ()) -> dict[str, Any]:
    """Tell the one who wrote a wish what stands of it; what is not to be shown has no tags either."""
    words, status = speech.show_own(wish, language)
    given = [tag.id for tag in wish.tags if tag.given and tag.kind == "activity" and not wish.flagged]
    return {
        "id": wish.id,
        "text": words,
        "whole": whole_of(wish, wishes) if wish.part_of else words,
        "status": status,
        "answer": speech.show_answer(wish, language),
        "tags": given,
        "at": wish.received_at,
        "hidden": wish.flagged,
    }
