"""The municipality's first page: is it ready to open, what is missing and where that is mended."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import municipality
from collector.desk import Desk
from collector.keeping.standing import Standing, standing
from collector.requirements import MACHINE, PEOPLE, REQUIREMENTS, START
from collector.store.front import Tx
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import prefers_json, show_page

router = APIRouter()
ADMIN = allow("admin")
PARTS = ("about", "law", "help", "places", "times", "look", "telegram")
"""The pages of the record, in order."""
WHO_MENDS = {START: "record", PEOPLE: "people", MACHINE: "machine"}
"""Who can mend what is missing, by where that is; all other pages are the record's own."""


@router.get("/desk/municipality")
async def overview(request: Request, desk: Desk = ADMIN, did: fields.MunicipalityDid = None) -> Response:
    return await show_overview(request, desk, did=did)


@router.post("/desk/municipality/open")
async def open_it(request: Request, desk: Desk = ADMIN) -> Response:
    house = house_of(request)
    now, here, by = house.clock(), desk.municipality.id, desk.staff.id
    missing = await house.store.write(lambda tx: municipality.open_(tx, here, house.running, by, now))
    if missing:
        return await show_overview(request, desk, status=409)
    return await go_on(request, desk, "opened")


@router.post("/desk/municipality/shut")
async def shut_it(request: Request, desk: Desk = ADMIN) -> Response:
    house = house_of(request)
    now, here, by = house.clock(), desk.municipality.id, desk.staff.id
    await house.store.write(lambda tx: municipality.shut(tx, here, by, now))
    return await go_on(request, desk, "shut")


async def go_on(request: Request, desk: Desk, did: str) -> Response:
    """Show what became of it."""
    if prefers_json(request):
        return await show_overview(request, desk, did=did)
    return RedirectResponse(f"/desk/municipality?did={did}", 303)


async def show_overview(
    request: Request, desk: Desk, *, did: str | None = None, status: int = 200
) -> Response:
    """Show where the municipality stands; after a refusal, that it stands where it stood."""
    house = house_of(request)

    def work(tx: Tx) -> dict[str, Any]:
        record = municipality.describe(tx, desk.municipality.id, house.running)
        missing = municipality.what_is_missing(record)
        return {
            "name": record.municipality.name,
            "is_open": record.municipality.is_open,
            "is_example": record.municipality.is_example,
            "missing": [
                {"name": each.name, "where": each.where, "who": WHO_MENDS.get(each.where, "record")}
                for each in missing
                if each.is_built
            ],
            "lacks": [each.name for each in missing if not each.is_built],
            "met": len(REQUIREMENTS) - len(missing),
            "of": len(REQUIREMENTS),
            "parts": list(PARTS),
            "backup": backup_of(standing(tx), house.clock()),
        }

    found = await house.store.read(work)
    return show_page(request, "municipality.html", found | {"did": did, "refused": status == 409}, status)


def backup_of(found: Standing, now: int) -> dict[str, Any]:
    """Tell when the last good backup was made, and whether that should worry an admin."""
    return {"made_at": found.made_at, "worries": found.is_overdue(now) or found.failed_last}
