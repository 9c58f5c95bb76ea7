"""Who may come in where: every route says it itself, and a route that says nothing stops the program.

One rule: the check stands before the page, so a page never asks who is reading it.
"""

import hmac
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.routing import APIRoute, iter_route_contexts

from collector import pulling, signin, sure
from collector.desk import Desk
from collector.model import ROLES, Role
from collector.pulling import NotLetIn, Pulled
from collector.web.house import house_of

STAFF_COOKIE = "__Host-ekko-staff"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-Ekko-Csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class NoRule(Exception):
    """A route does not say who may use it."""


class CsrfMissing(HTTPException):
    """A change came without the token that only our own pages hold."""

    def __init__(self) -> None:
        super().__init__(403)


class PasskeyFirst(Exception):
    """Whoever asks came by a link alone, and a passkey is asked for before anything else is seen."""


class ShowFirst(Exception):
    """Whoever asks has been signed in for a while, and is to show who they are before a way in is touched."""

    def __init__(self, then: str) -> None:
        super().__init__(then)
        self.then = then


class Rule:
    """Lets these roles in, and nobody without a living session.

    Where real people's words are, a link alone opens nothing but what may be done `before_passkey`. What
    makes or takes a way in asks for somebody who showed lately who they are, and says where to go on `then`.
    """

    def __init__(self, *roles: Role, before_passkey: bool = False, then: str = "") -> None:
        self.roles = frozenset(roles)
        self.before_passkey = before_passkey
        self.then = then

    async def __call__(self, request: Request) -> Desk:
        desk = await find_desk(request)
        if desk is None:
            raise HTTPException(401)
        request.state.desk = desk
        if desk.lacks_second_part and not self.before_passkey:
            raise PasskeyFirst
        if desk.staff.role not in self.roles:
            raise HTTPException(403)
        if request.method not in SAFE:
            await check_csrf(request, desk)
        if self.then and await must_show(request, desk):
            raise ShowFirst(self.then)
        return desk


def allow(*roles: Role) -> Any:
    """Declare who may use a route: `desk: Desk = allow("leader")`."""
    return Depends(Rule(*roles))


def allow_who_just_showed(*roles: Role, then: str) -> Any:
    """Let in who may, and who showed who they are lately: here ways in are made and taken away."""
    return Depends(Rule(*roles, then=then))


def anybody() -> Any:
    """Let in whoever is signed in."""
    return allow(*ROLES)


def anybody_on_the_way_in() -> Any:
    """Let in whoever is signed in, also by a link alone: here one makes a passkey, or goes."""
    return Depends(Rule(*ROLES, before_passkey=True))


def anybody_on_the_way_in_who_just_showed(then: str) -> Any:
    """Let in whoever is signed in, also by a link alone, and showed who they are lately."""
    return Depends(Rule(*ROLES, before_passkey=True, then=then))


async def public() -> None:
    """Everybody may use the route: `dependencies=[Depends(public)]`."""


async def with_token(request: Request) -> None:
    """Let in a program that shows the token, and nobody by a session."""
    figures = house_of(request).figures
    if figures is None:
        raise HTTPException(404)
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(shown.encode(), figures.token.encode()):
        raise HTTPException(401)


async def with_key(request: Request) -> Pulled:
    """Let in a program that shows a key to what was published of the round in the address."""
    house, code = house_of(request), request.path_params["code"]
    key = pulling.key_in(request.headers.get("authorization", ""))
    found = await house.store.write(lambda tx: pulling.fetch(tx, house.seal, key, code, house.clock()))
    if isinstance(found, NotLetIn):
        raise found
    return found


async def find_desk(request: Request) -> Desk | None:
    """Find who is asking, by the session cookie alone."""
    token = request.cookies.get(STAFF_COOKIE, "")
    house = house_of(request)
    desk = await house.store.read(lambda tx: signin.find_desk(tx, house.seal, token, house.clock()))
    if desk is not None and signin.is_worth_noting(desk, house.clock()):
        await house.store.write(lambda tx: signin.note_seen(tx, desk, house.clock()))
    return desk


async def must_show(request: Request, desk: Desk) -> bool:
    """Tell whether this one must show who they are before a way in is touched."""
    house = house_of(request)
    return await house.store.read(lambda tx: sure.must_show(tx, desk, house.clock()))


async def check_csrf(request: Request, desk: Desk) -> None:
    """Refuse a change that does not carry the session's own token."""
    sent = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), desk.csrf.encode()):
        await request.close()  # a file that came along is let go of, too
        raise CsrfMissing


RULES_OF_NO_ROLE: dict[Any, frozenset[Role] | None] = {
    public: None,
    with_token: frozenset(),
    with_key: frozenset(),
}
"""Everybody, and no role at all."""


def rules_of(app: FastAPI) -> dict[tuple[str, str], frozenset[Role] | None]:
    """List every method and path with the roles that may use it, or None for everybody."""
    rules: dict[tuple[str, str], frozenset[Role] | None] = {}
    for context in iter_route_contexts(app.routes):
        path = str(getattr(context, "path", None))
        for method in sorted(getattr(context, "methods", None) or ["?"]):
            rules[method, path] = _rule_of(context, path)
    return rules


def check_rules(app: FastAPI) -> None:
    """Stop at once if any route does not say who may use it."""
    rules_of(app)


def _rule_of(context: Any, path: str) -> frozenset[Role] | None:
    dependant = getattr(context, "dependant", None)
    calls = [each.call for each in dependant.dependencies] if dependant else []
    rules = [RULES_OF_NO_ROLE[call] for call in calls if call in RULES_OF_NO_ROLE]
    rules += [call.roles for call in calls if isinstance(call, Rule)]
    if not isinstance(context.original_route, APIRoute) or len(rules) != 1:
        raise NoRule(f"The route {path} must say once who may use it: allow(...) or Depends(public).")
    return rules[0]
