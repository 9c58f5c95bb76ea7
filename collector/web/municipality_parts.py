"""The pages of the municipality's record: each part a form that keeps what is right and says what is not."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from collector import municipality, recording
from collector.desk import Desk
from collector.facts import LANGUAGES, facts_in
from collector.listing import COLUMNS, MOST, BadList, Typed, as_typed
from collector.place_line import read_line, write_line
from collector.recording import ChangedMeanwhile, Pen, kept_facts, print_of
from collector.requirements import Record
from collector.store.front import Tx
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.show import Pages, prefers_json, show_page

router = APIRouter()
ADMIN = allow("admin")
FORMS = {
    "about": ("about",),
    "law": ("law",),
    "help": ("duty", "numbers"),
    "places": ("places", "outline", "schools"),
    "times": ("quiet", "holidays"),
    "look": ("logo",),
    "telegram": ("telegram",),
}
"""Each page and the forms on it; every form is saved by itself."""
FILES = ("logo", "outline")
"""Forms that take a file: they are kept in a room of their own (`municipality_files`)."""
PAGE_OF = {form: page for page, forms in FORMS.items() for form in forms}
EMPTY_ROWS = 3
CELL = re.compile(r"row-([0-9]{1,3})-([a-z]{1,10})")
Handler = Callable[..., Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a form is answered with when it was not kept whole: all that was typed, and what is wrong."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Typed, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    taken: bool = False
    shut: bool = False


def page_of(page: str) -> Handler:
    """Make the route that shows a page."""

    async def look(
        request: Request, desk: Desk = ADMIN, saved: fields.PartSaved = "", shut: fields.WasShut = ""
    ) -> Response:
        return await show_part(request, desk, page, saved=saved, shut=bool(shut))

    return look


def facts_form(form: str) -> Handler:
    """Make the route that keeps a section of facts."""

    async def save(request: Request, desk: Desk = ADMIN) -> Response:
        sent, here = await request.form(), desk.municipality.id
        typed, seen, pen = typed_facts(form, sent), str(sent.get("seen", "")), pen_of(request, desk)

        def work(tx: Tx) -> recording.Saved:
            return recording.save_facts(tx, here, form, typed, seen, pen)

        try:
            done = await house_of(request).store.write(work)
        except ChangedMeanwhile:
            return await show_part(request, desk, PAGE_OF[form], 409, Told(form, typed, taken=True))
        if done.wrong:
            told = Told(form, typed, wrong=done.wrong, shut=done.shut)
            return await show_part(request, desk, PAGE_OF[form], 422, told)
        return await saved(request, desk, form, shut=done.shut)

    return save


def list_form(what: str) -> Handler:
    """Make the route that keeps a list."""

    async def save(request: Request, desk: Desk = ADMIN) -> Response:
        sent, here = await request.form(), desk.municipality.id
        rows, seen, pen = typed_rows(what, sent), str(sent.get("seen", "")), pen_of(request, desk)
        try:
            await house_of(request).store.write(
                lambda tx: recording.save_list(tx, here, what, rows, seen, pen)
            )
        except ChangedMeanwhile:
            return await show_part(request, desk, PAGE_OF[what], 409, Told(what, rows=rows, taken=True))
        except BadList as problem:
            wrong = {str(each.row): each.why for each in problem.wrong}
            return await show_part(request, desk, PAGE_OF[what], 422, Told(what, rows=rows, wrong=wrong))
        return await saved(request, desk, what)

    return save


for _page, _forms in FORMS.items():
    router.get(f"/desk/municipality/{_page}")(page_of(_page))
    for _form in _forms:
        if _form not in FILES:
            _save = list_form(_form) if _form in COLUMNS else facts_form(_form)
            router.post(f"/desk/municipality/{_form}")(_save)


async def saved(request: Request, desk: Desk, form: str, *, shut: bool = False) -> Response:
    """Go back to the page, which says that it is kept."""
    if prefers_json(request):
        return await show_part(request, desk, PAGE_OF[form], saved=form, shut=shut)
    also = "&shut=yes" if shut else ""
    return RedirectResponse(f"/desk/municipality/{PAGE_OF[form]}?saved={form}{also}#{form}", 303)


async def show_part(
    request: Request,
    desk: Desk,
    page: str,
    status: int = 200,
    told: Told | None = None,
    *,
    saved: str = "",
    shut: bool = False,
) -> Response:
    """Show a page of the record: what is kept, or what was typed where it was not."""
    house, told = house_of(request), told or Told()

    def work(tx: Tx) -> list[dict[str, Any]]:
        record = municipality.describe(tx, desk.municipality.id, house.running)
        return [form_as_shown(form, record, told, house.pages) for form in FORMS[page]]

    data = {
        "part": page,
        "forms": await house.store.read(work),
        "saved": saved if saved in FORMS[page] else "",
        "shut": shut or told.shut,
    }
    return show_page(request, "municipality_part.html", data, status)


def form_as_shown(form: str, record: Record, told: Told, pages: Pages) -> dict[str, Any]:
    """Make what one form shows."""
    told = told if told.form == form else Told()
    shown: dict[str, Any] = {"form": form, "taken": told.taken, "is_wrong": bool(told.wrong)}
    if form in FILES:
        has = bool(record.logo) if form == "logo" else record.has_outline
        return shown | {"kind": "file", "has": has, "why": told.wrong.get(form, "")}
    if form in COLUMNS:
        return shown | rows_as_shown(form, record, told)
    kept = kept_facts(record.facts, form)
    facts = [
        {
            "name": fact.name,
            "kind": fact.kind,
            "value": told.typed.get(fact.name, kept[fact.name]),
            "kept": kept[fact.name],
            "why": told.wrong.get(fact.name, ""),
            "has_help": pages.texts.has(f"record.{fact.name}.help"),
        }
        for fact in facts_in(form)
    ]
    return shown | {"kind": "facts", "facts": facts, "seen": print_of(kept), "languages": list(LANGUAGES)}


def rows_as_shown(what: str, record: Record, told: Told) -> dict[str, Any]:
    """Make the rows of a list, some empty ones at the end."""
    kept = [as_typed(what, dict(each)) for each in record.lists[what]]
    rows = [dict(row) for row in told.rows] or list(kept)
    empty = dict.fromkeys(COLUMNS[what], "")
    rows += [dict(empty) for _ in range(EMPTY_ROWS)] if what != "places" else []
    return {
        "kind": "lines" if what == "places" else "rows",
        "columns": list(COLUMNS[what]),
        "rows": [
            row | line_of(what, row, number) | {"why": told.wrong.get(str(number), "")}
            for number, row in enumerate(rows, 1)
        ],
        "why": next((why for row, why in told.wrong.items() if int(row) > MOST), ""),
        "kept": kept if told.taken else [],
        "seen": print_of(kept),
    }


def line_of(what: str, row: Typed, number: int) -> dict[str, Any]:
    """Write a place as the line that it is typed on; other lists have a box for each thing."""
    return {"line": write_line(row), "number": number} if what == "places" else {}


def typed_facts(form: str, sent: FormData) -> dict[str, str]:
    """Read what was typed for each fact; several boxes of one name make one line."""
    typed = {}
    for fact in facts_in(form):
        values = [value for value in sent.getlist(fact.name) if isinstance(value, str)]
        typed[fact.name] = tidy(" ".join(values))
    return typed


def typed_rows(what: str, sent: FormData) -> tuple[Typed, ...]:
    """Read the rows of a list; of places one stands on each line."""
    if what == "places":
        lines = tidy(str(sent.get("lines", ""))).splitlines()
        return tuple(read_line(line.strip()) for line in lines if line.strip())
    rows: dict[int, dict[str, str]] = {}
    for name, value in sent.multi_items():
        found = CELL.fullmatch(name)
        if found and found[2] in COLUMNS[what] and isinstance(value, str):
            rows.setdefault(int(found[1]), dict.fromkeys(COLUMNS[what], ""))[found[2]] = tidy(value)
    return tuple(row for _, row in sorted(rows.items()) if any(row.values()))


def tidy(typed: str) -> str:
    """Half a character cannot be sent back."""
    return typed.encode("utf-8", "replace").decode().replace("\0", "")


def pen_of(request: Request, desk: Desk) -> Pen:
    """Say who writes, and when."""
    house = house_of(request)
    return Pen(desk.staff.id, house.clock(), house.running)
