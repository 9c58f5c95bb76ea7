"""Errors in one shape for everyone: JSON for programs, a page with a way on for people.

One rule: an error tells what is true and what to do next, and never what was typed.
"""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from collector.desk import OutOfReach
from collector.pulling import NotLetIn
from collector.signin import InvitationSpent
from collector.store.front import StoreProblem
from collector.web.doors import PasskeyFirst, ShowFirst
from collector.web.show import Pages, language_of, prefers_json

KNOWN = (400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)
SIGNS_IN = frozenset({401, 410})
"""Where the way on for staff is the page by which they come in."""
Answer = Callable[[Request, Exception], Awaitable[Response]]


def set_error_answers(app: FastAPI) -> None:
    """Answer every error that a page may raise; what is not foreseen is answered one step further out."""
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_malformed)
    app.add_exception_handler(PasskeyFirst, _answer_passkey_first)
    app.add_exception_handler(ShowFirst, _answer_show_first)
    app.add_exception_handler(NotLetIn, _answer_key)
    app.add_exception_handler(OutOfReach, _answers_with(404))
    app.add_exception_handler(InvitationSpent, _answers_with(410))
    app.add_exception_handler(StoreProblem, _answers_with(503))


def answer_error(request: Request, status: int) -> Response:
    """Make the answer: one dict, shown as a page or as JSON."""
    pages: Pages = request.app.state.pages
    language = language_of(request)
    data = {"error": explain(pages, status, language, for_staff=is_for_staff(request.url.path))}
    headers = {"Retry-After": "10"} if status == 503 else None
    return pages.show(request, "error.html", data, language=language, status=status, headers=headers)


def explain(pages: Pages, status: int, language: str, *, for_staff: bool) -> dict[str, object]:
    """Say what happened and the way on, warm to young people and exact to staff."""
    name = status if status in KNOWN else (500 if status >= 500 else 400)
    reader = "staff" if for_staff and pages.texts.has(f"error.{name}.staff.explain") else "all"
    return {
        "status": status,
        "title": pages.texts.say(f"error.{name}.{reader}.title", language),
        "explain": pages.texts.say(f"error.{name}.{reader}.explain", language),
        "way_on": ("/desk/in" if status in SIGNS_IN else "/desk") if for_staff else "/",
    }


def is_for_staff(path: str) -> bool:
    """Tell whose page it is; whoever is not staff may be a child."""
    return path == "/desk" or path.startswith(("/desk/", "/in/"))


def answer_program(request: Request, status: int, headers: dict[str, str] | None = None) -> Response:
    """Answer a program that fetches what was published: the same dict, always as JSON."""
    pages: Pages = request.app.state.pages
    language = language_of(request)
    error = {
        "status": status,
        "title": pages.texts.say(f"pull.error.{status}", language),
        "explain": pages.texts.say(f"pull.error.{status}.explain", language),
        "way_on": "/desk/pull",
    }
    return JSONResponse({"error": error}, status, headers)


async def _answer_key(request: Request, error: Exception) -> Response:
    if isinstance(error, NotLetIn) and error.wait:
        return answer_program(request, 429, {"Retry-After": "3600"})
    return answer_program(request, 401, {"WWW-Authenticate": 'Basic realm="Ekko", charset="UTF-8"'})


async def _answer_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return answer_error(request, status)


async def _answer_malformed(request: Request, error: Exception) -> Response:
    places = (
        {each["loc"][0] for each in error.errors()} if isinstance(error, RequestValidationError) else set()
    )
    return answer_error(request, 404 if "path" in places else 400)


async def _answer_passkey_first(request: Request, error: Exception) -> Response:
    if request.method == "GET" and not prefers_json(request):
        return RedirectResponse("/desk/passkey", 303)
    return answer_error(request, 403)


async def _answer_show_first(request: Request, error: Exception) -> Response:
    if isinstance(error, ShowFirst) and not prefers_json(request):
        return RedirectResponse(f"/desk/sure?to={error.then}", 303)
    return answer_error(request, 403)


def _answers_with(status: int) -> Answer:
    async def answer(request: Request, error: Exception) -> Response:
        return answer_error(request, status)

    return answer
