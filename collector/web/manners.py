"""What holds on every route: safe headers, no changes for other sites, small bodies, silent errors.

One rule: plain ASGI, because a request passes here every time; and what somebody sent never reaches the log.
"""

import logging
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from collector.web.errors import answer_error, set_error_answers
from collector.where_it_failed import place_of

LARGEST_BODY = 64 * 1024
LARGER_BODIES = {
    "/desk/municipality/logo": 768 * 1024,
    "/desk/municipality/outline": 6400 * 1024,
    "/desk/here/import": 1100 * 1024,
    "/desk/living/import": 1100 * 1024,
    "/desk/living/take": 3300 * 1024,
    "/desk/here/take": 3300 * 1024,
}
"""A file that comes back as a form is written with three signs for many a letter."""
"""Where a file may be sent: so large at most, what its form adds to it included."""
LET_GO = 1024 * 1024
"""So much of a refused body is still taken and forgotten: Caddy loses an answer that comes while it sends."""
CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
log = logging.getLogger("ekko.web")


def install(app: FastAPI) -> None:
    """Give an app these manners; its `state.pages` shows the errors."""
    set_error_answers(app)
    app.add_middleware(Manners)


class Manners:
    """Stands between the world and every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                add_headers(message)
            await send(message)

        try:
            check_sender(scope["method"], headers)
            most = LARGER_BODIES.get(scope["path"], LARGEST_BODY)
            check_length(headers, most)
            await self.app(scope, capped(receive, most), send_with_headers)
        except HTTPException as error:
            if error.status_code == 413:
                await let_go(receive)
            await answer_error(Request(scope), error.status_code)(scope, receive, send_with_headers)
        except Exception as error:
            log.error("A page failed: %s", place_of(error))
            if begun:
                raise BrokenAnswer("An answer failed half-way; the log says where.") from None
            await answer_error(Request(scope), 500)(scope, receive, send_with_headers)


class BrokenAnswer(Exception):
    """An answer failed when part of it was sent; what failed is in the log, without anybody's words."""


def add_headers(message: Message) -> None:
    """Add the headers that a page has not set itself."""
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def check_sender(method: str, headers: Headers) -> None:
    """Refuse a change that another site asks for.

    Our own pages send no referrer, and then browsers write `Origin: null` on our own forms too. So
    Sec-Fetch-Site decides where there is one; a browser too old to send it is judged by an Origin that
    names a site, and what it may change is guarded by the token in the form.
    """
    if method in CHANGES_NOTHING:
        return
    site, origin = headers.get("sec-fetch-site"), headers.get("origin", "null")
    if site is not None:
        ours = site in {"same-origin", "none"}
    else:
        ours = origin == "null" or site_of(origin) == headers.get("host")
    if not ours:
        raise HTTPException(403)


def site_of(origin: str) -> str | None:
    """Name the site in an origin; what is no address is no site of ours."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def check_length(headers: Headers, most: int) -> None:
    """Refuse a body that says that it is too large, before reading any of it."""
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit():
        raise HTTPException(400)
    if len(length) > 9 or int(length) > most:
        raise HTTPException(413)


def capped(receive: Receive, most: int) -> Receive:
    """Stop reading a body that grows too large without having said so."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return receive_some


async def let_go(receive: Receive) -> None:
    """Take and forget what still comes of a body, up to a limit."""
    taken = 0
    while taken < LET_GO:
        message = await receive()
        taken += len(message.get("body", b""))
        if not message.get("more_body"):
            return
