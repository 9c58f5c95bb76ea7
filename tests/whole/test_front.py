"""Ekko behind the very nginx and Caddy of docs/machine: HTTPS, live answers, nothing noted of anybody."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from bench.servers import free_port
from bot.channels.webchat.talk import COOKIE
from bot.helpcard import read_helplines
from tests.machine.browser import watch
from tests.machine.fixtures import do_without
from tests.whole.front import MACHINE, Front, standing
from tests.whole.people import Leader
from tests.whole.running import CANARY, CODE, House, Program
from tools.pages.fallback import style_hash
from tools.web_servers import HOW_TO_GET_ONE, NAMES, find

pytestmark = pytest.mark.slow
HSTS = "strict-transport-security"
CALLS = [f"tel:{line.call}" for line in read_helplines()]
ARRIVES = 60_000


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, furnished: Path) -> Iterator[Program]:
    """A real Ekko with the example, which believes the web server in front."""
    folder = tmp_path_factory.mktemp("behind")
    shutil.copytree(furnished, folder, dirs_exist_ok=True)
    with House(folder).running(EKKO_TRUSTED_PROXY="127.0.0.1") as running:
        yield running


@pytest.fixture(scope="module")
def leader(program: Program) -> Leader:
    return program.signed_in()


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if find(name) is None:
        do_without(HOW_TO_GET_ONE.format(name=name))
    return name


@pytest.fixture
def front(kind: str, program: Program, tmp_path: Path) -> Iterator[Front]:
    """The web server in front of that Ekko."""
    with standing(kind, str(find(kind)), program.port, tmp_path) as front:
        yield front


@pytest.fixture
def in_front_of_nobody(kind: str, tmp_path: Path) -> Iterator[Front]:
    with standing(kind, str(find(kind)), free_port(), tmp_path) as front:
        yield front


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A program in Ekko's place that keeps what it is asked, as it came."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def hear() -> None:
            with suppress(OSError):
                while True:
                    wire, _ = door.accept()
                    with wire:
                        heard.append(wire.recv(65536))
                        wire.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

        Thread(target=hear, daemon=True).start()
        yield door.getsockname()[1], heard
        door.shutdown(socket.SHUT_RDWR)


def wish_of(client: httpx.Client, words: str, key: str) -> httpx.Response:
    return client.post(f"/c/{CODE}", data={"key": key, "said": words}, headers={"Accept-Language": "nb"})


async def test_a_phone_tells_a_wish_over_https_and_hears_the_answer_by_itself(
    front: Front, leader: Leader, browser: Browser
) -> None:
    context = await browser.new_context(ignore_https_errors=True, locale="nb-NO")
    page = await context.new_page()
    wrongs = watch(page)
    await page.goto(f"{front.at}/c/{CODE}")
    await page.fill("#said", f"vi vil ha sjakk og {front.kind}")
    await page.click("#send")
    await expect(page.get_by_text("Mottatt")).to_be_visible(timeout=ARRIVES)
    (cookie,) = [each for each in await context.cookies() if each["name"] == COOKIE]
    assert (cookie["secure"], cookie["httpOnly"], cookie["path"]) == (True, True, "/")
    assert COOKIE.startswith("__Host-")
    wish = next(each for each in leader.wishes() if front.kind in each["text"])
    assert leader.decide(wish, "approve").status_code == 303
    assert leader.answer(wish, "done", "Det begynner på fredag.").status_code == 303
    await expect(page.locator("#lines [data-answer]")).to_be_visible(timeout=ARRIVES)
    assert wrongs == []
    await context.close()


def test_safe_headers_come_once_and_nobody_says_who_serves(front: Front) -> None:
    with front.client() as client:
        answer = client.get(f"/c/{CODE}")
    assert len(answer.headers.get_list(HSTS)) == 1
    assert len(answer.headers.get_list("content-security-policy")) == 1
    assert not any(char.isdigit() for char in answer.headers.get("server", ""))


def test_what_is_too_large_gets_a_kind_page_wherever_it_is_refused(front: Front) -> None:
    with front.client() as client:
        by_ekko = wish_of(client, CANARY * 7000, "large")
        in_front = [wish_of(client, CANARY * 200_000, f"larger {n}") for n in range(5)]
    for answer in (by_ekko, *in_front):
        assert answer.status_code == 413
        assert "Det var litt for mye på én gang" in answer.text
        assert len(answer.headers.get_list(HSTS)) == 1


def test_the_figures_are_not_for_the_net(front: Front) -> None:
    with front.client() as client:
        assert client.get("/metrics").status_code == 404


def test_nothing_is_noted_of_who_came_or_what_was_said(front: Front) -> None:
    with front.client() as client:
        wish_of(client, f"sjakk {CANARY}", f"noted {front.kind}")
        client.get(f"/r/{CANARY}")
        client.get(f"/{CANARY}?{CANARY}", headers={"User-Agent": CANARY})
        wish_of(client, CANARY * 200_000, "far too large")
    for name, written in front.files().items():
        assert CANARY.encode() not in written, name
        assert b"127.0.0.1" not in written, name


def test_while_ekko_does_not_answer_there_are_numbers_to_call(in_front_of_nobody: Front) -> None:
    with in_front_of_nobody.client() as client:
        shown = client.get(f"/c/{CODE}?{CANARY}")
        sent = wish_of(client, CANARY, "away")
    for answer in (shown, sent):
        assert answer.status_code == 503 or (in_front_of_nobody.kind == "caddy" and answer.status_code == 502)
        assert "Ekko er borte en liten stund" in answer.text
        assert all(call in answer.text for call in CALLS)
        assert len(answer.headers.get_list(HSTS)) == 1
        assert f"'{style_hash()}'" in answer.headers["content-security-policy"]
    assert not any(CANARY.encode() in written for written in in_front_of_nobody.files().values())


def test_a_client_cannot_pretend_to_come_from_elsewhere(kind: str, tmp_path: Path) -> None:
    pretends = {"X-Forwarded-For": "203.0.113.7, 127.0.0.1", "X-Mark": "asked"}
    with (
        listening() as (port, heard),
        standing(kind, str(find(kind)), port, tmp_path) as front,
        front.client() as client,
    ):
        client.get("/", headers=pretends)
    (request,) = [each for each in heard if b"x-mark" in each.lower()]
    lines = [line.lower() for line in request.split(b"\r\n")]
    assert [line for line in lines if line.startswith(b"x-forwarded-for:")] == [b"x-forwarded-for: 127.0.0.1"]
    assert b"203.0.113.7" not in request
    assert f"host: localhost:{front.port}".encode() in lines


@pytest.mark.parametrize("name", ["nede.html", "for-mye.html"])
async def test_what_the_web_server_shows_by_itself_fits_a_phone(page: Page, name: str) -> None:
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.goto((MACHINE / name).as_uri())
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = await page.eval_on_selector_all("a", "all => all.map(a => a.getBoundingClientRect().height)")
    assert len(heights) == len(CALLS)
    assert min(heights) >= 44
