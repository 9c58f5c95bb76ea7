"""The pages of what exists already: the list, one entry, and bringing in a spreadsheet."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import offering
from collector.catalogue import FIELDS, LONGEST, Fault, check_entry, known_tags
from collector.catalogue_file import LARGEST, BadCatalogue, Sheet, read_file, write_csv
from collector.desk import Desk
from collector.here import day_of
from collector.store import own_tags
from collector.store.front import Tx
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.receiving import take_file
from collector.web.show import language_of, show_page

router = APIRouter()
KEEPERS = allow("admin", "leader")
Typed = dict[str, Any]


async def typed(
    name: fields.SaidInALine = "",
    about: fields.Said = "",
    place: fields.SaidInALine = "",
    days: fields.SaidInALine = "",
    age: fields.SaidInALine = "",
    price: fields.SaidInALine = "",
    link: fields.SaidInALine = "",
    until: fields.SaidInALine = "",
    tag: fields.TagIds = [],  # noqa: B006  FastAPI copies it for every request
) -> Typed:
    """Read the form."""
    said = (name, about, place, days, age, price, link, until)
    return dict(zip((each for each in FIELDS if each != "tags"), said, strict=True)) | {"tags": tag}


Written = Annotated[Typed, Depends(typed)]


@router.get("/desk/here")
async def every(
    request: Request, desk: Desk = KEEPERS, after: fields.HereAfter = "", did: fields.HereDid = None
) -> Response:
    house = house_of(request)
    found = await house.store.read(lambda tx: offering.look(tx, desk, after, day_of(house.clock())))
    return show_page(request, "here.html", found | {"did": did})


@router.get("/desk/here/new")
async def begin(request: Request, desk: Desk = KEEPERS) -> Response:
    return await show_form(request, desk, "", {})


@router.post("/desk/here/new")
async def add(request: Request, form: Written, desk: Desk = KEEPERS) -> Response:
    return await keep(request, desk, "", form)


@router.get("/desk/here/import")
async def choose(request: Request, desk: Desk = KEEPERS) -> Response:
    return show_import(request)


@router.post("/desk/here/import")
async def look_into(request: Request, desk: Desk = KEEPERS) -> Response:
    body = await take_file(request, "file", LARGEST)
    if not body:
        return show_import(request, BadCatalogue(Fault(0, "none")))
    house = house_of(request)
    try:
        sheet = await read(request, desk, body)
    except BadCatalogue as problem:
        return show_import(request, problem)
    changes = await house.store.read(lambda tx: offering.compare(tx, desk, sheet.entries))
    would = {"added": changes.added, "changed": changes.changed, "same": changes.same}
    return show_import(request, would=would, sheet=sheet)


@router.post("/desk/here/take")
async def take_in(request: Request, desk: Desk = KEEPERS, file: fields.HereFile = "") -> Response:
    house = house_of(request)
    try:
        sheet = await read(request, desk, file.encode("utf-8", "replace"))
    except BadCatalogue as problem:
        return show_import(request, problem)
    await house.store.write(lambda tx: offering.take_in(tx, desk, sheet.entries, house.clock()))
    return RedirectResponse("/desk/here?did=taken", 303)


@router.get("/desk/here/{entry_id}")
async def one(request: Request, entry_id: fields.EntryId, desk: Desk = KEEPERS) -> Response:
    entry = await house_of(request).store.read(lambda tx: offering.find(tx, desk, entry_id))
    return await show_form(request, desk, entry_id, offering.as_typed(entry))


@router.post("/desk/here/{entry_id}")
async def change(request: Request, entry_id: fields.EntryId, form: Written, desk: Desk = KEEPERS) -> Response:
    return await keep(request, desk, entry_id, form)


@router.post("/desk/here/{entry_id}/drop")
async def drop(request: Request, entry_id: fields.EntryId, desk: Desk = KEEPERS) -> Response:
    await house_of(request).store.write(lambda tx: offering.drop(tx, desk, entry_id))
    return RedirectResponse("/desk/here?did=dropped", 303)


async def keep(request: Request, desk: Desk, entry_id: str, form: Typed) -> Response:
    """Keep what was typed, or show it again with what is wrong."""
    house = house_of(request)
    entry = check_entry(form | {"tags": ", ".join(form["tags"])}, await known(request, desk))
    if isinstance(entry, Fault):
        wrong: Fault | None = entry
        if entry_id:
            await house.store.read(lambda tx: offering.find(tx, desk, entry_id))
    else:
        checked = entry

        def work(tx: Tx) -> Fault | None:
            return offering.keep(tx, desk, checked, entry_id, house.clock())

        wrong = await house.store.write(work)
    if wrong is not None:
        return await show_form(request, desk, entry_id, form, wrong)
    return RedirectResponse("/desk/here?did=kept", 303)


async def show_form(
    request: Request, desk: Desk, entry_id: str, form: Typed, wrong: Fault | None = None
) -> Response:
    """Show the form of one entry."""
    language, house = language_of(request), house_of(request)
    known_here = set((await known(request, desk)).values())
    tags = sorted(known_here, key=lambda tag: house.pages.name("tag", tag, language).lower())
    data = {
        "entry_id": entry_id,
        "entry": offering.as_typed(None, form),
        "tags": tags,
        "longest": LONGEST,
        "wrong": wrong._asdict() if wrong else None,
    }
    status = 200 if wrong is None else 409 if wrong.key == "taken" else 422
    return show_page(request, "here_form.html", data, status)


def show_import(
    request: Request,
    problem: BadCatalogue | None = None,
    would: dict[str, int] | None = None,
    sheet: Sheet | None = None,
) -> Response:
    """Show where a file is chosen, what is wrong with it, or what bringing it in would do."""
    data = {
        "faults": [each._asdict() for each in problem.faults] if problem else [],
        "would": would,
        "file": write_csv(sheet.entries) if sheet else "",
        "unread": sheet.unread if sheet else [],
        "shown": [offering.as_typed(each) for each in sheet.entries[:10]] if sheet else [],
    }
    return show_page(request, "here_import.html", data, 422 if problem else 200)


async def read(request: Request, desk: Desk, body: bytes) -> Sheet:
    """Read a file by the tags that may be given here."""
    return read_file(body, await known(request, desk))


async def known(request: Request, desk: Desk) -> dict[str, str]:
    """Name every tag that something can answer to."""
    house = house_of(request)
    own = await house.store.read(lambda tx: own_tags.names_here(tx, desk.municipality.id))
    return known_tags(house.pages.texts, own)
