"""Keys for programs: the page where leaders make and end them, and the addresses that they open."""

import hashlib
import json

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import pulling
from collector.desk import Desk
from collector.pulling import BadKey, Pulled
from collector.store.published import Published
from collector.web import fields
from collector.web.doors import allow, with_key
from collector.web.errors import answer_program
from collector.web.house import house_of
from collector.web.show import language_of, show_page

router = APIRouter()
MAKERS = allow("admin", "leader")
TAG_KINDS = ("activity", "barrier", "form")
NAMED = ("language", "source")


@router.get("/desk/pull")
async def every(request: Request, desk: Desk = MAKERS, did: fields.KeyDid = None) -> Response:
    return await show_keys(request, desk, did=did)


@router.post("/desk/pull")
async def make(
    request: Request,
    code: fields.AskedCode,
    desk: Desk = MAKERS,
    name: fields.KeyName = "",
    last_day: fields.KeyDay = "",
) -> Response:
    house = house_of(request)
    try:
        key = await house.store.write(
            lambda tx: pulling.make(tx, house.seal, desk, code, name, last_day, house.clock())
        )
    except BadKey as wrong:
        return await show_keys(request, desk, wrong=wrong.key, typed=name, status=422)
    return await show_keys(request, desk, key=key, code=code)


@router.post("/desk/pull/{key_id}/end")
async def end(request: Request, key_id: fields.KeyId, desk: Desk = MAKERS) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: pulling.end(tx, desk, key_id, house.clock()))
    return RedirectResponse("/desk/pull?did=ended", 303)


@router.get("/api/published/{code}.json")
async def as_json(
    request: Request,
    code: fields.RoundCode,
    pulled: Pulled = Depends(with_key),  # noqa: B008
) -> Response:
    if not (found := whole(pulled)):
        return answer_program(request, 409 if pulled.damaged else 404)
    written = json.dumps(pulling.as_json(found), ensure_ascii=False, separators=(",", ":"))
    return stands(request, written.encode(), "application/json")


@router.get("/api/published/{code}.csv")
async def as_csv(
    request: Request,
    code: fields.RoundCode,
    pulled: Pulled = Depends(with_key),  # noqa: B008
) -> Response:
    if not (found := whole(pulled)):
        return answer_program(request, 409 if pulled.damaged else 404)
    pages, language = house_of(request).pages, language_of(request)

    def name(kind: str, row: str) -> str:
        if kind in TAG_KINDS:
            return pages.name("tag", row, language)
        return pages.name(kind, row, language) if kind in NAMED else row

    return stands(request, pulling.as_csv(found, name).encode("utf-8-sig"), "text/csv; charset=utf-8")


def whole(pulled: Pulled) -> Published | None:
    """Find what may be sent: a damaged one is never half sent, and no older one in its place."""
    return None if pulled.damaged else pulled.found


def stands(request: Request, body: bytes, kind: str) -> Response:
    """Answer with what is published, or say that it is what the program has already."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache", "Vary": "Authorization, Accept-Language"}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if mark in known or known == ["*"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


async def show_keys(
    request: Request,
    desk: Desk,
    *,
    did: str | None = None,
    key: str = "",
    code: str = "",
    wrong: str = "",
    typed: str = "",
    status: int = 200,
) -> Response:
    """Show the keys; a new one is shown this once."""
    house = house_of(request)
    found = await house.store.read(lambda tx: pulling.look(tx, desk, house.clock()))
    more = {"did": did, "key": key, "code": code, "wrong": wrong, "typed": typed, "address": house.address}
    return show_page(request, "pull.html", found | more, status)
