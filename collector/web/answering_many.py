"""The pages of one answer for many: choosing who is meant, seeing what each reads, sending, following it."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from collector import answering_many, stopping_many
from collector.answering import NoAnswer
from collector.answering_many import Choice, Draft
from collector.desk import DecidedAlready, Desk
from collector.model import ANSWER_STATUSES
from collector.store import own_tags
from collector.store.front import Tx
from collector.telling_many import LANGUAGES
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.queue import is_quick
from collector.web.show import language_of, show_page
from nlp.tags import ACTIVITIES

router = APIRouter()
ANSWERERS = allow("admin", "leader")
Typed = dict[str, str]
BLANK: dict[str, Any] = {
    "draft": None,
    "told": [],
    "wrong": None,
    "changed": False,
    "hidden": [],
    "did": None,
}


async def asked_for(
    tag: fields.ManyTag = "",
    code: fields.ManyRound = "",
    had: fields.ManyHad = "",
    corrects: fields.Corrects = "",
) -> Choice:
    """Read from the address who is meant."""
    return Choice(tag, code, had, corrects)


async def meant(
    tag: fields.ManyTagField = "",
    code: fields.ManyRoundField = "",
    had: fields.AnswerField = "",
    corrects: fields.CorrectsField = "",
) -> Choice:
    """Read from a form who is meant."""
    return Choice(tag, code, had, corrects)


async def typed(
    status: fields.AnswerField = "",
    nb: fields.AnswerText = "",
    nn: fields.AnswerText = "",
    en: fields.AnswerText = "",
) -> Typed:
    """Read from a form what was written in each language."""
    return {"status": status, "nb": nb, "nn": nn, "en": en}


AskedFor = Annotated[Choice, Depends(asked_for)]
Meant = Annotated[Choice, Depends(meant)]
Written = Annotated[Typed, Depends(typed)]


@router.get("/desk/answers")
async def choose(
    request: Request,
    choice: AskedFor,
    desk: Desk = ANSWERERS,
    template: fields.UsedTemplate = "",
    did: fields.ManyDid = None,
) -> Response:
    return await show_choice(request, desk, choice, {"did": did}, template=template)


@router.post("/desk/answers/look")
async def look(request: Request, choice: Meant, form: Written, desk: Desk = ANSWERERS) -> Response:
    return await show_draft(request, desk, choice, form)


@router.post("/desk/answers")
async def send(
    request: Request,
    choice: Meant,
    form: Written,
    desk: Desk = ANSWERERS,
    seen: fields.ManySeen = "",
    despite: fields.Despite = "",
) -> Response:
    written = read(form)
    if isinstance(written, NoAnswer) or (written.hidden and not despite):
        return await show_draft(request, desk, choice, form)
    house = house_of(request)

    def work(tx: Tx) -> str:
        return answering_many.begin(tx, desk, choice, written, seen, house.clock())

    try:
        sending = await house.store.write(work)
    except DecidedAlready:
        return await show_choice(request, desk, choice, {"draft": form, "changed": True}, 409)
    return RedirectResponse(f"/desk/answers/{sending}", 303)


@router.post("/desk/answers/templates")
async def keep(
    request: Request, choice: Meant, form: Written, desk: Desk = ANSWERERS, name: fields.TemplateName = ""
) -> Response:
    house, written = house_of(request), read(form)
    try:
        if isinstance(written, NoAnswer):
            raise written
        kept = written
        await house.store.write(lambda tx: answering_many.keep_template(tx, desk, name, kept, house.clock()))
    except NoAnswer as why:
        return await show_choice(request, desk, choice, {"draft": form, "wrong": why.key}, 422)
    return RedirectResponse(f"/desk/answers?{query_of(choice)}&did=kept", 303)


@router.post("/desk/answers/templates/{template_id}/drop")
async def drop(request: Request, template_id: fields.TemplateId, desk: Desk = ANSWERERS) -> Response:
    await house_of(request).store.write(lambda tx: answering_many.drop_template(tx, desk, template_id))
    return RedirectResponse("/desk/answers?did=dropped", 303)


@router.get("/desk/answers/{sending_id}")
async def follow(
    request: Request,
    sending_id: fields.SendingId,
    desk: Desk = ANSWERERS,
    did: fields.SendingDid = None,
    n: fields.HowMany = 0,
) -> Response:
    """Show how far it has come; once it is done, a page that asked for its figures asks for all of itself."""
    found = await house_of(request).store.read(lambda tx: stopping_many.look(tx, desk, sending_id))
    page = show_page(request, "sending.html", {"sending": found, "did": did, "n": n})
    if found["done"] and is_quick(request):
        page.headers["HX-Refresh"] = "true"
    return page


@router.post("/desk/answers/{sending_id}/stop")
async def stop(request: Request, sending_id: fields.SendingId, desk: Desk = ANSWERERS) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: stopping_many.stop(tx, desk, sending_id, house.clock()))
    return RedirectResponse(f"/desk/answers/{sending_id}", 303)


@router.post("/desk/answers/{sending_id}/back")
async def take_back(request: Request, sending_id: fields.SendingId, desk: Desk = ANSWERERS) -> Response:
    house, n = house_of(request), 0
    await house.store.write(lambda tx: stopping_many.stop(tx, desk, sending_id, house.clock()))

    def some(tx: Tx) -> int:
        return stopping_many.take_back_some(tx, desk, sending_id, house.clock(), house.carry)

    while taken := await house.store.write(some):
        n += taken
    return RedirectResponse(f"/desk/answers/{sending_id}?did=back&n={n}", 303)


async def show_choice(
    request: Request,
    desk: Desk,
    choice: Choice,
    more: dict[str, Any],
    status: int = 200,
    template: str = "",
) -> Response:
    """Show who is meant and where to write."""
    house = house_of(request)
    found, own = await house.store.read(
        lambda tx: (answering_many.look(tx, desk, choice), own_tags.names_here(tx, desk.municipality.id))
    )
    language = language_of(request)
    tags = sorted([*ACTIVITIES, *own], key=lambda tag: house.pages.name("tag", tag, language).lower())
    shown = found | BLANK | {"statuses": list(ANSWER_STATUSES), "tags": tags} | more
    if found["corrected"] and shown["draft"] is None:
        shown["draft"] = found["corrected"]["texts"] | {"status": found["corrected"]["status"]}
    used = next((each for each in found["templates"] if each["id"] == template), None)
    if used is not None and shown["draft"] is None:
        shown["draft"] = dict.fromkeys(LANGUAGES, "") | used["texts"] | {"status": used["status"]}
    return show_page(request, "answering_many.html", shown | {"query": query_of(choice)}, status)


async def show_draft(request: Request, desk: Desk, choice: Choice, form: Typed) -> Response:
    """Show an answer as it will be read in each language, or why it cannot be sent; nothing is kept."""
    house, written = house_of(request), read(form)
    if isinstance(written, NoAnswer):
        return await show_choice(request, desk, choice, {"draft": form, "wrong": written.key}, 422)
    told = await house.store.read(
        lambda tx: answering_many.preview(tx, desk, house.pages.texts, choice, written, house.clock())
    )
    shown = {"status": written.status} | dict.fromkeys(LANGUAGES, "") | dict(written.texts)
    return await show_choice(
        request, desk, choice, {"draft": shown, "told": told, "hidden": list(written.hidden)}
    )


def read(form: Typed) -> Draft | NoAnswer:
    """Read what was written, or say why it cannot be sent."""
    try:
        return answering_many.draft(form["status"], form)
    except NoAnswer as why:
        return why


def query_of(choice: Choice) -> str:
    """Write who is meant into an address."""
    return urlencode(answering_many.as_chosen(choice))
