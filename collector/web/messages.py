"""The page of messages on their way: how they stand, and whether leaders may read wishes in Telegram."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import quick_review, sent
from collector.desk import Desk
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
ADMIN = allow("admin")


@router.get("/desk/messages")
async def messages(request: Request, desk: Desk = ADMIN, did: fields.MessagesDid = None) -> Response:
    found = await house_of(request).store.read(lambda tx: sent.look(tx, desk))
    return show_page(request, "messages.html", found | {"did": did})


@router.post("/desk/messages/again")
async def again(request: Request, desk: Desk = ADMIN) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: sent.try_again(tx, desk, house.clock()))
    return RedirectResponse("/desk/messages?did=again", 303)


@router.post("/desk/messages/texts")
async def switch_texts(request: Request, to: fields.SwitchField, desk: Desk = ADMIN) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: quick_review.switch(tx, desk, to == "on", house.clock()))
    return RedirectResponse(f"/desk/messages?did={to}", 303)
