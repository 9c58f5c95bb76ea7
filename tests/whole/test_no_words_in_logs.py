"""Whatever is sent, and however loud the log is, nothing of it is printed."""

import asyncio
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import httpx
import pytest

from bench.servers import free_port
from bot.channels.youth_telegram.webhook import SECRET_HEADER
from tests.bot import mailbox
from tests.conftest import Clock
from tests.telegram import fake_api
from tests.telegram.fake_api import Json, private
from tests.telegram.people import STAFF, YOUTH, Phone
from tests.whole.running import CANARY, CODE, PATIENCE, House, Program, until

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
CHAT = f"/c/{CODE}"
CHAT_ID = 987_654_321
FORM = "application/x-www-form-urlencoded"
SECRET = "hemmelighet" * 4
PHONE = "+4746100077"
BROKEN = b'{"update_id": 1, "message": {"text": "%s"' % CANARY.encode()
# What is shown at Telegram's door, what comes with it, and how it is answered.
NOT_TAKEN = (
    ("", BROKEN, 401),
    (f"{SECRET}{CANARY}", BROKEN, 401),
    (SECRET, BROKEN, 400),
    (SECRET, b"%s" % CANARY.encode(), 400),
    (SECRET, b'{"update_id": "%s"}' % CANARY.encode(), 400),
    (SECRET, b'{"update_id": 1, "text": "%s"}' % (CANARY.encode() * 6000), 413),
)
PARTS = "multipart/form-data; boundary=x"


@pytest.fixture
def loud(here: House) -> Iterator[Program]:
    """A program that logs all it can; what it printed is looked through at the end."""
    command = (sys.executable, "-m", "tests.whole.loud")
    with here.running(*command, PYTHONPATH=str(ROOT)) as program:
        yield program
        program.stop()
        assert "DEBUG:tests:All can be heard." in program.printed


def test_a_whole_talk_leaves_no_word(loud: Program) -> None:
    assert "Mottatt" in loud.tell(f"{CANARY} i sjakk", "a").text
    assert loud.tell(f"jeg vil ikke leve lenger, {CANARY}", "b").status_code == 200
    for words in ("", f"{CANARY}\x00\u202e", CANARY * 400, CANARY * 6000, "slett", "hjelp", CANARY):
        loud.tell(words, f"{CANARY}{words[:9]}")
    loud.tell(CANARY, "c", code=CANARY)
    leader = loud.signed_in()
    wish = next(wish for wish in leader.wishes() if CANARY in wish["text"])
    assert leader.decide(wish, "approve").status_code == 303


def test_malformed_requests_leave_no_word(loud: Program) -> None:
    for number, request in enumerate(requests()):
        assert answer_to(loud.port, request)[:9] == b"HTTP/1.1 ", number
    assert loud.tell("sjakk", "still well").status_code == 200


def test_a_malformed_form_leaves_not_even_a_letter(loud: Program) -> None:
    answer_to(loud.port, post(CHAT, PARTS, CANARY.encode()))
    said = loud.web.get("/health")
    assert said.status_code == 200
    loud.stop()
    assert f"got {ord(CANARY[0])}" not in loud.printed


async def test_telegram_mail_and_receipts_leave_no_word(here: House, clock: Clock) -> None:
    port = free_port()
    async with fake_api.serve() as api:
        with mailbox.running(port) as came:
            settings = {
                "PYTHONPATH": str(ROOT),
                "EKKO_TELEGRAM_TOKEN": YOUTH,
                "EKKO_TELEGRAM_ROUND": CODE,
                "EKKO_STAFF_TELEGRAM_TOKEN": STAFF,
                "EKKO_TELEGRAM_API": api.address,
                "EKKO_MAIL_SERVER": f"localhost:{port}",
                "EKKO_MAIL_TLS": "none",
            }
            with here.running(sys.executable, "-m", "tests.whole.loud", **settings) as program:
                await api.until(lambda: api.polled == {YOUTH, STAFF}, PATIENCE)
                ada = Phone(api, clock, CHAT_ID)
                assert "Mottatt" in (await ada.hears(f"{CANARY} i sjakk"))["text"]
                await ada.hears(f"jeg vil ikke leve lenger, {CANARY}")
                await ada.edits(f"{CANARY} og dans")
                await asyncio.to_thread(until, lambda: bool(came.to))
                secrets = [*await asyncio.to_thread(use_a_receipt, program), *came.to]
                program.stop()
                assert "DEBUG:tests:All can be heard." in program.printed
                for secret in (*secrets, YOUTH, STAFF, str(CHAT_ID), "Etternavn", "kanarifugl"):
                    assert secret not in program.printed


async def test_what_comes_by_telegrams_webhook_leaves_no_word(here: House, clock: Clock) -> None:
    async with fake_api.serve() as api:
        settings = {
            "PYTHONPATH": str(ROOT),
            "EKKO_ADDRESS": "https://ekko.example.no",
            "EKKO_TELEGRAM_TOKEN": YOUTH,
            "EKKO_TELEGRAM_ROUND": CODE,
            "EKKO_TELEGRAM_API": api.address,
            "EKKO_TELEGRAM_WAY": "webhook",
            "EKKO_TELEGRAM_SECRET": SECRET,
        }
        with here.running(sys.executable, "-m", "tests.whole.loud", **settings) as program:
            await api.until(lambda: YOUTH in api.webhooks, PATIENCE)
            door = urlsplit(api.webhooks[YOUTH]["url"]).path
            async with httpx.AsyncClient(base_url=program.web.base_url, trust_env=False) as telegram:

                async def bring(url: str, secret: str, update: Json) -> int:
                    shown = {SECRET_HEADER: secret}
                    return (
                        await telegram.post(door, json=update, headers=shown, timeout=PATIENCE)
                    ).status_code

                api.post = bring
                await talk_and_poison(Phone(api, clock, CHAT_ID))
                refused = [
                    (await telegram.post(door, content=body, headers={SECRET_HEADER: shown})).status_code
                    for shown, body, _ in NOT_TAKEN
                ]
            api.post = None
            program.stop()
            assert refused == [status for _, _, status in NOT_TAKEN]
            assert "DEBUG:tests:All can be heard." in program.printed
            assert "set aside after 5 tries" in program.printed
            for secret in (YOUTH, SECRET, str(CHAT_ID), PHONE, "Etternavn", "kanarifugl"):
                assert secret not in program.printed


async def talk_and_poison(ada: Phone) -> None:
    """Do by the webhook what may be done, well and badly."""
    assert "Mottatt" in (await ada.hears(f"{CANARY} i sjakk"))["text"]
    await ada.hears(f"jeg vil ikke leve lenger, {CANARY}")
    await ada.hears(f"/start {CANARY}")
    await ada.gets_after(ada.edits(f"{CANARY} og dans"))
    await ada.gets_after(ada.sends(contact={"phone_number": PHONE, "first_name": CANARY}))
    await ada.gets_after(ada.sends(text=CANARY, date=CANARY))
    await ada.gets_after(ada.does("message", {"chat": private(CHAT_ID), "text": CANARY, CANARY: CANARY}))
    await ada.does("poll", {"question": CANARY})
    await ada.api.until_acknowledged(YOUTH)


def use_a_receipt(program: Program) -> list[str]:
    """Use a receipt in every way, and tell what in it nobody else may know."""
    page = program.tell(f"{CANARY} i dans", "receipt").text
    link = re.search(r"/r/([0-9a-z]{20,})", page)
    assert link is not None, page
    assert program.web.get(link[0]).status_code == 200
    for path in (
        f"{link[0]}/words",
        f"{link[0]}/erase",
        f"/r/{CANARY}/words",
        f"/r/{CANARY}/erase",
        "/receipt",
    ):
        form = {"said": CANARY, "wish": CANARY, "code": CODE, "words": f"{CANARY} {CANARY} {CANARY}"}
        assert program.web.post(path, data=form).status_code < 500
    program.web.get(f"/r/{CANARY}")
    return [link[1]]


def requests() -> Iterator[bytes]:
    """Everything that goes wrong before or while a form is read."""
    words = CANARY.encode()
    yield post(CHAT, FORM, b"%s=%s" % (words, words))
    yield post(CHAT, FORM, b"key=k&said=%s%%ff%%zz" % words)
    yield post(CHAT, FORM, b"&".join(b"%s%d=1" % (words, n) for n in range(2000)))
    yield post(CHAT, "application/json", b'{"said": "%s"' % words)
    yield post(CHAT, f"text/{CANARY}", words)
    yield post(CHAT, PARTS, words)
    yield post(CHAT, "multipart/form-data", words)
    yield post(CHAT, PARTS, b"--x\r\nContent-Disposition: form-data\r\n\r\n%s\r\n--x--\r\n" % words)
    yield post(CHAT, PARTS, part("key", words) + part("said", words) + b"--x\r\n%s" % words)
    yield post(CHAT, PARTS, part(f'key"; filename="{CANARY}', words) + b"--x--\r\n")
    for charset in (CANARY, "undefined", "unicode_escape", "utf-16"):
        body = part("key", b"k") + part("said", b"\\ud800 %s" % words) + b"--x--\r\n"
        yield post(CHAT, f"{PARTS}; charset={charset}", body)
    yield post(CHAT, FORM, b"key=k&said=" + words * 6000)
    yield post(CHAT, FORM, b"", "Transfer-Encoding: chunked").replace(b"Content-Length: 0\r\n", b"") + (
        b"%x\r\n%s\r\n%s" % (len(words), words, words)
    )
    for header in hostile_headers():
        yield post(CHAT, FORM, b"key=k&said=" + words, header)
        yield get(CHAT, header)
    query = quote_plus(CANARY)
    for path in ("/", "/c", CHAT, f"/c/{query}", f"/r/{query}", f"/in/{query}", f"/assets/{query}"):
        yield get(f"{path}?code={query}&lang={query}&{query}=%ff")
    for path in ("/desk/queue", f"/desk/queue/{query}", f"/desk/summary/{query}", f"/{query}"):
        yield get(f"{path}?after={query}", f"Cookie: __Host-ekko-staff={CANARY}")
        yield post(path, FORM, b"csrf=%s" % words, f"X-Ekko-Csrf: {CANARY}")
    yield b"%s %s HTTP/1.1\r\n\r\n" % (words, words)
    yield b"GET /%s HTTP/9.9\r\n%s\r\n\r\n" % (words, words)


def hostile_headers() -> Iterator[str]:
    yield from (
        f"{name}: {CANARY}" for name in ("Cookie", "Accept-Language", "X-Forwarded-For", "User-Agent")
    )
    yield f"Cookie: __Host-ekko-talk={CANARY}; {CANARY}"
    yield f"Cookie: {'a' * 9000}={CANARY}"
    yield f"Origin: http://{CANARY}["
    yield f"Origin: https://{CANARY}.example"
    yield f"Referer: https://{CANARY}.example/"
    yield f"Accept: {CANARY};q={CANARY}"
    yield f"HX-Request: {CANARY}"
    yield f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: {CANARY}"


def part(name: str, content: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), content)


def get(path: str, header: str = "X: y") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n".encode()


def post(path: str, kind: str, body: bytes, header: str = "X: y") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n{header}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answer_to(port: int, request: bytes) -> bytes:
    """Send it all, say that no more comes, and read the answer's beginning."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire:
        wire.sendall(request)
        return wire.recv(65536)
