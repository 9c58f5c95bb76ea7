"""The admin's page of Telegram: how it goes there, when nobody was heard, and what could not be taken.

One rule: what could not be taken is shown by its kind and its error, and never by a word of it.
"""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import messengers
from collector.desk import Desk
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
ADMIN = allow("admin")
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
TROUBLES = {
    "TelegramUnauthorizedError": "token",
    "TelegramNotFound": "token",
    "TelegramConflictError": "conflict",
    "WebhookElsewhere": "conflict",
    "CannotBring": "bring",
}
"""What an admin is told of a trouble; any other is that Telegram does not answer."""


@router.get("/desk/telegram")
async def look(request: Request, desk: Desk = ADMIN, did: fields.StuckDid = None) -> Response:
    found = await house_of(request).store.read(lambda tx: messengers.look(tx, desk))
    return show_page(request, "telegram.html", as_shown(found) | {"did": did})


@router.post("/desk/telegram/{stuck_id}/again")
async def again(request: Request, stuck_id: fields.StuckId, desk: Desk = ADMIN) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: messengers.try_again(tx, desk, stuck_id, house.clock()))
    return RedirectResponse("/desk/telegram?did=again", 303)


@router.post("/desk/telegram/{stuck_id}/drop")
async def drop(request: Request, stuck_id: fields.StuckId, desk: Desk = ADMIN) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: messengers.drop(tx, desk, stuck_id, house.clock()), erases=True)
    return RedirectResponse("/desk/telegram?did=dropped", 303)


def as_shown(found: dict[str, Any]) -> dict[str, Any]:
    """Name each kind and each trouble by what there is a sentence for."""
    bots = [
        bot | {"trouble": TROUBLES.get(bot["trouble"], "silent") if bot["trouble"] else ""}
        for bot in found["bots"]
    ]
    stuck = [each | {"kind": each["kind"] if each["kind"] in KINDS else "unknown"} for each in found["stuck"]]
    return found | {"bots": bots, "stuck": stuck}
