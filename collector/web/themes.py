"""The page of what no tag fits yet: wishes about one thing, and how to make a tag of them."""

from fastapi import APIRouter, Request, Response

from collector import themes
from collector.desk import Desk
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
LEADERS = allow("admin", "leader")


@router.get("/desk/themes")
async def show_themes(request: Request, desk: Desk = LEADERS, why: fields.WhyNoTag = None) -> Response:
    house = house_of(request)
    found = await house.store.read(lambda tx: themes.gather(tx, desk))
    named = await house.themes.find(desk.municipality.id, found.wishes)
    return show_page(request, "themes.html", themes.as_shown(found, named) | {"why": why})
