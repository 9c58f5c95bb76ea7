"""The page behind a receipt: everything that its talk wished for, what became of it, and how to erase it.

One rule: the link is the only key, it has 160 bits, and only its fingerprint is ever looked up.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from bot.host import Host
from collector.model import Wish
from collector.web.show import Pages

ShowPage = Callable[..., Response]


def receipt_routes(host: Host, pages: Pages, page: ShowPage) -> APIRouter:
    """Make the receipt's two routes."""
    router = APIRouter()

    @router.get("/r/{receipt}")
    async def look(request: Request, receipt: str) -> Response:
        found = await host.wishes_behind(receipt)
        return show(request, receipt, found)

    @router.post("/r/{receipt}/erase")
    async def erase(request: Request, receipt: str, wish: Annotated[str, Form()]) -> Response:
        found = await host.erase_behind(receipt, wish)
        return show(request, receipt, found, erased=True)

    def show(request: Request, receipt: str, found: list[Wish] | None, *, erased: bool = False) -> Response:
        if found is None:
            return page(request, "chat/receipt.html", {"known": False, "wishes": [], "erased": False}, 404)
        wishes = [as_data(wish) for wish in found]
        data = {"known": True, "receipt": receipt, "wishes": wishes, "erased": erased}
        return page(request, "chat/receipt.html", data)

    return router


def as_data(wish: Wish) -> dict[str, Any]:
    """Tell the one who wrote a wish what stands of it."""
    given = [tag.id for tag in wish.tags if tag.given and tag.kind == "activity"]
    return {"id": wish.id, "text": wish.text, "state": wish.state, "tags": given, "at": wish.received_at}
