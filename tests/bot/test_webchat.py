"""The chat in a browser without JavaScript: what each page and each refusal says, and what is kept of it."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.webchat.talk import COOKIE
from collector.store.front import Store, StoreBusy, StoreFull
from collector.store.sqlite import SqliteStore
from collector.web.doors import rules_of
from tests.bot.fields import CODE, wishes_kept
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("asked")
CHAT = f"/c/{CODE}"


@pytest_asyncio.fixture
async def phone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://localhost") as client:
        yield client


async def send(phone: httpx.AsyncClient, said: str, key: str = "first-key") -> httpx.Response:
    return await phone.post(CHAT, data={"key": key, "said": said})


async def test_nobody_can_write_before_it_is_said_what_this_is(phone: httpx.AsyncClient) -> None:
    page = (await phone.get(CHAT, headers={"accept-language": "nb"})).text
    told = [page.index(words) for words in ("en maskin", "leser det du skriver", "113", "Uten konto")]
    assert max(told) < page.index("<textarea")


async def test_no_cookie_is_set_before_the_first_message(phone: httpx.AsyncClient, store: Store) -> None:
    page = await phone.get(CHAT)
    assert "set-cookie" not in page.headers
    assert await store.read(lambda tx: tx.all("SELECT * FROM talks")) == []


async def test_one_strictly_necessary_cookie_comes_with_the_first_message(phone: httpx.AsyncClient) -> None:
    page = await send(phone, "sjakk")
    cookies = page.headers.get_list("set-cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith("__Host-")
    for rule in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert rule in cookies[0]


async def test_a_plain_form_is_answered_with_mottatt_when_it_is_kept(
    phone: httpx.AsyncClient, store: Store
) -> None:
    page = await send(phone, "vi vil ha LAN")
    assert page.status_code == 200
    assert "Mottatt" in page.text
    assert [wish.text for wish in await wishes_kept(store)] == ["vi vil ha LAN"]


async def test_a_form_that_lies_in_the_history_opens_nobodys_talk(
    phone: httpx.AsyncClient, store: Store
) -> None:
    await send(phone, "sjakk")
    phone.cookies.clear()
    other = await send(phone, "dans")
    assert "sjakk" not in other.text
    assert len({wish.talk_id for wish in await wishes_kept(store)}) == 2


async def test_after_done_the_form_in_the_history_shows_nothing_of_the_talk(
    phone: httpx.AsyncClient, store: Store
) -> None:
    first = await send(phone, "sjakk")
    await phone.post(f"{CHAT}/done")
    again = await send(phone, "sjakk")
    assert again.status_code == 409
    assert "set-cookie" not in again.headers
    phone.cookies.set(COOKIE, first.cookies[COOKIE], domain="localhost.local")
    assert "sjakk" not in (await phone.get(CHAT)).text
    assert len(await wishes_kept(store)) == 1


async def test_who_talked_before_the_round_closed_still_sees_and_erases(
    phone: httpx.AsyncClient, store: Store, clock: Clock
) -> None:
    await send(phone, "sjakk")
    await store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = :at", at=clock() - 1))
    assert "sjakk" in (await phone.get(CHAT)).text
    assert "sjakk" in (await send(phone, "slett", key="b")).text
    erased = await phone.post(CHAT, data={"key": "c", "chose": "erase"})
    assert "Slettet" in erased.text
    assert await wishes_kept(store) == []
    assert (await send(phone, "dans", key="d")).status_code == 410


@pytest.mark.parametrize("pieces", [{}, {"hx-request": "true"}])
async def test_a_cry_for_help_that_is_refused_still_gets_the_card_first(
    phone: httpx.AsyncClient, pieces: dict[str, str]
) -> None:
    words = "jeg vil ta livet mitt i kveld " + "og " * 2000
    page = await phone.post(CHAT, data={"key": "k", "said": words}, headers=pieces)
    assert page.status_code == 413
    shown = page.text.index('<div class="card-line">')
    assert shown < page.text.index("Det ble for langt")


async def test_the_talk_goes_on_after_its_wish_was_erased_by_the_receipt(phone: httpx.AsyncClient) -> None:
    receipt = re.search(r'href="(/r/\w+)"', (await send(phone, "sjakk")).text)
    assert receipt is not None
    await send(phone, "dans", key="b")
    await send(phone, "mine ønsker", key="c")
    wishes = re.findall(r'name="wish" value="(\w+)"', (await phone.get(receipt[1])).text)
    for place, wish in enumerate(wishes):
        await phone.post(f"{receipt[1]}/erase", data={"wish": wish})
        assert (await phone.get(CHAT)).status_code == 200
        assert 'href="tel:113"' in (await send(phone, "hjelp", key=f"help-{place}")).text


async def test_a_tap_keeps_the_words_that_stand_in_the_box(phone: httpx.AsyncClient) -> None:
    await send(phone, "gaming og dans")
    page = await phone.post(CHAT, data={"key": "b", "chose": "yes", "said": "halvt ønske"})
    assert "halvt ønske</textarea>" in page.text


async def test_the_same_form_sent_again_is_one_wish_even_without_the_cookie(
    phone: httpx.AsyncClient, store: Store
) -> None:
    first = await send(phone, "sjakk")
    phone.cookies.clear()
    again = await send(phone, "sjakk")
    assert again.cookies[COOKIE] == first.cookies[COOKIE]
    assert "Mottatt" in again.text
    assert len(await wishes_kept(store)) == 1


async def test_fifty_copies_at_once_are_one_wish_and_fifty_answers(
    phone: httpx.AsyncClient, store: Store
) -> None:
    answers = await asyncio.gather(*(send(phone, "sjakk") for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert all("Mottatt" in answer.text for answer in answers)
    assert len(await wishes_kept(store)) == 1


async def test_other_words_from_the_page_one_went_back_to_are_another_wish(
    phone: httpx.AsyncClient, store: Store
) -> None:
    await send(phone, "sjakk")
    await send(phone, "dans")
    assert {wish.text for wish in await wishes_kept(store)} == {"sjakk", "dans"}


async def test_a_reload_shows_the_talk_again(phone: httpx.AsyncClient) -> None:
    await send(phone, "brettspill på torsdager")
    assert "brettspill på torsdager" in (await phone.get(CHAT)).text


async def test_a_talk_in_which_somebody_was_not_ok_is_not_shown_again(phone: httpx.AsyncClient) -> None:
    answer = await send(phone, "jeg vil ikke leve lenger")
    assert answer.text.index('href="tel:113"') < answer.text.index("Takk for at du skrev")
    later = (await phone.get(CHAT)).text
    assert "ikke leve" not in later
    assert 'href="tel:113"' in later


async def test_a_lost_cookie_begins_anew_and_the_receipt_still_opens(phone: httpx.AsyncClient) -> None:
    page = await send(phone, "sjakk")
    found = re.search(r'href="(/r/\w+)"', page.text)
    assert found is not None
    phone.cookies.clear()
    assert "sjakk" not in (await phone.get(CHAT)).text
    assert "sjakk" in (await phone.get(found[1])).text


async def test_the_receipt_erases_after_a_yes(phone: httpx.AsyncClient, store: Store) -> None:
    page = await send(phone, "sjakk")
    receipt = re.search(r'href="(/r/\w+)"', page.text)
    assert receipt is not None
    wish = re.search(r'name="wish" value="(\w+)"', (await phone.get(receipt[1])).text)
    assert wish is not None
    erased = await phone.post(f"{receipt[1]}/erase", data={"wish": wish[1]})
    assert erased.status_code == 200
    assert await wishes_kept(store) == []
    assert "sjakk" not in (await phone.get(CHAT)).text


async def test_a_guessed_receipt_shows_nothing(phone: httpx.AsyncClient) -> None:
    answer = await phone.get("/r/" + "0" * 32)
    assert answer.status_code == 404


async def test_done_ends_the_cookie_and_keeps_the_wish(phone: httpx.AsyncClient, store: Store) -> None:
    await send(phone, "sjakk")
    page = await phone.post(f"{CHAT}/done")
    assert f'{COOKIE}=""' in page.headers["set-cookie"]
    assert "sjakk" not in page.text
    assert len(await wishes_kept(store)) == 1


@pytest.mark.parametrize("code", ["GLAD-ELG", "glad elg", "Glad  Elg.", "glad_elg"])
async def test_a_code_is_read_as_it_was_meant(phone: httpx.AsyncClient, code: str) -> None:
    found = await phone.get("/c", params={"code": code}, follow_redirects=True)
    assert found.status_code == 200
    assert "<textarea" in found.text


async def test_an_unknown_code_is_said_with_a_way_on(phone: httpx.AsyncClient) -> None:
    page = await phone.post("/c/finnes-ikke", data={"key": "k", "said": "sjakk"})
    assert page.status_code == 404
    assert "plakaten" in page.text
    assert "sjakk" in page.text, "the words are handed back"


async def test_a_closed_round_keeps_nothing_and_hands_the_words_back(
    phone: httpx.AsyncClient, store: Store, clock: Clock
) -> None:
    await store.write(lambda tx: tx.run("UPDATE rounds SET closes_at = :at", at=clock() - 1))
    page = await send(phone, "sjakk")
    assert page.status_code == 410
    assert "sjakk" in page.text
    assert await wishes_kept(store) == []


@pytest.mark.parametrize(("said", "status"), [("", 422), ("   \u200b", 422), ("a" * 10_000, 413)])
async def test_what_cannot_be_taken_stays_in_the_box(
    phone: httpx.AsyncClient, said: str, status: int
) -> None:
    page = await send(phone, said)
    assert page.status_code == status
    assert said.strip() in page.text
    assert "<textarea" in page.text


@pytest.mark.parametrize("fault", [StoreFull("planted"), StoreBusy("planted")])
async def test_when_it_cannot_be_kept_that_is_said_and_the_words_stay(
    phone: httpx.AsyncClient, store: Store, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    async def cannot(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(store, "write", cannot)
    page = await send(phone, "sjakk")
    assert page.status_code == 503
    assert "Mottatt" not in page.text
    assert "sjakk" in page.text
    assert 'value="first-key"' in page.text, "tried again, it is the same event"


HOSTILE = (Path(__file__).parents[1] / "web" / "hostile.txt").read_text("utf-8").splitlines()


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


class Skeleton(HTMLParser):
    """A page without its words: every element and the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bones: set[tuple[str, ...]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bones.add((tag, *sorted(name for name, _ in attrs)))


async def test_hostile_words_are_shown_as_words(phone: httpx.AsyncClient, clock: Clock) -> None:
    harmless = Skeleton((await send(phone, "sjakk", key="harmless")).text).bones
    harmless |= Skeleton((await send(phone, "hei", key="a greeting")).text).bones
    harmless |= Skeleton((await send(phone, "", key="nothing")).text).bones
    for number, payload in enumerate(line for line in HOSTILE if line and not line.startswith("#")):
        clock.now += 60_000  # nobody is slowed who takes her time
        page = await send(phone, payload, key=f"k{number}")
        assert page.status_code != 429
        more = {bone for bone in Skeleton(page.text).bones - harmless if bone[0] not in {"ul", "li", "a"}}
        assert more <= {("button", "class", "data-variant", "name", "type", "value")}, payload


async def test_a_post_from_another_site_changes_nothing(phone: httpx.AsyncClient, store: Store) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        page = await phone.post(CHAT, data={"key": "k", "said": "sjakk"}, headers=headers)
        assert page.status_code == 403
    assert await wishes_kept(store) == []


async def test_the_help_card_is_on_every_page_of_the_chat(phone: httpx.AsyncClient, app: FastAPI) -> None:
    await send(phone, "sjakk")
    pages = [
        path for method, path in rules_of(app) if method == "GET" and path.startswith(("/c/", "/help", "/r"))
    ]
    pages.remove("/c/{code}/live")  # a stream that a page listens to, without a word in it
    pages.remove("/c/{code}/did")  # leads on to the municipality's own page
    assert len(pages) >= 3
    for path in [*pages, "/", "/c/finnes-ikke", "/did/eksempelvik"]:
        page = (await phone.get(path.replace("{code}", CODE).replace("{receipt}", "0" * 32))).text
        for number in ("113", "112", "116111"):
            assert f'href="tel:{number}"' in page, path


async def test_the_page_and_its_json_are_the_same_data(phone: httpx.AsyncClient) -> None:
    data = (await phone.get(CHAT, headers={"accept": "application/json"})).json()
    page = unescape((await phone.get(CHAT)).text)
    assert data["talk"]["bubbles"]
    assert all(bubble["text"] in page for bubble in data["talk"]["bubbles"])


async def test_no_log_holds_a_word_of_what_was_said_nor_who_said_it(
    phone: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "kanarifugl-7731"
    phone.headers.update({"x-forwarded-for": canary, "user-agent": canary, "referer": f"https://{canary}/"})
    await send(phone, f"{canary} i sjakk")
    await phone.post(CHAT, data={canary: canary})
    await phone.post(CHAT, content=f"{canary}%".encode(), headers={"content-type": "application/json"})

    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError(canary)

    monkeypatch.setattr(store, "write", breaks)
    assert (await send(phone, f"{canary} igjen")).status_code == 500
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert ours, "the planted fault at least is logged"
    assert canary not in "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in ours)


async def test_nothing_of_the_phone_and_no_raw_number_is_written_to_disk(
    phone: httpx.AsyncClient, store: Store, tmp_path: Path
) -> None:
    phone.headers.update({"x-forwarded-for": "203.0.113.77", "user-agent": "kanari-telefon"})
    await send(phone, "ring 46 10 00 77 om sjakk")
    assert isinstance(store, SqliteStore)
    written = all_bytes(tmp_path)
    assert b"sjakk" in written, "the masked text is there"
    for secret in (b"203.0.113.77", b"kanari-telefon", b"46 10 00 77"):
        assert secret not in written


async def test_the_word_we_never_say_is_on_no_page(phone: httpx.AsyncClient) -> None:
    for language in ("nb", "nn", "en"):
        for path in ("/", "/help", CHAT, f"{CHAT}/done"):
            answer = await phone.request(
                "POST" if path.endswith("done") else "GET", f"{path}?lang={language}"
            )
            assert "anonym" not in answer.text.lower()
