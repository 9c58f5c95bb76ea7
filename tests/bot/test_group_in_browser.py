"""The whole way in a real Chromium: a wish reaches the right group, which takes it up and drafts an answer;
a leader sends it, and it stands at the receipt."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from collector import signin
from collector.group import Group, Rule
from collector.ids import new_id
from collector.model import Role, Round, Staff
from collector.sealing import Seal
from collector.store import groups, people
from collector.store.front import Store, Tx
from tests.bot.test_answers_in_browser import let_in
from tests.bot.test_chat_in_browser import open_chat, tell
from tests.conftest import Clock
from tests.machine.browser import watched_page

pytestmark = pytest.mark.usefixtures("asked")
WORDS = "Vi åpner syrommet på fredag."


@pytest.fixture
def sessions(store: Store, seal: Seal, clock: Clock, asked: Round) -> dict[str, str]:
    """A leader, a member of the group in Vika and one of the group at Nes, all signed in; no rules yet."""
    here = asked.municipality.id

    def sign_in(tx: Tx, name: str, role: Role) -> tuple[str, str]:
        staff = Staff(new_id(clock()), here, name, role)
        people.add_staff(tx, staff, clock())
        return staff.id, signin.open_session(tx, seal, staff, clock())

    def work(tx: Tx) -> dict[str, str]:
        found = {"leader": sign_in(tx, "Kari", "leader")[1]}
        for place in ("Vika", "Nes"):
            staff_id, found[place] = sign_in(tx, f"Ung i {place}", "youth")
            group = Group(new_id(clock()), here, f"Ungdomsrådet {place}", place)
            groups.add_group(tx, group, clock())
            groups.put_members(tx, group.id, [staff_id])
            if place == "Nes":
                groups.put_rule(tx, here, Rule(new_id(clock()), group.id, ("cosplay",), ("Nes",)), clock())
        return found

    return asyncio.run(store.write(work))


async def make_the_rule(desk: Page, served: str) -> None:
    """A leader ticks what goes to Vika, looks at what would move, and keeps it."""
    await desk.goto(f"{served}/desk/groups")
    await desk.get_by_role("link", name="Ungdomsrådet Vika").click()
    await desk.get_by_role("link", name="Lag en regel").click()
    await desk.get_by_label("Vika", exact=True).check()
    for tag in ("Cosplay", "Gaming"):
        await desk.get_by_label(tag, exact=True).check()
    await desk.get_by_role("button", name="Se hva som flyttes").click()
    await expect(desk.get_by_text("fra Vika går til Ungdomsrådet Vika")).to_be_visible()
    await desk.get_by_role("button", name="La regelen gjelde").click()
    await expect(desk.locator("#said")).to_contain_text("Regelen gjelder nå.")


async def test_a_wish_reaches_its_group_alone_and_the_groups_answer_its_receipt(
    page: Page, browser: Browser, served: str, sessions: dict[str, str]
) -> None:
    await open_chat(page, served)
    await tell(page, "vi vil ha et sted i Vika der vi kan sy cosplay")
    await page.get_by_role("button", name="Ja, det stemmer").click()
    await page.get_by_role("button", name="hopp over").click()
    await page.get_by_role("button", name="Ja, det er greit").click()
    async with watched_page(browser) as desk:
        await let_in(desk, served, sessions["leader"])
        await make_the_rule(desk, served)
        await desk.goto(f"{served}/desk/queue")
        await desk.get_by_role("button", name="Godkjenn").click()
        await expect(desk.locator("#said")).to_contain_text("Godkjent")
    async with watched_page(browser) as neighbour:
        await let_in(neighbour, served, sessions["Nes"])
        await neighbour.goto(f"{served}/desk")
        await expect(neighbour.get_by_text("Ingenting nytt akkurat nå.")).to_be_visible()
        await expect(neighbour.get_by_text("sy cosplay")).to_have_count(0)
    async with watched_page(browser) as member:
        await let_in(member, served, sessions["Vika"])
        await member.goto(f"{served}/desk")
        await member.get_by_role("link", name="sy cosplay").click()
        await member.get_by_role("button", name="Ta opp").click()
        await expect(member.locator("#said")).to_contain_text("Dere har tatt det opp.")
        await member.get_by_label("Det skjer").check()
        await member.get_by_label("Skriv svaret").fill(WORDS)
        await member.get_by_role("button", name="Gi svaret til en leder").click()
        await expect(member.locator("#said")).to_contain_text("Svaret venter på en leder.")
    await page.get_by_role("link", name="Åpne kvitteringen").click()
    await expect(page.get_by_text(WORDS)).to_have_count(0)
    async with watched_page(browser) as desk:
        await let_in(desk, served, sessions["leader"])
        await desk.goto(f"{served}/desk/drafts")
        await desk.get_by_role("link", name="sy cosplay").click()
        await desk.get_by_role("button", name="Send svaret").click()
        await expect(desk.locator("#said")).to_contain_text("Svaret er sendt.")
    await page.reload()
    await expect(page.get_by_text(WORDS)).to_be_visible()
