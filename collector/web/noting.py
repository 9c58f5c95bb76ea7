"""The pages of what a group notes at a summary: adding a line, and changing one."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import noting
from collector.desk import DecidedAlready, Desk
from collector.noting import NotFit
from collector.store.front import Tx
from collector.summary.slices import find_slice
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import show_page

router = APIRouter()
WRITERS = allow("admin", "leader", "project", "youth")


@router.post("/desk/summary/{code}/notes")
async def add(
    request: Request,
    code: fields.RoundCode,
    desk: Desk = WRITERS,
    which: fields.NoteList = "believe",
    words: fields.GroupWords = "",
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> None:
        noting.add(tx, desk, find_slice(tx, desk, code), which, words, house.clock())

    try:
        await house.store.write(work)
    except NotFit as why:
        wrong = {"code": code, "which": which, "words": words, "wrong": why.key, "longest": noting.LONGEST}
        return show_page(request, "note_wrong.html", wrong, 422)
    return RedirectResponse(f"/desk/summary/{code}#notes", 303)


@router.get("/desk/notes/{note_id}")
async def look(request: Request, note_id: fields.NoteId, desk: Desk = WRITERS) -> Response:
    return await show_one(request, desk, note_id)


@router.post("/desk/notes/{note_id}")
async def edit(
    request: Request,
    note_id: fields.NoteId,
    desk: Desk = WRITERS,
    version: fields.Version = 0,
    words: fields.GroupWords = "",
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> str:
        noting.edit(tx, desk, note_id, version, words, house.clock())
        return noting.code_of(tx, noting.find(tx, desk, note_id))

    try:
        code = await house.store.write(work)
    except DecidedAlready:
        return await show_one(request, desk, note_id, {"taken": True, "typed": words}, 409)
    except NotFit as why:
        return await show_one(request, desk, note_id, {"wrong": why.key, "typed": words}, 422)
    return RedirectResponse(f"/desk/summary/{code}#notes", 303)


@router.post("/desk/notes/{note_id}/do")
async def act(
    request: Request,
    note_id: fields.NoteId,
    desk: Desk = WRITERS,
    version: fields.Version = 0,
    do: fields.NoteDo = "strike",
) -> Response:
    house = house_of(request)

    def work(tx: Tx) -> str:
        return noting.act(tx, desk, note_id, version, do, house.clock())

    try:
        code = await house.store.write(work, erases=do == "drop")
    except DecidedAlready:
        return await show_one(request, desk, note_id, {"taken": True}, 409)
    return RedirectResponse(f"/desk/summary/{code}#notes", 303)


async def show_one(
    request: Request, desk: Desk, note_id: str, more: dict[str, Any] | None = None, status: int = 200
) -> Response:
    """Show one line with all that can be done with it."""
    found = await house_of(request).store.read(lambda tx: noting.open_one(tx, desk, note_id))
    blank = {"wrong": None, "taken": False, "typed": None}
    return show_page(request, "note.html", found | blank | (more or {}), status)
