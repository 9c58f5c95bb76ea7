"""Lets somebody in whom a municipality's own sign-in knows, and ties them to their invitation the first time.

One rule: who somebody is there is the pair of issuer and subject, never a mail address or a name; and nobody
is let in whom no admin has invited.
"""

from dataclasses import replace
from typing import Any

from collector import municipality, signin
from collector.desk import Desk, OutOfReach
from collector.ids import new_id
from collector.model import LOCAL_ROLES, Provider, Role
from collector.oidc import is_fit
from collector.sealing import Seal
from collector.signin import InvitationSpent
from collector.store import people, providers
from collector.store.front import Tx

BEGUN = "outside"
LONGEST = 200
TO_FILL_IN = "TENANT"
"""What stands in an address that is only half filled in."""


class NotInvited(Exception):
    """The other side knows who it is, and nobody here does."""


class NotThisWay(Exception):
    """This role does not come in this way, as the municipality has decided."""


class SomebodyElse(Exception):
    """Whoever this is there is somebody else here already."""


class NotWhole(Exception):
    """A sign-in cannot be kept so: `why` names the field."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def who(seal: Seal, provider: Provider, subject: str) -> str:
    """Name somebody so that no two municipalities can tell that it is the same person."""
    return seal.pseudonym(provider.municipality_id, f"{provider.issuer}\n{subject}")


def come_in(
    tx: Tx, seal: Seal, provider_id: str, subject: str, now: int, before: str = "", whose: str = ""
) -> str:
    """Sign in whoever is known here by that name, and return the token of a new session.

    Where `whose` names somebody, it must be that one.
    """
    provider = find(tx, provider_id)
    staff = providers.find_known(tx, provider.id, who(seal, provider, subject))
    if staff is None:
        raise NotInvited
    if whose not in {"", staff.id}:
        raise SomebodyElse
    if staff.role not in provider.roles:
        raise NotThisWay
    return signin.begin(tx, seal, staff, provider.kind, now, before)


def accept(
    tx: Tx, seal: Seal, provider_id: str, subject: str, invitation: str, now: int, before: str = ""
) -> str:
    """Use an invitation up, let its owner be known by that name from now on, and sign them in."""
    provider = find(tx, provider_id)
    invited = people.find_invitation(tx, seal.fingerprint(invitation), now)
    if invited is None or invited["municipality_id"] != provider.municipality_id:
        raise InvitationSpent
    if invited["role"] not in provider.roles:
        raise NotThisWay
    staff, named = signin.use_up(tx, seal, invitation, now), who(seal, provider, subject)
    known = providers.find_known(tx, provider.id, named)
    if known is not None and known.id != staff.id:
        raise SomebodyElse
    providers.bind(tx, provider.id, staff.id, named, now)
    municipality.note(tx, provider.municipality_id, staff.id, "known-outside", now, kind=provider.kind)
    return signin.begin(tx, seal, staff, provider.kind, now, before)


def find(tx: Tx, provider_id: str) -> Provider:
    """Find a sign-in, or say that there is none."""
    provider = providers.find_provider(tx, provider_id)
    if provider is None:
        raise OutOfReach
    return provider


def find_with_secret(tx: Tx, seal: Seal, provider_id: str) -> tuple[Provider, str]:
    """Find a sign-in and open its secret."""
    provider, sealed = find(tx, provider_id), providers.secret_of(tx, provider_id)
    return provider, seal.open(sealed or b"", place_of(provider)).decode()


def offered(tx: Tx, municipality_id: str, role: Role) -> list[dict[str, str]]:
    """List the sign-ins by which somebody of this role may come in here."""
    found = providers.providers_of(tx, municipality_id)
    return [{"id": each.id, "kind": each.kind} for each in found if role in each.roles]


def place_of(provider: Provider) -> str:
    """Say where a secret is sealed for."""
    return f"provider:{provider.id}"


def look(tx: Tx, desk: Desk) -> list[dict[str, Any]]:
    """List the municipality's sign-ins, without their secrets."""
    return [
        {
            "kind": each.kind,
            "issuer": each.issuer,
            "client_id": each.client_id,
            "roles": list(each.roles),
            "acr": " ".join(each.acr),
            "amr": " ".join(each.amr),
        }
        for each in providers.providers_of(tx, desk.municipality.id)
    ]


def save(tx: Tx, seal: Seal, desk: Desk, ours: str, typed: Provider, secret: str, now: int) -> None:
    """Keep a sign-in; where no new secret is given, the old one stays."""
    before = providers.find_of_kind(tx, desk.municipality.id, typed.kind)
    provider = replace(typed, id=before.id if before else new_id(now), municipality_id=desk.municipality.id)
    if why := why_not(provider, ours):
        raise NotWhole(why)
    kept = providers.secret_of(tx, before.id) if before else None
    sealed = seal.seal(secret, place_of(provider)) if secret else kept
    if sealed is None:
        raise NotWhole("secret")
    if before is not None and (before.issuer, before.client_id) != (provider.issuer, provider.client_id):
        providers.drop_provider(tx, before.id)  # who was known to the old one is not known to the new
        provider = replace(provider, id=new_id(now))
        if not secret:
            raise NotWhole("secret")
        sealed = seal.seal(secret, place_of(provider))
    providers.put_provider(tx, provider, sealed, desk.staff.id, now)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "sign-in-set", now, kind=provider.kind)


def why_not(provider: Provider, ours: str) -> str:
    """Name the field that cannot stay as it is."""
    if not is_fit(provider.issuer, ours) or len(provider.issuer) > LONGEST or TO_FILL_IN in provider.issuer:
        return "issuer"
    if not provider.client_id or len(provider.client_id) > LONGEST:
        return "client"
    if not provider.roles or not set(provider.roles) <= set(LOCAL_ROLES):
        return "roles"
    return "" if provider.acr or provider.amr else "strength"


def drop(tx: Tx, desk: Desk, kind: str, now: int) -> None:
    """Let nobody in that way any more."""
    for each in providers.providers_of(tx, desk.municipality.id):
        if each.kind == kind:
            providers.drop_provider(tx, each.id)
            here, by = desk.municipality.id, desk.staff.id
            municipality.note(tx, here, by, "sign-in-dropped", now, kind=each.kind)
