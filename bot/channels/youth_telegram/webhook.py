"""Telegram's way in through our own pages: each update is on disk before it is acknowledged.

One rule: nothing is read before the secret is right, and the secret is compared in constant time. What cannot
be kept now is answered 503, and Telegram brings it again.
"""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.routing import APIRoute

from bot.channels.youth_telegram.updates import Raw
from collector.store.front import StoreProblem
from collector.web.doors import public

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
PATH = "/telegram/{municipality_id}"
Take = Callable[[Raw], Awaitable[None]]
log = logging.getLogger("ekko.telegram")


class Door(NamedTuple):
    """Where one municipality's bot comes in, and what it must show."""

    municipality_id: str
    secret: str
    take: Take


class NoSecret(Exception):
    """A webhook without a secret would take updates from anybody, so there is none."""


def open_door(municipality_id: str, secret: str, take: Take) -> Door:
    """Make a door; without a secret there is none."""
    if not secret:
        raise NoSecret
    return Door(municipality_id, secret, take)


class AsItComes(APIRoute):
    """A route that gets its request as it came, which takes half the time of having it worked out first.

    Who may use it is said by what it depends on, as everywhere, and not asked: so it must stay `public`.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return come_in


def webhook_routes() -> APIRouter:
    """Make the route; it is shut until `app.state.telegram` is a door."""
    router = APIRouter(dependencies=[Depends(public)], route_class=AsItComes)
    router.post(PATH)(come_in)
    return router


async def come_in(request: Request) -> Response:
    """Take one update; whoever shows no right secret learns nothing."""
    door: Door | None = getattr(request.app.state, "telegram", None)
    if door is None or door.municipality_id != request.path_params["municipality_id"]:
        raise HTTPException(404)
    shown = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(shown.encode(), door.secret.encode()):
        raise HTTPException(401)
    update = read_update(await request.body())
    if update is None:
        raise HTTPException(400)
    try:
        await door.take(update)
    except StoreProblem:
        raise HTTPException(503) from None
    return Response(status_code=200)


def read_update(body: bytes) -> Raw | None:
    """Read an update: one object with a number; None where it is anything else.

    >>> read_update(b'{"update_id": 7, "message": {}}')
    {'update_id': 7, 'message': {}}
    >>> read_update(b'{"update_id": "7"}'), read_update(b'[1]'), read_update(b'{')
    (None, None, None)
    """
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    return update if isinstance(number, int) and not isinstance(number, bool) else None
