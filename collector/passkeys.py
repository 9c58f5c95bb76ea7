"""Passkeys: made by whoever is let in by an invitation, and from then on the ordinary way in.

One rule: a passkey counts only for this very address, with its owner known to the device (a finger, a face, a
PIN), and for a challenge that we gave, once. py_webauthn judges what a browser brings; this is its only room.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from collector import half_way, municipality, signin
from collector.desk import Desk, OutOfReach
from collector.here import day_of
from collector.ids import new_id, new_secret
from collector.model import Passkey, Staff
from collector.sealing import Seal
from collector.store import passkeys, people
from collector.store.front import Tx

IN, MAKE = "passkey-in", "passkey-make"
AT_MOST = 20
"""So many may one person have."""
Begun = Mapping[str, Any]
"""What was kept when it began, taken once."""
T = TypeVar("T")


class NotThisPasskey(Exception):
    """What the browser brought opens nothing: unknown, for another address, too late, or not whole."""


class TooMany(Exception):
    """Nobody needs so many; nothing was kept."""


class LastWay(Exception):
    """It is the last way in that this person has; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address that people open, as a browser names it: passkeys are for it and for no other."""

    origin: str
    host: str

    @classmethod
    def of(cls, address: str) -> "Address":
        """Read an address.

        >>> Address.of("https://ekko.example.no/")
        Address(origin='https://ekko.example.no', host='ekko.example.no')
        """
        parts = urlsplit(address or "http://localhost")
        return cls(f"{parts.scheme}://{parts.netloc}".lower(), parts.hostname or "localhost")


def begin_in(tx: Tx, seal: Seal, at: Address, now: int) -> tuple[str, str]:
    """Begin to sign in: the token for this browser's cookie, and what its script hands on."""
    token = new_secret()
    return token, ask_for_one(tx, seal, at, token, IN, now)


def ask_for_one(tx: Tx, seal: Seal, at: Address, token: str, what: str, now: int) -> str:
    """Ask for a passkey, and keep what was asked under a token that only this browser has."""
    options = generate_authentication_options(
        rp_id=at.host, timeout=half_way.BEGUN_FOR, user_verification=UserVerificationRequirement.REQUIRED
    )
    half_way.keep(tx, seal, token, what, {"challenge": bytes_to_base64url(options.challenge)}, now)
    return options_to_json(options)


def finish_in(
    tx: Tx, seal: Seal, at: Address, begun: Begun, shown: str, now: int, before: str = "", whose: str = ""
) -> str:
    """Sign in with what the passkey showed, and return the token of a new session.

    Where `whose` names somebody, the passkey must be theirs.
    """
    credential = _judged(lambda: parse_authentication_credential_json(shown))
    passkey = passkeys.find_passkey(tx, credential.id)
    staff = people.find_staff(tx, passkey.staff_id) if passkey else None
    if passkey is None or staff is None or whose not in {"", staff.id}:
        raise NotThisPasskey
    if credential.response.user_handle != staff.id.encode():
        raise NotThisPasskey
    count = _judge(credential, passkey, at, begun["challenge"])
    if not passkeys.note_used(tx, passkey, count, day_of(now)):
        raise NotThisPasskey
    return signin.begin(tx, seal, staff, "passkey", now, before)


def begin_make(tx: Tx, seal: Seal, at: Address, desk: Desk, now: int) -> str:
    """Begin to make a passkey for whoever sits here, on a device that has none of theirs yet."""
    kept = passkeys.passkeys_of(tx, desk.staff.id)
    options = generate_registration_options(
        rp_id=at.host,
        rp_name="Ekko",
        user_id=desk.staff.id.encode(),
        user_name=f"{desk.staff.name}, {desk.municipality.name}",
        user_display_name=desk.staff.name,
        timeout=half_way.BEGUN_FOR,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(k.credential)) for k in kept],
    )
    half_way.keep(tx, seal, desk.session, MAKE, {"challenge": bytes_to_base64url(options.challenge)}, now)
    return options_to_json(options)


def finish_make(
    tx: Tx, seal: Seal, at: Address, desk: Desk, begun: Begun, shown: str, name: str, now: int
) -> str:
    """Keep the passkey, end this session and begin another, whose token is returned."""
    people.lock_staff(tx, desk.staff.id)
    if len(passkeys.passkeys_of(tx, desk.staff.id)) >= AT_MOST:
        raise TooMany
    passkey = _judge_new(shown, at, begun["challenge"], desk.staff, name, now)
    if passkeys.is_taken(tx, passkey.credential):
        raise NotThisPasskey
    passkeys.add_passkey(tx, passkey)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "passkey-made", now)
    people.end_session(tx, desk.session)
    return signin.begin(tx, seal, desk.staff, "passkey", now)


def drop(tx: Tx, desk: Desk, passkey_id: str, now: int) -> None:
    """Let one of one's own passkeys open nothing any more; wherever else one is signed in, that ends."""
    people.lock_staff(tx, desk.staff.id)
    kept = passkeys.passkeys_of(tx, desk.staff.id)
    if passkey_id not in {each.id for each in kept}:
        raise OutOfReach
    if len(kept) < 2 and not people.comes_from_outside(tx, desk.staff.id):
        raise LastWay
    passkeys.drop_passkey(tx, passkey_id)
    signin.sign_out_elsewhere(tx, desk)
    municipality.note(tx, desk.municipality.id, desk.staff.id, "passkey-dropped", now)


def listed(tx: Tx, desk: Desk) -> list[dict[str, Any]]:
    """List one's own passkeys: by name, with the days on which each was made and used last."""
    return [
        {"id": each.id, "name": each.name, "made_day": day_of(each.made_at), "used_day": each.used_day}
        for each in passkeys.passkeys_of(tx, desk.staff.id)
    ]


def _judge(credential: AuthenticationCredential, passkey: Passkey, at: Address, challenge: str) -> int:
    """Judge what a passkey showed, and return how often its device says that it was used."""
    return _judged(
        lambda: verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=at.host,
            expected_origin=at.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    ).new_sign_count


def _judge_new(shown: str, at: Address, challenge: str, staff: Staff, name: str, now: int) -> Passkey:
    """Judge a passkey that was just made, and return what is kept of it."""
    made = _judged(
        lambda: verify_registration_response(
            credential=shown,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=at.host,
            expected_origin=at.origin,
            require_user_verification=True,
        )
    )
    called = bytes_to_base64url(made.credential_id)
    return Passkey(new_id(now), staff.id, called, made.credential_public_key, made.sign_count, name, now)


def _judged(judge: Callable[[], T]) -> T:
    """Let py_webauthn judge; whatever it stumbles over in what a browser sent is a no."""
    try:
        return judge()
    except Exception:
        raise NotThisPasskey from None
