"""The national team's page: counts from all open municipalities."""

from fastapi import APIRouter, Request, Response

from collector import national
from collector.desk import Desk
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
NATIONAL = allow("national")


@router.get("/desk/national")
async def everywhere(request: Request, desk: Desk = NATIONAL) -> Response:
    found = await house_of(request).store.read(lambda tx: national.sum_up(tx, desk))
    return show_page(request, "national.html", found)
