"""Published summaries and keys in a real Chromium: light and dark, on the smallest phone, nobody shut out."""

import pytest
import pytest_asyncio
from playwright.async_api import Page

from collector.store import released
from collector.store.front import Tx
from tests.machine.axe import barriers_on
from tests.web.approving import approve
from tests.web.cast import Cast, Person
from tests.web.conftest import Standing
from tests.web.looking import shuts_nobody_out
from tests.web.test_in_browser import let_in
from tests.web.test_publishing import publish

VIEWS = (
    "/desk/published",
    "/desk/published/1",
    "/desk/published/2",
    "/desk/published/3",
    "/desk/published/new",
    "/desk/published/new?code=glad-elg&stories=yes",
    "/desk/published/new?code=glad-elg&place=Nes&first=2026-09-01",
    "/desk/pull",
    "/figures/glad-elg",
    "/figures/rask-rev",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def leader(standing: Standing) -> Person:
    """A leader who published, took one back, and has one that is damaged."""
    cast = standing.cast
    for n, tag in enumerate(("gaming", "dance", "band", "hangout", "events", "tabletop")):
        await approve(cast, 31 - 3 * n, tag, language="nn" if n % 3 else "nb")
    words = "Et sted å spille, også når <b>hallen</b> er stengt " * 4
    (quoted,) = await approve(cast, 1, "gaming", text=words)

    def let_stand(tx: Tx) -> None:
        tx.run("UPDATE wishes SET may_show = 1 WHERE id = :id", id=quoted)
        released.release(tx, quoted, cast.here.municipality.id, "s", cast.clock())

    await cast.store.write(let_stand)
    leader = await cast.sign_in("leader", name="Et svært langt navn " * 3)
    await publish(leader, stories="yes")
    await publish(leader, code="all")
    await leader.post("/desk/published/2/withdraw", {"why": "Feil periode. Vi publiserer på nytt i morgen."})
    await approve(cast, 12, "dance")
    await publish(leader)
    await cast.store.write(lambda tx: tx.run("UPDATE published SET body = '{' WHERE number = 3"))
    await cast.pull_key()
    await cast.pull_key(days=-3)
    await let_in(standing.page, standing.address, leader.session)
    return leader


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.usefixtures("leader")
async def test_no_view_of_what_is_published_shuts_anybody_out(
    looked: Page, standing: Standing, view: str
) -> None:
    await shuts_nobody_out(looked, lambda: looked.goto(standing.address + view))


async def test_a_leader_makes_a_key_and_sees_it_once(page: Page, cast: Cast, served: str) -> None:
    await let_in(page, served, (await cast.sign_in("leader")).session)
    await page.goto(f"{served}/desk/pull")
    await page.fill("#name", "Årsmeldingen")
    await page.get_by_role("button", name="Lag nøkkelen").click()
    key = await page.locator("code").first.text_content()
    assert len(key or "") == 32
    assert await barriers_on(page) == []
    await page.goto(f"{served}/desk/pull")
    assert str(key) not in await page.content()
