"""The pages of young people's groups in a real Chromium: nobody is shut out, with or without script."""

from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from collector.model import Tag
from tests.machine.axe import barriers_on
from tests.web.cast import Cast, Person
from tests.web.conftest import Standing
from tests.web.looking import PHONE, TOO_SMALL, shuts_nobody_out
from tests.web.test_in_browser import let_in
from tests.web.young import found_group, in_inbox, let_show

LEADERS = (
    "/desk/groups",
    "/desk/groups?did=made",
    "/desk/groups/{group}",
    "/desk/groups/{group}?pile=taken",
    "/desk/groups/{group}/rule",
    "/desk/groups/{group}/rule?rule={rule}",
    "/desk/groups/none",
    "/desk/drafts",
    "/desk/drafts/{line}",
    "/desk/answer/{wish}",
)
YOUTH = (
    "/desk/inbox",
    "/desk/inbox?pile=taken",
    "/desk/inbox?pile=done",
    "/desk/inbox/{line}",
    "/desk/inbox/{silent}?did=take",
    "/desk/ranking/{group}",
)


@dataclass
class Room:
    """Two groups, a leader and a member, and something of everything."""

    leader: Person
    youth: Person
    filled: dict[str, str]


@pytest_asyncio.fixture(loop_scope="session")
async def room(cast: Cast) -> Room:
    return await full_room(cast)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def standing_room(standing: Standing) -> Room:
    return await full_room(standing.cast)


async def full_room(cast: Cast) -> Room:
    leader, youth = await cast.sign_in("admin"), await cast.sign_in("youth", name="Mia")
    group = await found_group(cast, youth)
    await found_group(cast, youth, name="Nes", where="Nes")
    await leader.post(f"/desk/groups/{group}/rule", {"tag": ["gaming"], "place": ["Vika"], "age": ["13-15"]})
    (rule,) = (await leader.read("/desk/groups"))["groups"][1]["rules"]
    shown = await cast.wish("Cosplay " * 30, Tag("activity", "cosplay"), state="approved")
    await let_show(cast, shown)
    line = await in_inbox(cast, group, shown)
    silent = await in_inbox(cast, group, await cast.wish(state="approved"), "taken")
    back = await in_inbox(cast, group, await cast.wish("Dans", Tag("activity", "dance"), state="approved"))
    await cast.wish("Sirkus", Tag("activity", "new-circus"), state="approved")
    await youth.post(f"/desk/inbox/{back}/return", {"text": "Ikke noe for oss"})
    await youth.post(f"/desk/inbox/{line}/comment", {"text": "Bra idé"})
    await youth.post(f"/desk/inbox/{line}/tag", {"tag": "dance"})
    await youth.post(f"/desk/inbox/{line}/answer", {"status": "happening", "text": "Det skjer på fredag."})
    for place, each in enumerate((line, silent), 1):
        await youth.post(f"/desk/inbox/{each}/rank", {"place": str(place)})
    filled = {"group": group, "rule": rule["id"], "line": line, "silent": silent, "wish": shown}
    return Room(leader, youth, filled)


@pytest.mark.parametrize("view", [*LEADERS, *YOUTH])
async def test_no_page_of_groups_shuts_anybody_out(
    looked: Page, standing: Standing, standing_room: Room, view: str
) -> None:
    person = standing_room.youth if view in YOUTH else standing_room.leader
    await let_in(looked, standing.address, person.session)

    async def come() -> None:
        answer = await looked.goto(standing.address + view.format(**standing_room.filled))
        assert answer is not None
        assert answer.status == 200

    await shuts_nobody_out(looked, come)


async def test_what_a_rule_would_move_shuts_nobody_out(page: Page, room: Room, served: str) -> None:
    await let_in(page, served, room.leader.session)
    await page.set_viewport_size(PHONE)
    await page.goto(f"{served}/desk/groups/{room.filled['group']}/rule")
    await page.locator("summary", has_text="Musikk, dans og scene").click()
    await page.get_by_label("Nysirkus", exact=True).check()
    await page.get_by_role("button", name="Se hva som flyttes").click()
    await expect(page.get_by_text("Ett ønske som venter på svar, går til Rådet")).to_be_visible()
    assert await barriers_on(page) == []
    assert await page.evaluate(TOO_SMALL) == []


async def test_a_group_works_without_javascript(browser: Browser, room: Room, served: str) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO", viewport=PHONE)
    page = await context.new_page()
    await let_in(page, served, room.youth.session)
    await page.goto(f"{served}/desk/inbox/{room.filled['silent']}")
    await expect(page.get_by_text("har ikke sagt ja til at ordene vises")).to_be_visible()
    await page.get_by_role("button", name="Legg tilbake").click()
    await expect(page.locator("#said")).to_contain_text("Det ligger blant de nye igjen.")
    await page.get_by_label("Si noe til gruppa").fill("Vi ser på det torsdag")
    await page.get_by_role("button", name="Si det").click()
    await expect(page.get_by_text("Vi ser på det torsdag").first).to_be_visible()
    await context.close()
