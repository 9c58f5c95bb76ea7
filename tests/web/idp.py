"""A sign-in of a municipality's own, on this machine, which can also lie, change its keys and be away."""

import hmac
import json
import socket
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvicorn
from fastapi import FastAPI, Request, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.conftest import Clock

CLIENT = "ekko-client"
SECRET = "kanarifugl-secret"


def plain(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


KEYS = [new_key("one"), new_key("two")]
FORGED = new_key("one")
"""Another key under the first one's name."""


@dataclass
class Idp:
    """What it is asked, and what it will say."""

    issuer: str
    clock: Clock
    key: RSAKey = field(default_factory=lambda: KEYS[0])
    """The one that it publishes, and signs by unless it has another."""
    signs_with: RSAKey | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    """What the token says other than the truth; None leaves a claim out."""
    about: dict[str, Any] = field(default_factory=dict)
    signs: str = "RS256"
    status: int = 200
    asked: list[dict[str, str]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def visit(self, address: str) -> dict[str, str]:
        """Do what a browser and a person would do there, and return what comes back."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == self.issuer
        wanted = {name: found[0] for name, found in parse_qs(parts.query).items()}
        self.asked.append(wanted)
        return {"code": "a-code", "state": wanted["state"]}

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.about

    def token(self) -> str:
        now = self.clock() // 1000
        said = {"iss": self.issuer, "sub": "1234", "aud": CLIENT, "iat": now, "exp": now + 300}
        said |= {"nonce": self.asked[-1]["nonce"], "acr": "high", "amr": ["mfa"], "auth_time": now}
        said = {name: value for name, value in (said | self.claims).items() if value is not None}
        if self.signs != "RS256":
            return self.by_anybody(said)
        return jwt.encode({"alg": self.signs, "kid": self.key.kid}, said, self.signs_with or self.key)

    def by_anybody(self, said: dict[str, Any]) -> str:
        """A token without a signature, or signed by what everybody can read: the public key."""
        head = {"alg": self.signs, "kid": self.key.kid}
        signed = ".".join(plain(json.dumps(part).encode()) for part in (head, said))
        if self.signs == "none":
            return f"{signed}."
        return f"{signed}.{plain(hmac.digest(self.key.as_pem(private=False), signed.encode(), 'sha256'))}"

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def about() -> Response:
            self.fetched.append("about")
            return Response(json.dumps(self.metadata()), self.status)

        @app.get("/keys")
        def keys() -> Response:
            self.fetched.append("keys")
            return Response(json.dumps({"keys": [self.key.as_dict(private=False)]}), self.status)

        @app.post("/token")
        async def token(request: Request) -> Response:
            self.fetched.append((await request.body()).decode())
            given = {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}
            return Response(json.dumps(given), self.status, media_type="application/json")

        return app


@contextmanager
def running(clock: Clock) -> Iterator[Idp]:
    """Serve one until the test is over."""
    sock = socket.create_server(("127.0.0.1", 0))
    idp = Idp(f"http://localhost:{sock.getsockname()[1]}", clock)
    server = uvicorn.Server(uvicorn.Config(idp.app(), lifespan="off", access_log=False, log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    yield idp
    server.should_exit = True
    thread.join()
    sock.close()
