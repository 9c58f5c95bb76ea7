"""Answers that arrive while the chat is open: a stream that says there is one, and a piece that shows it.

One rule: the stream holds no words. What is new is asked for with the cookie, like everything else.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from bot.host import Host
from bot.live import Live, TooMany
from bot.problems import Refused
from bot.speech import View
from bot.turn import Came

COMES_BACK_AFTER_MS = 5000
HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
"""A proxy that gathers or packs what passes would hold an event back."""
Since = Annotated[int, Query(ge=0, le=2**53)]
Hear = Callable[[Request, str], Came | None]
"""Who asks, by the cookie; None where there is no cookie yet."""
Show = Callable[[Request, View], Response]
Look = Callable[[Request, str], Awaitable[Response]]
"""How the whole page is shown: to whoever opens the address of a piece by hand."""


def news_routes(host: Host, live: Live, hear: Hear, show: Show, look: Look) -> APIRouter:
    """Make the two routes."""
    router = APIRouter()

    @router.get("/c/{code}/live")
    async def stream(
        request: Request,
        code: str,
        since: Since = 0,
        last: Annotated[str, Header(alias="last-event-id")] = "",
    ) -> Response:
        came = hear(request, code)
        talk_id = await talk_of(host, came) if came else None
        if talk_id is None:
            return Response(status_code=204)  # a browser does not come back after this one
        told = max(since, int(last)) if last.isascii() and last.isdigit() and len(last) < 16 else since
        try:
            live.refuse_if_full(talk_id)
        except TooMany:
            return Response(status_code=503, headers={"Retry-After": "60"})
        return StreamingResponse(events(live, talk_id, told), media_type="text/event-stream", headers=HEADERS)

    @router.get("/c/{code}/news")
    async def news(request: Request, code: str, since: Since = 0) -> Response:
        came = hear(request, code)
        if "hx-request" not in request.headers or came is None:
            return await look(request, code)
        try:
            view = await host.news(came, since)
        except Refused:
            view = None
        return Response(status_code=204) if view is None else show(request, view)

    return router


async def talk_of(host: Host, came: Came) -> str | None:
    """Find the talk that a cookie opens."""
    try:
        return await host.talk_of(came)
    except Refused:
        return None


async def events(live: Live, talk_id: str, told: int) -> AsyncGenerator[str]:
    """Write what is heard as server-sent events; the browser names the last one when it comes back."""
    yield f"retry: {COMES_BACK_AFTER_MS}\n\n"
    async with aclosing(live.listen(talk_id, told)) as heard:
        async for newest in heard:
            yield ": still here\n\n" if newest is None else f"id: {newest}\nevent: news\ndata: new\n\n"
