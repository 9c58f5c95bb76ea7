"""For everybody: the files of pages, what it takes to open Ekko for real, and whether the program is well."""

import asyncio

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from collector.sealing import KeyProblem, Seal
from collector.store.front import StoreProblem, Tx
from collector.store.health import schema_number
from collector.store.keys import key_fits
from collector.web.assets import FOREVER
from collector.web.doors import public
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter(dependencies=[Depends(public)])
NEEDED = ("assessment", "basis", "officer", "retention", "duty", "helplines", "accessibility", "approval")
"""What must be in place before real young people write; each has its words in the catalogue."""


ANSWERS_WITHIN_SECONDS = 3
"""A load balancer that waits longer has sent people here meanwhile."""


@router.get("/live")
async def live(request: Request) -> Response:
    return show_page(request, "live.html", {"needed": list(NEEDED)})


@router.get("/health")
async def health(request: Request) -> Response:
    house = house_of(request)
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_SECONDS):
            number = await house.store.read(lambda tx: standing(tx, house.seal))
    except (StoreProblem, KeyProblem, TimeoutError):
        return JSONResponse({"database": "not ok"}, 503)
    return JSONResponse({"database": "ok", "schema": number})


def standing(tx: Tx, seal: Seal) -> int:
    """Read which schema the database has, if the key is the one that it was made with."""
    key_fits(tx, seal)
    return schema_number(tx)


@router.get("/assets/{name}")
async def asset(request: Request, name: str) -> Response:
    found = house_of(request).pages.assets.find(name)
    if found is None:
        raise HTTPException(404)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(found.packed if packed else found.body, media_type=found.type, headers=headers)
