"""What holds on every page: headers, no changes for other sites, small bodies, silent errors."""

import json
import logging
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import StreamingResponse
from starlette.types import Message

from collector.model import Clock
from collector.sealing import Seal
from collector.store.front import Store, StoreBroken, StoreBusy, StoreFull, T, Work
from collector.web.app import make_app
from collector.web.doors import public, rules_of
from collector.web.manners import LARGEST_BODY
from collector.web.show import Pages
from tests.web.cast import ADDRESS, JSON, Cast
from tests.web.test_matrix import AGREED, FORMS

SAFE = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""Written out a second time, so that a header which is lost or loosened turns a test red."""
CANARY = "kanarifugl-07734"
CHANGES = [rule for rule in AGREED if rule[0] == "POST"]
NOBODYS = (
    *("staff_id", "group_id", "line_id", "training_id", "passkey_id", "provider_id"),
    *("template_id", "sending_id", "entry_id", "stuck_id", "key_id", "note_id"),
)
"""What no address here leads to: nobody and nothing has this name."""
STAFF_CHANGES = [rule for rule in CHANGES if AGREED[rule] is not None]


async def address(cast: Cast, path: str) -> str:
    wish_id = await (cast.case() if "cases" in path else cast.wish())
    return fill(path, wish_id)


def fill(path: str, wish_id: str, tag: str = "x-kebab-abcd") -> str:
    """An address with a wish that is there, and nobody and nothing else."""
    none = dict.fromkeys(NOBODYS, "0" * 26) | {
        "number": "7",
        "tag": tag,
        "session_name": "0" * 16,
        "token": "0" * 32,
    }
    return path.format(wish_id=wish_id, code="glad-elg", name="ekko.css", **none)


@pytest.mark.parametrize("rule", [*AGREED, ("GET", "/nothing-here"), ("DELETE", "/live")], ids=" ".join)
async def test_every_answer_carries_the_safe_headers(cast: Cast, rule: tuple[str, str]) -> None:
    for person in (cast.stranger(), await cast.sign_in("admin")):
        path = await address(cast, rule[1])
        answer = await person.client.request(rule[0], path, data={"csrf": person.csrf, **FORMS.get(rule, {})})
        assert {name: answer.headers.get(name) for name in SAFE} == SAFE


async def test_page_files_may_be_kept_for_ever_and_change_name_with_their_content(
    cast: Cast, pages: Pages
) -> None:
    path = pages.assets.path("ekko.css")
    assert re.fullmatch(r"/assets/ekko\.[0-9a-f]{12}\.css", path)
    packed = await cast.stranger().get(path)
    assert packed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["content-encoding"] == "gzip"
    plain = await cast.stranger(**{"Accept-Encoding": "identity"}).get(path)
    assert "content-encoding" not in plain.headers
    assert plain.text == packed.text
    for name in ("ekko.css", "../doors.py", "..%2fdoors.py", "ekko.000000000000.css"):
        assert (await cast.stranger().get(f"/assets/{name}")).status_code == 404


OTHER_SITES = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
    {"Origin": "https://evil.invalid"},
    {"Origin": "https://ekko.test.evil.invalid"},
)


@pytest.mark.parametrize("rule", CHANGES, ids=" ".join)
async def test_no_change_is_made_for_another_site(cast: Cast, rule: tuple[str, str]) -> None:
    admin, path = await cast.sign_in("admin"), await address(cast, rule[1])
    for headers in OTHER_SITES:
        assert (await admin.post(path, FORMS.get(rule), headers)).status_code == 403, headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": ADDRESS},
        {},
    ],
)
async def test_our_own_forms_are_taken(cast: Cast, headers: dict[str, str]) -> None:
    leader = await cast.sign_in("leader")
    assert (await leader.post("/desk/me/telegram", headers=headers)).status_code == 200


@pytest.mark.parametrize("rule", STAFF_CHANGES, ids=" ".join)
async def test_no_staff_change_is_made_without_the_sessions_own_token(
    cast: Cast, rule: tuple[str, str]
) -> None:
    admin, other = await cast.sign_in("admin"), await cast.sign_in("admin")
    path = await address(cast, rule[1])
    for csrf in ("", "x", other.csrf, "é"):
        answer = await admin.client.post(path, data={"csrf": csrf, **FORMS.get(rule, {})})
        assert answer.status_code == 403
    assert await cast.store.read(lambda tx: tx.all("SELECT * FROM decisions")) == []
    assert (await admin.get("/desk/me")).status_code == 200


async def test_the_token_may_come_in_a_header_instead(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    answer = await leader.client.post("/desk/me/telegram", headers={"X-Ekko-Csrf": leader.csrf})
    assert answer.status_code == 200


async def test_looking_changes_nothing(cast: Cast) -> None:
    wish_id, case = await cast.wish(), await cast.case()
    tag = await cast.own_tag(cast.here)
    admin = await cast.sign_in("admin")
    watched = ("wishes", "wish_tags", "counts", "cases", "decisions", "sessions", "link_codes", "trainings")

    async def everything() -> list[Any]:
        return await cast.store.read(
            lambda tx: [[tuple(row) for row in tx.all(f"SELECT * FROM {table}")] for table in watched]
        )

    before = await everything()
    for (method, path), _ in rules_of(cast.app).items():
        if method == "GET":
            chosen = case if "cases" in path else wish_id
            await admin.get(fill(path, chosen, tag))
    assert await everything() == before


async def test_a_body_that_says_it_is_too_large_is_refused(cast: Cast) -> None:
    answer = await cast.stranger().client.post("/in/" + "0" * 32, content=b"x" * (LARGEST_BODY + 1))
    assert answer.status_code == 413


async def test_what_was_still_on_its_way_has_come_before_the_refusal_goes_out(app: FastAPI) -> None:
    pieces, happened = 12, []

    async def receive() -> Message:
        happened.append("taken")
        return {"type": "http.request", "body": b"x" * 8000, "more_body": len(happened) < pieces}

    async def send(message: Message) -> None:
        happened.append(message["type"])

    length = [(b"host", b"localhost"), (b"content-length", b"96000")]
    scope = {"type": "http", "method": "POST", "path": "/desk/me", "headers": length, "query_string": b""}
    await app(scope, receive, send)
    assert happened[:pieces] == ["taken"] * pieces
    assert happened[pieces] == "http.response.start"


async def test_a_body_that_grows_too_large_is_not_read_to_the_end(cast: Cast) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"a=" + b"x" * 8000 + b"&"

    leader = await cast.sign_in("leader")
    answer = await leader.client.post(
        "/desk/me/telegram",
        content=endless(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "x", "9" * 40])
async def test_a_length_that_is_no_length_is_refused(cast: Cast, length: str) -> None:
    answer = await cast.stranger().client.post("/in/" + "0" * 32, headers={"Content-Length": length})
    assert answer.status_code in {400, 413}


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing", 404), ("/desk", 401), ("/in/" + "0" * 32, 410), ("/docs", 404)]
)
async def test_an_error_is_one_dict_shown_as_a_page_or_as_json(cast: Cast, path: str, status: int) -> None:
    program = await cast.stranger().client.get(path, headers=JSON)
    person = await cast.stranger().get(path)
    assert program.status_code == person.status_code == status
    error = program.json()["error"]
    assert [*error] == ["status", "title", "explain", "way_on"]
    assert error["status"] == status
    assert error["title"] in person.text
    assert error["explain"] in person.text


async def test_an_error_never_repeats_what_was_sent(cast: Cast) -> None:
    leader = await cast.sign_in("leader")
    answers = [
        await leader.get(f"/desk/{CANARY}", show=CANARY),
        await leader.get("/desk/queue", show=CANARY),
        await leader.get(f"/in/{CANARY}"),
        await leader.post(f"/desk/queue/{CANARY}", {"what": CANARY, "seen": CANARY}),
        await leader.post("/desk/me/language", {"language": CANARY}),
    ]
    for answer in answers:
        assert answer.status_code in {400, 404}
        assert CANARY not in answer.text


async def test_the_way_on_from_an_error_is_near_whoever_met_it(cast: Cast) -> None:
    for path, way in (("/nothing", "/"), ("/desk/nothing", "/desk")):
        answer = await cast.stranger().client.get(path, headers=JSON)
        assert answer.json()["error"]["way_on"] == way


class FailingStore:
    """A store that cannot do anything, for one reason or another."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem

    async def write(self, work: Work[T]) -> T:
        raise self.problem

    async def read(self, work: Work[T]) -> T:
        raise self.problem

    def close(self) -> None: ...


@pytest.mark.parametrize("problem", [StoreBusy(CANARY), StoreFull(CANARY), StoreBroken(CANARY)])
async def test_a_store_that_cannot_keep_anything_is_told_honestly(
    seal: Seal, clock: Clock, pages: Pages, problem: Exception
) -> None:
    app = make_app(FailingStore(problem), seal, clock, pages)
    answer = await stranger_of(app).get(f"/in/{'a' * 32}", headers=JSON)
    assert answer.status_code == 503
    assert "Ingenting ble lagret" in answer.json()["error"]["explain"]
    assert CANARY not in answer.text


def stranger_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ADDRESS)


@pytest.fixture
def breaking(store: Store, seal: Seal, clock: Clock, pages: Pages) -> FastAPI:
    """An app with two pages that have a fault of ours."""
    routes = APIRouter(dependencies=[Depends(public)])

    @routes.post("/breaks")
    async def breaks(request: Request) -> None:
        raise ValueError(f"cannot read {await request.body()!r}")

    @routes.get("/breaks-late")
    async def breaks_late() -> StreamingResponse:
        async def half() -> AsyncIterator[bytes]:
            yield b"half"
            raise ValueError(CANARY)

        return StreamingResponse(half())

    return make_app(store, seal, clock, pages, [routes])


async def test_a_fault_of_ours_is_logged_by_its_place_and_without_anybodys_words(
    breaking: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await stranger_of(breaking).post("/breaks", content=CANARY)
    assert answer.status_code == 500
    assert "ValueError" not in answer.text
    assert "ValueError at test_manners.py" in caplog.text
    assert CANARY not in answer.text + caplog.text


async def test_a_fault_half_way_through_an_answer_carries_no_words_on(
    breaking: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Exception, match="half-way") as raised:
        await stranger_of(breaking).get("/breaks-late")
    assert CANARY not in repr(raised.value) + caplog.text


async def test_nothing_that_is_done_at_the_desk_reaches_the_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="ekko")
    wish_id = await cast.wish(CANARY)
    leader = await cast.sign_in("leader", name=CANARY)
    await cast.decide(leader, wish_id, "approve")
    await leader.get(f"/desk/{CANARY}")
    assert CANARY not in caplog.text
    assert leader.session not in caplog.text


async def test_health_tells_that_the_database_answers_and_its_schema(cast: Cast) -> None:
    data = json.loads((await cast.stranger().get("/health")).text)
    assert data["database"] == "ok"
    assert data["schema"] >= 1
