"""The whole way in a real Chromium, once: a wish reaches the right group, is answered and told of in public;
then forty corrections change what `ekko tag` says of other wordings, and one step back undoes it."""

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect

from bot.host import Host
from bot.schooling import School
from bot.settings import Settings
from bot.speech import Speech
from bot.wiring import join
from collector import signin
from collector.group import Group, Rule
from collector.ids import new_id
from collector.model import Municipality, Role, Round, Staff
from collector.sealing import Seal
from collector.store import groups, people, rounds
from collector.store.front import Store, Tx
from collector.store.opening import open_store
from collector.texts import Catalogue
from nlp.reader import Reader
from tests.bot.fields import CODE
from tests.bot.test_answers_in_browser import let_in
from tests.bot.test_chat_in_browser import open_chat, tell
from tests.conftest import Clock
from tests.learning.desk import AtOnce
from tests.learning.test_at_the_desk import OTHERS, TAUGHT, ekko_tag
from tests.learning.village import Village
from tests.machine.browser import watched_page
from tests.web.conftest import served

__all__ = ["served"]
pytestmark = pytest.mark.slow
WORDS = "Vi åpner syrommet på fredag."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    return settings


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings.database_url)
    yield store
    store.close()


@pytest.fixture
def app(
    store: Store,
    seal: Seal,
    clock: Clock,
    texts: Catalogue,
    reader: Reader,
    settings: Settings,
    school: School,
) -> FastAPI:
    """The whole app, chat and desk, where a training is done while one waits."""
    host = Host(store, seal, reader, Speech(texts), clock)
    return join(store, seal, clock, texts, host, trainer=AtOnce(settings, school, clock))


@pytest.fixture
def asked(store: Store, clock: Clock) -> Round:
    municipality = Municipality(new_id(clock()), "Eksempelvik", is_example=True, is_open=False)
    asked = Round(new_id(clock()), municipality, CODE, "Hva ønsker du deg?", clock(), None)

    def add(tx: Tx) -> None:
        rounds.add_municipality(tx, municipality, clock())
        rounds.add_round(tx, asked, clock())

    asyncio.run(store.write(add))
    return asked


@pytest.fixture
def sessions(store: Store, seal: Seal, clock: Clock, asked: Round) -> dict[str, str]:
    """Two leaders, a member of the group in Vika and one of the group at Nes, all signed in."""
    here = asked.municipality.id

    def sign_in(tx: Tx, name: str, role: Role) -> tuple[str, str]:
        staff = Staff(new_id(clock()), here, name, role)
        people.add_staff(tx, staff, clock())
        return staff.id, signin.open_session(tx, seal, staff, clock())

    def work(tx: Tx) -> dict[str, str]:
        found = {name: sign_in(tx, name, "leader")[1] for name in ("Kari", "Ola")}
        for place in ("Vika", "Nes"):
            staff_id, found[place] = sign_in(tx, f"Ung i {place}", "youth")
            group = Group(new_id(clock()), here, f"Ungdomsrådet {place}", place)
            groups.add_group(tx, group, clock())
            groups.put_members(tx, group.id, [staff_id])
            if place == "Nes":
                groups.put_rule(tx, here, Rule(new_id(clock()), group.id, ("cosplay",), ("Nes",)), clock())
        return found

    return asyncio.run(store.write(work))


async def test_the_whole_way(
    page: Page,
    browser: Browser,
    served: str,
    sessions: dict[str, str],
    settings: Settings,
    store: Store,
    seal: Seal,
    clock: Clock,
    asked: Round,
) -> None:
    before = await asyncio.to_thread(ekko_tag, settings, OTHERS)
    await wish_for_cosplay(page, served)
    async with watched_page(browser) as kari, watched_page(browser) as ola:
        await let_in(kari, served, sessions["Kari"])
        await let_in(ola, served, sessions["Ola"])
        await make_the_rule(kari, served)
        await approve_the_first(kari, served)
        async with watched_page(browser) as neighbour:
            await let_in(neighbour, served, sessions["Nes"])
            await finds_nothing(neighbour, served)
        async with watched_page(browser) as member:
            await let_in(member, served, sessions["Vika"])
            await take_up_and_draft(member, served)
        await page.get_by_role("link", name="Åpne kvitteringen").click()
        await expect(page.get_by_text(WORDS)).to_have_count(0)
        await release(kari, served)
        await page.reload()
        await expect(page.get_by_text(WORDS)).to_be_visible()
        await stands_in_public(page, served)

        here = Village(store, seal, clock, asked, _number=count(clock.now))
        for text in TAUGHT:
            await here.wish(text.format("flonkeri"), "crafts")
        await correct_forty(kari, served, clock)
        await look_again(ola, served)
        await train_and_say_yes(kari, served)
        after = await asyncio.to_thread(ekko_tag, settings, OTHERS)
        assert sum("band" in tags for tags in after) >= 3 > sum("band" in tags for tags in before)
        await kari.get_by_role("button", name="Gå ett steg tilbake").click()
        await expect(kari.locator("#said .said")).to_be_visible()
        assert await asyncio.to_thread(ekko_tag, settings, OTHERS) == before


async def wish_for_cosplay(page: Page, served: str) -> None:
    await open_chat(page, served)
    await tell(page, "vi vil ha et sted i Vika der vi kan sy cosplay")
    await page.get_by_role("button", name="Ja, det stemmer").click()
    await page.get_by_role("button", name="hopp over").click()
    await page.get_by_role("button", name="Ja, det er greit").click()


async def make_the_rule(desk: Page, served: str) -> None:
    """A leader ticks what goes to Vika, looks at what would move, and keeps it."""
    await desk.goto(f"{served}/desk/groups")
    await desk.get_by_role("link", name="Ungdomsrådet Vika").click()
    await desk.get_by_role("link", name="Lag en regel").click()
    await desk.locator("summary", has_text="Hvor fra?").click()
    await desk.get_by_label("Vika", exact=True).check()
    await desk.locator("summary", has_text="Spill").click()
    for tag in ("Cosplay", "Gaming"):
        await desk.get_by_label(tag, exact=True).check()
    await desk.get_by_role("button", name="Se hva som flyttes").click()
    await expect(desk.get_by_text("fra Vika går til Ungdomsrådet Vika")).to_be_visible()
    await desk.get_by_role("button", name="La regelen gjelde").click()
    await expect(desk.locator("#said")).to_contain_text("Regelen gjelder nå.")


async def approve_the_first(desk: Page, served: str) -> None:
    await desk.goto(f"{served}/desk/queue")
    await desk.get_by_role("button", name="Godkjenn").click()
    await expect(desk.locator("#said")).to_contain_text("Godkjent")


async def finds_nothing(neighbour: Page, served: str) -> None:
    await neighbour.goto(f"{served}/desk")
    await expect(neighbour.get_by_text("Ingenting nytt akkurat nå.")).to_be_visible()
    await expect(neighbour.get_by_text("sy cosplay")).to_have_count(0)


async def take_up_and_draft(member: Page, served: str) -> None:
    await member.goto(f"{served}/desk")
    await member.get_by_role("link", name="sy cosplay").click()
    await member.get_by_role("button", name="Ta opp").click()
    await expect(member.locator("#said")).to_contain_text("Dere har tatt det opp.")
    await member.get_by_label("Det skjer").check()
    await member.get_by_label("Skriv svaret").fill(WORDS)
    await member.get_by_role("button", name="Gi svaret til en leder").click()
    await expect(member.locator("#said")).to_contain_text("Svaret venter på en leder.")


async def release(desk: Page, served: str) -> None:
    await desk.goto(f"{served}/desk/drafts")
    await desk.get_by_role("link", name="sy cosplay").click()
    await desk.get_by_role("button", name="Send svaret").click()
    await expect(desk.locator("#said")).to_contain_text("Svaret er sendt.")


async def stands_in_public(page: Page, served: str) -> None:
    """What was answered stands on the open page, and nothing of what was wished for."""
    await page.goto(f"{served}/did/eksempelvik")
    await expect(page.get_by_text(WORDS)).to_be_visible()
    await expect(page.get_by_text("sy cosplay")).to_have_count(0)


async def correct_forty(desk: Page, served: str, clock: Clock) -> None:
    """A leader says of each of forty wishes what the tagger missed, by keyboard."""
    await desk.goto(f"{served}/desk/queue")
    for _ in TAUGHT:
        clock.now += 1000
        words = await desk.locator(".wish__text").text_content() or ""
        await desk.locator("#named").fill("Band")
        await desk.keyboard.press("Enter")
        await expect(desk.locator('form:has(input[value="drop"]) button[value="band"]')).to_be_visible()
        await expect(desk.locator("h1")).to_be_focused()
        clock.now += 1000
        await desk.keyboard.press("1")
        await expect(desk.locator(".wish__text").get_by_text(words, exact=True)).to_have_count(0)


async def look_again(desk: Page, served: str) -> None:
    """Another leader looks at a random twenty of the corrections."""
    await desk.goto(f"{served}/desk/learning")
    await desk.get_by_role("button", name="Se på").click()
    right = desk.get_by_role("button", name="Stemmer", exact=True)
    while await right.count():
        await right.click()
        await desk.wait_for_load_state()


async def train_and_say_yes(desk: Page, served: str) -> None:
    await desk.goto(f"{served}/desk/tagger")
    await desk.locator('form[action="/desk/tagger"] button').click()
    await expect(desk.get_by_text("Taggeren har lært av 40 rettelser.")).to_be_visible()
    await desk.get_by_role("button", name="Ja, ta den i bruk").click()
    await expect(desk.get_by_role("button", name="Gå ett steg tilbake")).to_be_visible()
