"""Every route against whatever may be sent: never a server's error, never a place in the code, never an echo.

One rule: the routes are the program's own list, so a new one is tried without being named here.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from bot.host import Host
from collector import signin
from collector.group import Group
from collector.ids import new_id
from collector.model import Round, Staff
from collector.sealing import Seal
from collector.store import groups, people
from collector.store.front import Store
from collector.web.doors import STAFF_COOKIE, rules_of
from tests.bot.conftest import app, asked, host
from tests.bot.fields import CODE, say, wishes_kept
from tests.conftest import Clock
from tests.whole.running import CANARY

__all__ = ["app", "asked", "host"]
# The same tries each time: what is found here must be found again by whoever looks.
TRIES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
Headers = dict[str, str] | list[tuple[bytes, bytes]]
# Where the code is, and how Python names what went wrong.
INSIDE = re.compile(r"Traceback|site-packages|\.py\b|line \d+|\w+Error\b")


@dataclass
class Visitor:
    """Somebody who may do everything and sends anything, in-process."""

    client: httpx.AsyncClient
    runner: asyncio.Runner
    store: Store
    seal: Seal
    clock: Clock
    staff: Staff
    filled: dict[str, str]

    def send(self, method: str, path: str, headers: Headers, **more: Any) -> httpx.Response:
        """Send a request and wait for its answer."""
        return self.runner.run(self.client.request(method, path, headers=headers, **more))

    def signed_in(self) -> dict[str, str]:
        """The headers of a session of its own, which the page that is tried may end."""
        token = self.runner.run(
            self.store.write(lambda tx: signin.open_session(tx, self.seal, self.staff, self.clock()))
        )
        csrf = self.seal.fingerprint(f"csrf:{token}")
        return {"Cookie": f"{STAFF_COOKIE}={token}", "X-Ekko-Csrf": csrf}

    def fill(self, path: str, other: str = "") -> str:
        """An address with what really is there, or with something else."""
        return re.sub(r"{(\w+)}", lambda found: other or self.filled[found[1]], path)


@pytest.fixture
def visitor(app: FastAPI, store: Store, host: Host, asked: Round, clock: Clock) -> Iterator[Visitor]:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://localhost")
    staff = Staff(new_id(clock()), asked.municipality.id, "Kari", "admin")
    with asyncio.Runner() as runner:
        view = runner.run(host.turn(say("sjakk hver dag"), link="/r/"))
        receipt = next(bubble.link for bubble in view.bubbles if bubble.link).removeprefix("/r/")
        (wish,) = runner.run(wishes_kept(store))
        runner.run(store.write(lambda tx: people.add_staff(tx, staff, clock())))
        filled = {"wish_id": wish.id, "code": CODE, "receipt": receipt, "token": "0" * 32, "name": "logo.svg"}
        group = Group("1" * 26, asked.municipality.id, "Rådet", "Vika")
        runner.run(store.write(lambda tx: groups.add_group(tx, group, clock())))
        filled |= {"group_id": group.id, "line_id": "2" * 26}
        filled |= {"staff_id": staff.id, "training_id": new_id(clock()), "tag": "x-kebab-abcd"}
        filled |= {"passkey_id": "0" * 26, "provider_id": "0" * 26, "session_name": "0" * 16}
        ids = ("template_id", "sending_id", "entry_id", "stuck_id", "key_id", "note_id")
        filled |= dict.fromkeys(ids, "0" * 26)
        filled |= {"municipality_id": asked.municipality.id, "place": "eksempelvik", "number": "1"}
        yield Visitor(client, runner, store, host.seal, clock, staff, filled)
        runner.run(client.aclose())


def check(answer: httpx.Response, typed: str = CANARY) -> None:
    """What no answer may be, whatever was asked."""
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert not INSIDE.search(answer.text)
    if 'class="narrow oops"' in answer.text or answer.text.startswith('{"error":'):
        assert typed not in answer.text, "an error page never repeats what was typed"


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_form_and_no_address_breaks_a_page(app: FastAPI, visitor: Visitor, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_dict(app.openapi(), config=SchemathesisConfig())
    tried = set()
    for operation in (found.ok() for found in schema.get_all_operations()):
        real = visitor.filled if mode.is_positive else None
        headers = visitor.signed_in()

        @TRIES
        @given(case=operation.as_strategy(mode, path_parameters=real))
        def send(case: schemathesis.Case) -> None:
            answer = case.call(app=app, base_url="https://localhost", headers=headers)  # noqa: B023
            assert answer.status_code < 500, case
            tried.add(case.operation.label)

        with suppress(Unsatisfiable):  # nothing that is wrong can be said to this page
            send()
    assert {f"{method} {path}" for method, path in rules_of(app)} >= tried
    assert len(tried) > 15


WORDS = st.text(max_size=40).map(lambda words: f"{CANARY}{words}")
KINDS = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain",
        "",
    ]
)


@pytest.mark.slow
def test_no_error_page_repeats_what_was_typed(app: FastAPI, visitor: Visitor) -> None:
    for method, path in rules_of(app):
        session = visitor.signed_in()

        @TRIES
        @given(words=WORDS, kind=KINDS, asks=st.sampled_from(["application/json", "text/html"]))
        def send(words: str, kind: str, asks: str) -> None:
            body = f"key={CANARY}&{words}={words}".encode("utf-8", "surrogatepass")
            headers = {**session, "Accept": asks, "Content-Type": kind}  # noqa: B023
            for address in (visitor.fill(path), visitor.fill(path, "{other}")):  # noqa: B023
                url = httpx.URL(address.replace("{other}", CANARY), params={CANARY: CANARY})
                check(visitor.send(method, str(url), headers, content=body))  # noqa: B023

        send()


HOSTILE = {
    "no host": {"Host": ""},
    "half a host": {"Host": "["},
    "a port that is none": {"Host": "localhost:99999999"},
    "a language that is a number": {"Accept-Language": "nb;q=nan,en;q=inf,;;q=,"},
    "too many languages": {"Accept-Language": "x," * 3000},
    "no length": {"Content-Length": "-1"},
    "a length in other digits": {"Content-Length": "\u0663".encode().decode("latin-1")},
    "a cookie of bytes": {"Cookie": "__Host-ekko-talk=\xff\xfe; __Host-ekko-staff=\xff"},
    "what is accepted is nonsense": {"Accept": "application/json;q=x;q=,,;"},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_no_header_breaks_a_page(visitor: Visitor, what: str) -> None:
    headers = visitor.signed_in() | HOSTILE[what]
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    for method, path in (("GET", "/c/{code}"), ("POST", "/c/{code}"), ("GET", "/desk/queue")):
        check(visitor.send(method, visitor.fill(path), sent, data={"key": "k", "said": "sjakk"}))


def test_a_sender_that_is_no_address_is_refused(visitor: Visitor) -> None:
    answer = visitor.send("POST", f"/c/{CODE}", {"Origin": "http://["}, data={"key": "k", "said": "sjakk"})
    assert answer.status_code == 403


@pytest.mark.parametrize("field", ["key", "said"])
def test_half_a_letter_in_a_form_is_no_servers_error(visitor: Visitor, field: str) -> None:
    form = {"key": "k", "said": "sjakk"} | {field: f"sjakk {CANARY} \\ud800"}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in form.items()
    )
    kind = "multipart/form-data; boundary=x; charset=unicode_escape"
    check(visitor.send("POST", f"/c/{CODE}", {"Content-Type": kind}, content=f"{body}--x--\r\n".encode()))


def test_the_check_sees_what_it_looks_for() -> None:
    for wrong in (httpx.Response(500), httpx.Response(404, json={"error": CANARY})):
        with pytest.raises(AssertionError):
            check(wrong)
    with pytest.raises(AssertionError):
        check(httpx.Response(400, text='File "talk.py", line 7'))
