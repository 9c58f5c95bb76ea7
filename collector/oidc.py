"""Asks a municipality's own sign-in who somebody is: OpenID Connect, code flow, PKCE, state and nonce.

One rule: nobody gets in because the other side is away or unclear. Authlib, joserfc and httpx2 are used in
this room alone; what the other side says is judged here and told on as one sure name, or not at all.
"""

import hmac
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from collector.model import Clock, Provider

SIGNED_BY = ("RS256", "PS256", "ES256")
"""Signatures by a key that only the other side has; «none» and shared secrets are not among them."""
WAITS = 10.0
"""Seconds for one answer from the other side."""
KEPT_FOR = 10 * 60 * 1000
LARGEST = 256 * 1024
LEEWAY = 60
"""Seconds that two clocks may differ."""
LATELY = 10 * 60
"""Seconds since then, at most, for whoever is asked to show once more who they are."""
NO_OLDER = 12 * 3600
"""Seconds since somebody last signed in there, at most; where the other side tells."""
ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
Said = dict[str, Any]


class Unreachable(Exception):
    """The other side does not answer, or not so that anybody could read it."""


class NotBelieved(Exception):
    """What came back is not what was asked for, or is not for us, or is not signed by the other side."""


class TooWeak(Exception):
    """The other side knows who it is, and not as surely as the municipality asks for."""


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed: read once, since reading them takes some 50 ms of work."""
    return httpx2.create_ssl_context()


def is_fit(issuer: str, ours: str) -> bool:
    """Tell whether an address can be asked: by HTTPS, or on this machine where Ekko itself is.

    >>> is_fit("https://idporten.no", "ekko.example.no"), is_fit("http://idporten.no", "ekko.example.no")
    (True, False)
    """
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return False
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        return False
    near = parts.hostname in ON_THIS_MACHINE and ours in ON_THIS_MACHINE
    return parts.scheme == "https" or (parts.scheme == "http" and near)


@dataclass(slots=True)
class Outside:
    """The other sides, with what they say of themselves kept for ten minutes."""

    clock: Clock
    _kept: dict[str, tuple[int, Said]] = field(default_factory=dict)

    async def begin(
        self, provider: Provider, back: str, *, again: bool = False
    ) -> tuple[str, dict[str, str]]:
        """Write the address to send somebody to, and what must be kept until they are back.

        `again` asks the other side to let them sign in once more, though it knows them.
        """
        about = await self._about(provider)
        begun = {name: generate_token(48) for name in ("state", "nonce", "verifier")}
        once_more = {"prompt": "login", "max_age": LATELY} if again else {"max_age": NO_OLDER}
        async with self._client(provider, "", back) as client:
            address, _ = client.create_authorization_url(
                about["authorization_endpoint"],
                state=begun["state"],
                code_verifier=begun["verifier"],
                nonce=begun["nonce"],
                **once_more,
                **_asked(provider),
            )
        return str(address), begun | ({"again": "yes"} if again else {})

    async def finish(
        self, provider: Provider, secret: str, back: str, begun: Mapping[str, str], said: Mapping[str, str]
    ) -> str:
        """Tell who it is, by the one name that the other side never gives to anybody else."""
        about = await self._about(provider)
        check_return(provider, about, begun, said)
        token = await self._fetch_token(provider, secret, back, begun["verifier"], said["code"], about)
        claims = await self._read(provider, about, token, begun["nonce"])
        check_strength(provider, claims, self.clock(), LATELY if begun.get("again") else NO_OLDER)
        return str(claims["sub"])

    def _client(self, provider: Provider, secret: str, back: str, **more: Any) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            provider.client_id,
            secret,
            scope="openid",
            redirect_uri=back,
            code_challenge_method="S256",
            verify=trusted(),
            timeout=WAITS,
            follow_redirects=False,
            **more,
        )

    async def _fetch_token(
        self, provider: Provider, secret: str, back: str, verifier: str, code: str, about: Said
    ) -> Said:
        takes = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        way = "client_secret_basic" if "client_secret_basic" in takes else "client_secret_post"
        async with self._client(provider, secret, back, token_endpoint_auth_method=way) as client:
            try:
                token: Said = await client.fetch_token(
                    about["token_endpoint"],
                    code=code,
                    code_verifier=verifier,
                    grant_type="authorization_code",
                )
            except OAuthError:
                raise NotBelieved from None
            except (httpx2.HTTPError, ValueError, TypeError):
                raise Unreachable from None
        return token

    async def _read(self, provider: Provider, about: Said, token: Said, nonce: str) -> Said:
        """Read the signed token; where no key fits, the keys may be new, and are fetched anew once."""
        try:
            return check_token(provider, token, await self._keys(about), nonce, self.clock())
        except NoKeyFits:
            self._kept.pop(about["jwks_uri"], None)
        try:
            return check_token(provider, token, await self._keys(about), nonce, self.clock())
        except NoKeyFits:
            raise NotBelieved from None

    async def _keys(self, about: Said) -> Said:
        return await self._ask(about["jwks_uri"])

    async def _about(self, provider: Provider) -> Said:
        about = await self._ask(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != provider.issuer:
            raise NotBelieved
        for part in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_fit(
                str(about.get(part, "")).partition("?")[0], urlsplit(provider.issuer).hostname or ""
            ):
                raise NotBelieved
        return about

    async def _ask(self, address: str) -> Said:
        """Fetch a JSON answer, or take the one from a moment ago."""
        at, kept = self._kept.get(address, (0, None))
        if kept is not None and self.clock() - at < KEPT_FOR:
            return kept
        try:
            async with httpx2.AsyncClient(verify=trusted(), timeout=WAITS, follow_redirects=False) as client:
                answer = await client.get(address, headers={"Accept": "application/json"})
            found = json.loads(answer.content) if len(answer.content) <= LARGEST else None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
            raise Unreachable from None
        if answer.status_code != 200 or not isinstance(found, dict):
            raise Unreachable
        self._kept[address] = (self.clock(), found)
        return found


class NoKeyFits(Exception):
    """None of the keys that are known has signed this."""


def _asked(provider: Provider) -> dict[str, str]:
    """Write how sure the other side is asked to be: Entra hears it as a claim, the others as acr_values."""
    if not provider.acr:
        return {}
    if provider.kind == "entra":
        wanted = {"essential": True, "values": list(provider.acr)}
        return {"claims": json.dumps({"id_token": {"acrs": wanted}})}
    return {"acr_values": " ".join(provider.acr)}


def check_return(provider: Provider, about: Said, begun: Mapping[str, str], said: Mapping[str, str]) -> None:
    """Believe only what was asked for in this browser, and that it comes from the one who was asked."""
    if not hmac.compare_digest(begun["state"].encode(), said.get("state", "").encode()):
        raise NotBelieved
    named = said.get("iss", "")
    must = about.get("authorization_response_iss_parameter_supported") is True
    if (named or must) and named != provider.issuer:
        raise NotBelieved
    if not said.get("code"):
        raise NotBelieved


def check_token(provider: Provider, token: Said, keys: Said, nonce: str, now: int) -> Said:
    """Believe a token only if it is signed by the other side, for us, now, and for this very asking."""
    try:
        read = jwt.decode(str(token.get("id_token", "")), KeySet.import_key_set(keys), list(SIGNED_BY))  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError):
        raise NoKeyFits from None
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(read.claims, read.header, options, params)
    try:
        claims.validate(now=now // 1000, leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError):
        raise NotBelieved from None
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
        raise NotBelieved
    return dict(claims)


def check_strength(provider: Provider, claims: Said, now: int, no_older: int = NO_OLDER) -> None:
    """Let only those in whom the other side knows as surely as is asked for, and lately."""
    sure = {str(claims.get("acr")), *_texts(claims.get("acrs"))}
    if provider.acr and sure.isdisjoint(provider.acr):
        raise TooWeak
    if provider.amr and set(_texts(claims.get("amr"))).isdisjoint(provider.amr):
        raise TooWeak
    if not provider.acr and not provider.amr:
        raise TooWeak  # where nothing is asked for, nothing is known
    since = claims.get("auth_time")
    if isinstance(since, int | float) and now // 1000 - since > no_older + LEEWAY:
        raise TooWeak


def _texts(found: Any) -> list[str]:
    return [str(each) for each in found] if isinstance(found, list) else []
