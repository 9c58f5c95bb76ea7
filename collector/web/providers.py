"""The admin's page of the municipality's own sign-ins: Entra, Feide, ID-porten or another."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from collector import coming_from_outside
from collector.coming_from_outside import TO_FILL_IN, NotWhole
from collector.desk import Desk
from collector.model import LOCAL_ROLES, PROVIDER_KINDS, Provider
from collector.web import fields
from collector.web.doors import allow
from collector.web.house import house_of
from collector.web.in_from_outside import back_to
from collector.web.show import show_page

router = APIRouter()
ADMIN = allow("admin")
FILLED_IN: dict[str, dict[str, str]] = {
    "entra": {"issuer": f"https://login.microsoftonline.com/{TO_FILL_IN}/v2.0", "acr": "c1"},
    "feide": {"issuer": "https://auth.dataporten.no", "acr": "urn:mace:feide.no:auth:level:fad08:3"},
    "id-porten": {"issuer": "https://idporten.no", "acr": "idporten-loa-substantial idporten-loa-high"},
    "other": {"issuer": "", "acr": ""},
}
"""What stands in an empty form: where each is found, and what it calls being sure by two parts."""
FIRST_ROLES = {"feide": ["youth"]}


@router.get("/desk/municipality/sign-in")
async def show(request: Request, desk: Desk = ADMIN, did: fields.SignInDid = None) -> Response:
    return await show_providers(request, desk, did=did)


@router.post("/desk/municipality/sign-in")
async def save(
    request: Request,
    kind: fields.ProviderKindField,
    issuer: fields.SaidInALine = "",
    client_id: fields.SaidInALine = "",
    secret: fields.SaidInALine = "",
    acr: fields.SaidInALine = "",
    amr: fields.SaidInALine = "",
    role: fields.TickedRoles = [],  # noqa: B006 - FastAPI copies it
    desk: Desk = ADMIN,
) -> Response:
    house = house_of(request)
    typed = Provider(
        "", "", kind, issuer.strip(), client_id.strip(), tuple(role), tuple(acr.split()), tuple(amr.split())
    )
    try:
        await house.store.write(
            lambda tx: coming_from_outside.save(
                tx, house.seal, desk, house.at.host, typed, secret.strip(), house.clock()
            )
        )
    except NotWhole as problem:
        return await show_providers(request, desk, 422, typed=typed, why=problem.why)
    return RedirectResponse("/desk/municipality/sign-in?did=saved", 303)


@router.post("/desk/municipality/sign-in/drop")
async def drop(request: Request, kind: fields.ProviderKindField, desk: Desk = ADMIN) -> Response:
    house = house_of(request)
    await house.store.write(lambda tx: coming_from_outside.drop(tx, desk, kind, house.clock()))
    return RedirectResponse("/desk/municipality/sign-in?did=dropped", 303)


async def show_providers(
    request: Request,
    desk: Desk,
    status: int = 200,
    *,
    did: str | None = None,
    typed: Provider | None = None,
    why: str = "",
) -> Response:
    """Show each kind with what is kept of it, or what was typed and could not be kept; never a secret."""
    house = house_of(request)
    kept = {
        each["kind"]: each for each in await house.store.read(lambda tx: coming_from_outside.look(tx, desk))
    }
    shown = []
    for kind in PROVIDER_KINDS:
        empty = {"client_id": "", "roles": FIRST_ROLES.get(kind, ["admin", "leader", "duty"]), "amr": ""}
        form = (
            empty | FILLED_IN[kind] | kept.get(kind, {}) | {"kind": kind, "is_kept": kind in kept, "why": ""}
        )
        if typed is not None and typed.kind == kind:
            form |= {"issuer": typed.issuer, "client_id": typed.client_id, "roles": list(typed.roles)}
            form |= {"acr": " ".join(typed.acr), "amr": " ".join(typed.amr), "why": why}
        shown.append(form)
    more = {"roles": list(LOCAL_ROLES), "back": back_to(request), "did": did}
    return show_page(request, "providers.html", {"providers": shown} | more, status)
